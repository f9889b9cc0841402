export { createRaqam, type Raqam, type RaqamOptions } from './create-raqam.ts';
export { RaqamError, type RaqamErrorCode } from './raqam-error.ts';
export type { EventFilter, RaqamEvent, RaqamSession, RaqamUser, UserKey } from './server-api.types.ts';
export type { ProvedPhone, SignedInUser } from './verify-token.ts';
export { verifyWebhook, type WebhookEvent } from './verify-webhook.ts';
