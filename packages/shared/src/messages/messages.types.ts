import type { ErrorCode, FieldProblem } from '../errors.ts';

/** All texts of the API in one language. */
export interface Messages {
  /** What happened, and what to do about it. */
  errors: Record<ErrorCode, string>;
  fields: Record<FieldProblem, string>;
  /** With `code_incorrect`: how many more wrong attempts the code survives; with 0 it is void. */
  attemptsLeft: (left: number) => string;
  /** With `sms_unavailable`, where the gateway did not say whether the SMS was sent. */
  smsMayArrive: string;
}
