/** The codes of the API's errors that its server API answers with. */
export type ApiErrorCode =
  | 'bad_request'
  | 'body_too_large'
  | 'host_not_allowed'
  | 'internal_error'
  | 'not_found'
  | 'not_ready'
  | 'overloaded'
  | 'phone_invalid'
  | 'scope_missing'
  | 'service_key_invalid'
  | 'too_many_attempts'
  | 'unsupported_media_type'
  | 'validation_failed';

/**
 * Why a call failed. `unreachable`: the API did not answer, or a proxy answered for it. `token_invalid`,
 * `signature_invalid`: what was given to verify is not genuine, or too old.
 */
export type RaqamErrorCode = ApiErrorCode | 'unreachable' | 'token_invalid' | 'signature_invalid';

interface Details {
  /** Of the HTTP answer. */
  status?: number | undefined;
  /** Seconds to wait before the next call, if the API asks for it. */
  retryAfter?: number | undefined;
  /** The wrong fields of the request, with a text for each. */
  fields?: Record<string, string> | undefined;
  /** With `scope_missing`: the scope that the service key lacks. */
  scope?: string | undefined;
  cause?: unknown;
}

/** Every error of this package. */
export class RaqamError extends Error {
  override readonly name = 'RaqamError';
  readonly code: RaqamErrorCode;
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;
  readonly fields: Record<string, string>;
  readonly scope: string | undefined;

  constructor(code: RaqamErrorCode, message: string, { status, retryAfter, fields = {}, scope, cause }: Details = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
    this.fields = fields;
    this.scope = scope;
  }
}
