/** `hang-up`: before anything was done. `lost`: the code was issued, and its answer is lost. */
export type ApiAnswer = { status: number; body: object } | 'hang-up' | 'lost';

export const JSON_TYPE = { 'content-type': 'application/json' };

/** A refusal in the API's one error shape. */
export function refusal(status: number, code: string, more: object = {}): Exclude<ApiAnswer, string> {
  return { status, body: { error: { code, message: `message of ${code}`, ...more }, detail: `message of ${code}` } };
}
