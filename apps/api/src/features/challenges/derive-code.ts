import { createHmac, type KeyObject, randomUUIDv7 } from 'node:crypto';
import { CODE_LENGTH } from '@raqam/shared/code';
import type { Phone } from '@raqam/shared/phone';
import type { Channel } from '../../database/database.types.ts';
import { forEachKey, type KeyRing } from '../../keys.ts';

/** 48 random bits modulo a million: no code is noticeably more likely than another. */
const BYTES_FOR_CODE = 6;

/** A new challenge: its id, its code, and the digest of the code that the database stores. */
export interface NewChallenge {
  id: string;
  code: string;
  digest: Buffer;
}

/** Makes a challenge for a number; by default with a new id, which is time-ordered and has 74 random bits. */
export function newChallenge(
  key: KeyObject,
  channel: Channel,
  phone: Phone,
  id: string = randomUUIDv7(),
): NewChallenge {
  const code = deriveCode(key, id);
  return { id, code, digest: digestCode(key, channel, phone, code) };
}

/**
 * Derives the code of a challenge: six digits of HMAC-SHA-256 over its id. A challenge always has the same
 * code, so every retry carries it, and it is stored nowhere.
 */
export function deriveCode(key: KeyObject, challengeId: string): string {
  const mac = createHmac('sha256', key).update(`derive:${challengeId}`).digest();
  return String(mac.readUIntBE(0, BYTES_FOR_CODE) % 10 ** CODE_LENGTH).padStart(CODE_LENGTH, '0');
}

/**
 * The digest of a code that the database keeps: HMAC-SHA-256 under a key of its own, over channel, phone and code.
 * Without the key a stolen database does not allow trying the million codes. A code works for its own number only.
 */
export function digestCode(key: KeyObject, channel: Channel, phone: Phone, code: string): Buffer {
  return createHmac('sha256', key).update(`${channel}:${phone}:${code}`).digest();
}

/**
 * The code that a browser's challenge sends to a number, over whatever channel. Each number gets another: with one code
 * for all numbers of a challenge, people could have it sent to their own number and use it for somebody else's.
 *
 * `bySmsAlone`: another code, which Telegram Gateway never carries, for an account that its codes don't open.
 */
export function deriveBoundCode(
  key: KeyObject,
  phone: Phone,
  id: string,
  { bySmsAlone }: { bySmsAlone: boolean },
): NewChallenge {
  const code = deriveCode(key, `${id}:${phone}${bySmsAlone ? ':sms' : ''}`);
  return { id, code, digest: digestBoundCode(key, phone, code) };
}

/** The digest of a code that a browser's challenge has sent: the same for all channels, since the code is. */
export function digestBoundCode(key: KeyObject, phone: Phone, code: string): Buffer {
  return digestCode(key, 'sms', phone, code); // as before there were several channels: live codes stay valid
}

/**
 * Makes a challenge again under the key that made it, which is told by the digest that the database stores: so a live
 * code stays the same while SECRET_KEY is replaced. With another digest it is made under the newest key.
 */
export function remakeChallenge(
  keys: KeyRing,
  stored: Buffer | null,
  make: (key: KeyObject) => NewChallenge,
): NewChallenge {
  const made = forEachKey(keys, make);
  return made.find(({ digest }) => stored?.equals(digest)) ?? made[0];
}

/** Names a request of the bot, by its `requestId` and its number: with another number it is another request. */
export function nameRequest(key: KeyObject, phone: Phone, requestId: string): string {
  return createHmac('sha256', key).update(`request:${phone}:${requestId}`).digest('base64url');
}
