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
  /** With `code_incorrect`: how many more wrong attempts the code survives; with 0 it is void. */
  attemptsLeft: (left: number) => string;
  /** With `sms_unavailable`, where the gateway did not say whether the SMS was sent. */
  smsMayArrive: string;
}

export const messages: Readonly<Record<Language, Messages>> = { uz, 'uz-Cyrl': uzCyrl, ru, en };
