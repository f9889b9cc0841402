import { STATUS_CODES } from 'node:http';

/** An error as Eskiz answers it: `{ status, message }`. */
export class EskizError extends Error {
  override readonly name = 'EskizError';
  readonly code: number;
  readonly status: string;
  /** Seconds, for the header `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(code: number, message: string, { status = 'error', retryAfter = undefined as number | undefined } = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  toBody(): { status: string; message: string } {
    return { status: this.status, message: this.message };
  }
}

/** 401 for an expired or unknown token. */
export function invalidToken(message: string): EskizError {
  return new EskizError(401, message, { status: 'token-invalid' });
}

/** 401 for a login. */
export function wrongLogin(): EskizError {
  return new EskizError(401, 'Неверный Email или пароль');
}

/** Eskiz's error for a fault with a status. */
export function errorOfStatus(code: number, retryAfter: number): EskizError {
  if (code === 401) return invalidToken('Expired token');
  return new EskizError(code, STATUS_CODES[code] ?? 'Error', code === 429 ? { retryAfter } : {});
}
