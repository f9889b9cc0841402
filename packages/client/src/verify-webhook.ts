import { createHmac, timingSafeEqual } from 'node:crypto';
import { RaqamError } from './raqam-error.ts';

/** The content of a webhook. */
export interface WebhookEvent {
  /** Of the delivery: the same when it is sent again, so that it can be handled once. */
  id: string;
  /** docs/events.md of Raqam. Ignore types that you do not know: more are added. */
  type: string;
  /** ISO 8601, UTC. */
  timestamp: string;
  data: Record<string, unknown>;
}

/** Those of Node.js, Express and Fastify, or those of a `Request`. */
type WebhookHeaders = { get(name: string): string | null } | Record<string, string | string[] | undefined>;

/** A signature is as old as its delivery; clocks may differ. Standard Webhooks: five minutes. */
const TOLERANCE_SECONDS = 5 * 60;

/**
 * Verifies a webhook (Standard Webhooks) and reads it. Throws RaqamError `signature_invalid`.
 *
 * @param rawBody the bytes as they came: not parsed, not written anew
 * @param secrets `whsec_…`; both while one replaces the other
 */
export function verifyWebhook(
  headers: WebhookHeaders,
  rawBody: string | Uint8Array,
  secrets: string | readonly string[],
): WebhookEvent {
  const id = readHeader(headers, 'webhook-id');
  const timestamp = readHeader(headers, 'webhook-timestamp');
  const signatures = readHeader(headers, 'webhook-signature').split(' ');
  const age = Date.now() / 1000 - Number(timestamp);
  if (!/^\d+$/.test(timestamp) || Math.abs(age) > TOLERANCE_SECONDS) throw refuse('The webhook is too old');
  const expected = [secrets].flat().map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    if (key.length === 0) throw new TypeError('A secret of webhooks is whsec_ and base64');
    return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest();
  });
  const given = signatures.flatMap((signature) => {
    const [version, value = ''] = signature.split(',', 2);
    return version === 'v1' ? [Buffer.from(value, 'base64')] : [];
  });
  const isGenuine = given.some((one) => expected.some((other) => isEqual(one, other)));
  if (!isGenuine) throw refuse('The webhook’s signature is wrong');
  const body: Omit<WebhookEvent, 'id'> = JSON.parse(Buffer.from(rawBody).toString());
  return { id, ...body };
}

function readHeader(headers: WebhookHeaders, name: string): string {
  const value = typeof headers.get === 'function' ? headers.get(name) : (headers as Record<string, unknown>)[name]; // else it is a record
  if (typeof value !== 'string') throw refuse(`The header ${name} is missing`);
  return value;
}

function isEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function refuse(message: string): RaqamError {
  return new RaqamError('signature_invalid', message);
}
