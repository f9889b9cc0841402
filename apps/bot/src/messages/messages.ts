import type { Language } from '@raqam/shared/languages';
import { en } from './en.ts';
import type { Messages } from './messages.types.ts';
import { ru } from './ru.ts';
import { uz } from './uz.ts';
import { uzCyrl } from './uz-cyrl.ts';

export type { Messages } from './messages.types.ts';

export const messages: Readonly<Record<Language, Messages>> = { uz, 'uz-Cyrl': uzCyrl, ru, en };
