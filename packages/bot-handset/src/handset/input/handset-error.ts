/** An error that the handset API answers, as `{ error: { code, message } }`. */
export class HandsetError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'HandsetError';
    this.status = status;
    this.code = code;
  }
}

/** 400 with the name of the wrong field. */
export function invalidField(field: string, requirement: string): HandsetError {
  return new HandsetError(400, 'invalid_input', `${field} ${requirement}`);
}

/** 404. */
export function notFound(what: string): HandsetError {
  return new HandsetError(404, 'not_found', what);
}
