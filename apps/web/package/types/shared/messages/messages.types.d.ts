import type { ErrorCode, FieldProblem } from '../errors.js';
/** All texts of the API in one language. */
export interface Messages {
    /** By error code: the problem, and what to do. */
    errors: Record<ErrorCode, string>;
    fields: Record<FieldProblem, string>;
    /** With `code_incorrect`: how many more failed attempts the code survives; with 0 it is void. */
    attemptsLeft: (left: number) => string;
    /** With `sms_unavailable`, if the gateway did not say whether the SMS was sent. */
    smsMayArrive: string;
}
