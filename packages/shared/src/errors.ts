import type { PhoneRefusal } from './phone.ts';

/** Every error code of the API. The texts are in `messages/`, the statuses in the API. */
export type ErrorCode =
  | 'account_disabled'
  | 'admin_required'
  | 'bad_request'
  | 'body_too_large'
  | 'bot_secret_invalid'
  | 'challenge_ended'
  | 'challenge_limit'
  | 'challenge_pending'
  | 'challenge_taken'
  | 'code_cooldown'
  | 'code_expired'
  | 'code_incorrect'
  | 'code_limit'
  | 'contact_required'
  | 'encryption_not_configured'
  | 'headers_too_large'
  | 'host_not_allowed'
  | 'init_data_invalid'
  | 'interaction_changed'
  | 'interaction_ended'
  | 'internal_error'
  | 'method_not_allowed'
  | 'not_found'
  | 'not_ready'
  | 'number_is_test'
  | 'origin_forbidden'
  | 'overloaded'
  | 'own_account'
  | 'phone_conflict'
  | 'phone_invalid'
  | 'phone_not_supported'
  | 'phone_not_verified'
  | 'proof_required'
  | 'request_timeout'
  | 'scope_missing'
  | 'service_key_invalid'
  | 'session_invalid'
  | 'sms_unavailable'
  | 'too_many_attempts'
  | 'unsupported_media_type'
  | 'validation_failed';

/** The problems that one field of a body can have. */
export type FieldProblem = 'required' | 'invalid' | 'too_long' | 'unknown' | 'taken' | `phone_${PhoneRefusal}`;

/**
 * Why the API is not ready: it can't reach its database, a pooler before it loses prepared statements, the database
 * lacks a migration or refuses writes, or the process is shutting down.
 */
export type NotReadyReason = 'database' | 'pooler' | 'migrations' | 'read_only' | 'closing';

/** The one shape of every error answer. */
export interface ErrorBody {
  error: {
    code: ErrorCode;
    message: string;
    fields?: Record<string, string>;
    /** Seconds; with every 429 and 503, the same as the `Retry-After` header. */
    retry_after?: number;
    /** With `code_incorrect`: how many more failed attempts the code survives; 0: it is void. */
    attempts_left?: number;
    /** With `sms_unavailable`: the gateway did not say whether it sent the SMS. If it arrives, its code works. */
    delivery?: 'unknown';
    /** With `scope_missing`: the scope that the service key lacks. */
    scope?: string;
    /** With `not_ready` at /readyz. */
    reason?: NotReadyReason;
  };
  /** Repeats `error.message`, for clients of the earlier systems. */
  detail: string;
}
