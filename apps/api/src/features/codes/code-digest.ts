import { createHmac, type KeyObject, randomInt } from 'node:crypto';
import type { Phone } from '@raqam/shared/phone';
import { CODE_LENGTH } from '../../policy.ts';

export type Channel = 'telegram' | 'sms';

/** A new code: digits from a secure random source, zero-padded. */
export function generateCode(): string {
  return String(randomInt(10 ** CODE_LENGTH)).padStart(CODE_LENGTH, '0');
}

/**
 * What the database keeps of a code: HMAC-SHA-256 under a key of its own, over channel, phone and code. Who
 * reads the database without the key can't try the million codes, and a code is good for its number alone.
 */
export function digestCode(key: KeyObject, channel: Channel, phone: Phone, code: string): Buffer {
  return createHmac('sha256', key).update(`${channel}:${phone}:${code}`).digest();
}
