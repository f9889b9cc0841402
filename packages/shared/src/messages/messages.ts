import type { ErrorCode, FieldProblem } from '../errors.ts';
import type { Language } from '../languages.ts';
import { en } from './en.ts';
import { ru } from './ru.ts';
import { uz } from './uz.ts';
import { uzCyrl } from './uz-cyrl.ts';

/** Everything that the API says to people, in one language. */
export interface Messages {
  /** A sentence that tells what happened and what to do about it. */
  errors: Record<ErrorCode, string>;
  fields: Record<FieldProblem, string>;
}

export const messages: Readonly<Record<Language, Messages>> = { uz, 'uz-Cyrl': uzCyrl, ru, en };
