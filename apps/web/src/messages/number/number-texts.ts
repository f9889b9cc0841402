import type { Language } from '@raqam/shared/languages';
import { en } from './en.ts';
import type { NumberMessages } from './number.types.ts';
import { ru } from './ru.ts';
import { uz } from './uz.ts';
import { uzCyrl } from './uz-cyrl.ts';

/** Part of the page that shows them, which few people open: nobody else fetches them. */
export const numberTexts: Readonly<Record<Language, NumberMessages>> = { uz, 'uz-Cyrl': uzCyrl, ru, en };
