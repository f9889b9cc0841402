import { createHmac, type KeyObject, randomBytes, randomInt } from 'node:crypto';
import { CODE_LENGTH } from '@raqam/shared/code';
import type { Phone } from '@raqam/shared/phone';

export type Channel = 'telegram' | 'sms';

const SEED_LENGTH = 16;
/** 48 random bits modulo a million: no code is noticeably more likely than another. */
const BYTES_FOR_CODE = 6;

/** A new code: digits from a secure random source, zero-padded. */
export function generateCode(): string {
  return format(randomInt(10 ** CODE_LENGTH));
}

/** A random seed from which a code is derived. The database keeps it: without the key it reveals nothing. */
export function generateSeed(): Buffer {
  return randomBytes(SEED_LENGTH);
}

/** Derives the code of a seed. It is always the same, so it can be sent again without being stored. */
export function deriveCode(key: KeyObject, seed: Buffer): string {
  const mac = createHmac('sha256', key).update('derive:').update(seed).digest();
  return format(mac.readUIntBE(0, BYTES_FOR_CODE) % 10 ** CODE_LENGTH);
}

/**
 * The digest of a code that the database keeps: HMAC-SHA-256 under a key of its own, over channel, phone and code.
 * Without the key a stolen database does not allow trying the million codes. A code works for its own number only.
 */
export function digestCode(key: KeyObject, channel: Channel, phone: Phone, code: string): Buffer {
  return createHmac('sha256', key).update(`${channel}:${phone}:${code}`).digest();
}

/** Names the bot's request with `requestId` for one number: with another number it is another request. */
export function nameRequest(key: KeyObject, phone: Phone, requestId: string): string {
  return createHmac('sha256', key).update(`request:${phone}:${requestId}`).digest('base64url');
}

function format(number: number): string {
  return String(number).padStart(CODE_LENGTH, '0');
}
