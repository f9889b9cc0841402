import { logBoth } from '@raqam/service/bilingual';
import type { ServiceScope } from '@raqam/shared/contract/admin';
import type { Captcha, ErrorBody, ErrorCode, FieldProblem, NotReadyReason } from '@raqam/shared/errors';
import { DEFAULT_LANGUAGE, negotiateLanguage } from '@raqam/shared/languages';
import { messages } from '@raqam/shared/messages/messages';
import type { Messages } from '@raqam/shared/messages/messages.types';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { DatabaseUnavailable } from '../database/database.ts';
import { describeDatabaseError } from '../database/database-trouble.ts';
import { Overloaded } from './load/overloaded.ts';

/** The status of every error code. */
export const statuses: Record<ErrorCode, number> = {
  account_disabled: 403,
  admin_required: 403,
  bad_request: 400,
  body_too_large: 413,
  bot_secret_invalid: 403,
  captcha_required: 403,
  challenge_ended: 410,
  challenge_limit: 429,
  challenge_pending: 409,
  challenge_taken: 409,
  change_limit: 429,
  code_cooldown: 429,
  code_expired: 400,
  code_incorrect: 400,
  code_limit: 429,
  contact_required: 409,
  encryption_not_configured: 409,
  headers_too_large: 431,
  host_not_allowed: 400,
  init_data_invalid: 400,
  interaction_changed: 409,
  interaction_ended: 410,
  internal_error: 500,
  method_not_allowed: 405,
  not_found: 404,
  not_ready: 503,
  number_is_test: 409,
  number_recycled: 409,
  number_taken: 409,
  number_unchanged: 409,
  origin_forbidden: 403,
  other_telegram: 403,
  overloaded: 503,
  own_account: 409,
  passkey_invalid: 400,
  passkey_limit: 409,
  phone_conflict: 409,
  phone_invalid: 400,
  phone_not_supported: 400,
  phone_not_verified: 409,
  proof_required: 403,
  request_timeout: 408,
  scope_missing: 403,
  service_key_invalid: 401,
  session_invalid: 401,
  sms_required: 409,
  sms_unavailable: 503,
  telegram_login_unavailable: 503,
  too_many_attempts: 429,
  unsupported_media_type: 415,
  validation_failed: 400,
};

/** Seconds until a retry, for a 503. */
const RETRY_AFTER_UNAVAILABLE = 5;
/** The same for `overloaded`: a queue that is full is empty again within a second. */
const RETRY_AFTER_OVERLOADED = 2;

interface Details {
  fields?: Record<string, FieldProblem>;
  /** Seconds; every 429 has it. */
  retryAfter?: number;
  /** Of `not_ready`. */
  reason?: NotReadyReason;
  /** Of `scope_missing`: the scope that the service key lacks. */
  scope?: ServiceScope;
  /** Of `method_not_allowed`: the methods that the path has. */
  allow?: string;
  /** Of `code_incorrect`: how many more failed attempts the code survives. */
  attemptsLeft?: number;
  /** Of `sms_unavailable`: the SMS may arrive. */
  delivery?: 'unknown';
  /** Of `captcha_required`. */
  captcha?: Captcha;
}

/** Ends a request with an error; the error handler answers with it. */
export class RequestError extends Error {
  readonly code: ErrorCode;
  readonly details: Details;
  constructor(code: ErrorCode, details: Details = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** The error for a domain function's refusal. */
export function refusal({
  error,
  retryAfter,
  attemptsLeft,
  delivery,
}: { error: ErrorCode } & Pick<Details, 'retryAfter' | 'attemptsLeft' | 'delivery'>): RequestError {
  return new RequestError(error, {
    ...(retryAfter !== undefined && { retryAfter }),
    ...(attemptsLeft !== undefined && { attemptsLeft }),
    ...(delivery !== undefined && { delivery }),
  });
}

/** Answers with an error, in the request's language and the one shape. */
export function sendError(
  reply: FastifyReply,
  code: ErrorCode,
  { fields, retryAfter, reason, scope, allow, attemptsLeft, delivery, captcha }: Details = {},
): FastifyReply {
  reply.request.errorCode = code;
  const texts = messages[negotiateLanguage(reply.request.headers['accept-language'])];
  const body = describe(code, chooseText(texts, code, { attemptsLeft, delivery }));
  if (attemptsLeft !== undefined) body.error.attempts_left = attemptsLeft;
  if (delivery !== undefined) body.error.delivery = delivery;
  if (captcha) body.error.captcha = captcha;
  if (fields) {
    body.error.fields = Object.fromEntries(
      Object.entries(fields).map(([name, problem]) => [name, texts.fields[problem]]),
    );
  }
  if (reason) body.error.reason = reason;
  if (scope) body.error.scope = scope;
  const wait = retryAfter ?? (statuses[code] === 503 ? RETRY_AFTER_UNAVAILABLE : undefined);
  if (wait !== undefined) {
    body.error.retry_after = wait;
    reply.header('retry-after', wait);
  }
  if (allow !== undefined) reply.header('allow', allow);
  if (statuses[code] === 401 || scope) reply.header('www-authenticate', writeChallenge(reply.request, scope));
  return reply.code(statuses[code]).type('application/json; charset=utf-8').send(JSON.stringify(body));
}

/** The text of an error; attempts left, delivery or reason make it more exact. */
function chooseText(
  { errors, attemptsLeft: describeAttemptsLeft, smsMayArrive }: Messages,
  code: ErrorCode,
  { attemptsLeft, delivery }: { attemptsLeft: number | undefined; delivery: 'unknown' | undefined },
): string {
  if (attemptsLeft !== undefined) return describeAttemptsLeft(attemptsLeft);
  return delivery === undefined ? errors[code] : smsMayArrive;
}

function describe(code: ErrorCode, message: string): ErrorBody {
  return { error: { code, message }, detail: message };
}

/** RFC 6750 §3: without a token in the request the challenge names no error. */
function writeChallenge({ headers: { authorization } }: FastifyRequest, scope: ServiceScope | undefined): string {
  if (scope) return `Bearer realm="raqam", error="insufficient_scope", scope="${scope}"`;
  return authorization === undefined ? 'Bearer realm="raqam"' : 'Bearer realm="raqam", error="invalid_token"';
}

/** The answer to bytes that never became a request, in the default language. */
export function writeError(code: ErrorCode): { status: number; body: string } {
  return { status: statuses[code], body: JSON.stringify(describe(code, messages[DEFAULT_LANGUAGE].errors[code])) };
}

/** Fastify's own errors, as codes of the contract. */
const frameworkErrors: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
};

/** The only place that turns errors into answers. Clients learn nothing about an unexpected one. */
export function answerError(
  error: FastifyError | RequestError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof RequestError) return sendError(reply, error.code, error.details);
  if (error instanceof Overloaded) return sendError(reply, 'overloaded', { retryAfter: RETRY_AFTER_OVERLOADED });
  if (error instanceof DatabaseUnavailable) {
    const { reason, fix } = describeDatabaseError(error);
    logBoth(request.log, 'error', fix, { reason });
    return sendError(reply, 'not_ready');
  }
  const known = frameworkErrors[error.code];
  if (known) return sendError(reply, known);
  const { statusCode = 500 } = error as FastifyError; // errors of other kinds have none
  if (statusCode >= 400 && statusCode < 500) return sendError(reply, 'bad_request');
  // PostgreSQL's details quote values, so the message and the stack are all that is logged
  request.log.error({ reason: error.message, stack: error.stack }, 'A request failed unexpectedly');
  return sendError(reply, 'internal_error');
}
