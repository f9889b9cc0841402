import type { PhoneRefusal } from './phone.ts';

/** Every error that the API can answer with, and no other. The texts are in `messages/`, the statuses in the API. */
export type ErrorCode =
  | 'account_disabled'
  | 'bad_request'
  | 'body_too_large'
  | 'bot_secret_invalid'
  | 'code_cooldown'
  | 'code_expired'
  | 'code_incorrect'
  | 'code_limit'
  | 'contact_required'
  | 'encryption_not_configured'
  | 'headers_too_large'
  | 'host_not_allowed'
  | 'internal_error'
  | 'method_not_allowed'
  | 'not_found'
  | 'not_ready'
  | 'origin_forbidden'
  | 'phone_conflict'
  | 'phone_invalid'
  | 'phone_not_supported'
  | 'phone_not_verified'
  | 'request_timeout'
  | 'session_invalid'
  | 'sms_unavailable'
  | 'too_many_attempts'
  | 'unsupported_media_type'
  | 'validation_failed';

/** What can be wrong with one field of a body. */
export type FieldProblem = 'required' | 'invalid' | 'too_long' | 'unknown' | `phone_${PhoneRefusal}`;

/**
 * Why the API is not ready: it can't reach its database, the database lacks a migration or takes no writes, or the
 * process ends.
 */
export type NotReadyReason = 'database' | 'migrations' | 'read_only' | 'closing';

/** The one shape of every error answer. */
export interface ErrorBody {
  error: {
    code: ErrorCode;
    message: string;
    fields?: Record<string, string>;
    /** Seconds; with every 429 and 503, the same as the `Retry-After` header. */
    retry_after?: number;
    /** With `code_incorrect`: how many wrong tries the code still survives. 0: the code is void, get a new one. */
    attempts_left?: number;
    /** With `sms_unavailable`: the gateway did not say what became of the SMS. It may arrive, and its code would work. */
    delivery?: 'unknown';
    /** With `not_ready` at /readyz. */
    reason?: NotReadyReason;
  };
  /** Repeats `error.message`, for clients of the systems that this one replaces. */
  detail: string;
}
