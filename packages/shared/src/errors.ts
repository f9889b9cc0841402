import type { PhoneRefusal } from './phone.ts';

/** Every error code of the API. The texts are in `messages/`, the statuses in the API. */
export type ErrorCode =
  | 'account_disabled'
  | 'admin_required'
  | 'bad_request'
  | 'body_too_large'
  | 'bot_secret_invalid'
  | 'captcha_required'
  | 'challenge_ended'
  | 'challenge_limit'
  | 'challenge_pending'
  | 'challenge_taken'
  | 'change_limit'
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
  | 'number_recycled'
  | 'number_taken'
  | 'number_unchanged'
  | 'origin_forbidden'
  | 'other_telegram'
  | 'overloaded'
  | 'own_account'
  | 'passkey_invalid'
  | 'passkey_limit'
  | 'phone_conflict'
  | 'phone_invalid'
  | 'phone_not_supported'
  | 'phone_not_verified'
  | 'proof_required'
  | 'request_timeout'
  | 'scope_missing'
  | 'service_key_invalid'
  | 'session_invalid'
  | 'sms_required'
  | 'sms_unavailable'
  | 'telegram_login_unavailable'
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

/**
 * What a request costs while too many of its kind come (docs/abuse.md). `altcha`: a proof of work, as altcha.org describes
 * it. The others: a token that their script gives for the site's key. The next request brings the result as `captcha`.
 */
export type Captcha =
  | { kind: 'altcha'; challenge: { parameters: Record<string, unknown>; signature: string } }
  | { kind: 'turnstile' | 'hcaptcha'; site_key: string };

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
    /** With `captcha_required`. */
    captcha?: Captcha;
    /** With `scope_missing`: the scope that the service key lacks. */
    scope?: string;
    /** With `not_ready` at /readyz. */
    reason?: NotReadyReason;
  };
  /** Repeats `error.message`, for clients of the earlier systems. */
  detail: string;
}
