import { createHmac, type KeyObject, randomBytes, randomUUIDv7 } from 'node:crypto';
import type { KeyRing } from '../../keys.ts';

const SECRET_BYTES = 32;
const NONCE_BYTES = 16;
const FIRST_NUMBER = 10;
const LAST_NUMBER = 99;
const CHOICES = 3;

/**
 * A new challenge that is bound to a browser. Its secret, which only the browser has, collects the session; the nonce,
 * which is in the link, only shows a card. They are digested differently, so neither works as the other.
 */
export interface NewBoundChallenge {
  id: string;
  secret: string;
  nonce: string;
  secret_digest: Buffer;
  nonce_digest: Buffer;
}

/** Makes the id of a browser's challenge, its secret, the nonce of its link, and the digests by which both are found. */
export function newBoundChallenge(key: KeyObject): NewBoundChallenge {
  const id = randomUUIDv7();
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const nonce = deriveNonce(key, id);
  return {
    id,
    secret,
    nonce,
    secret_digest: digestSecret(key, secret),
    nonce_digest: digestNonce(key, nonce),
  };
}

/** The form in which a challenge's secret is stored. */
export function digestSecret(key: KeyObject, secret: string): Buffer {
  return mac(key, `secret:${secret}`);
}

/** The form in which the nonce of a link is stored. */
export function digestNonce(key: KeyObject, nonce: string): Buffer {
  return mac(key, `nonce:${nonce}`);
}

/** Derived from the id, so that the key that made a challenge is told by the digest of its nonce. */
function deriveNonce(key: KeyObject, challengeId: string): string {
  return mac(key, `link:${challengeId}`).subarray(0, NONCE_BYTES).toString('base64url');
}

/** The key that made a challenge: its numbers must not change while SECRET_KEY is replaced. */
export function keyOfChallenge(
  [newest, previous]: KeyRing,
  { id, nonce_digest }: { id: string; nonce_digest: Buffer },
): KeyObject {
  const isOfPrevious = previous && digestNonce(previous, deriveNonce(previous, id)).equals(nonce_digest);
  return isOfPrevious ? previous : newest;
}

/**
 * Derives the number that the page shows, and the three numbers of the card with it among them: always the same for one
 * challenge, so they are stored nowhere.
 */
export function deriveNumbers(key: KeyObject, challengeId: string): { number: string; choices: string[] } {
  const bytes = mac(key, `numbers:${challengeId}`);
  const numbers = Array.from({ length: LAST_NUMBER - FIRST_NUMBER + 1 }, (_, index) => FIRST_NUMBER + index);
  // 32 random bits each: no number is noticeably more likely than another
  const choices = Array.from({ length: CHOICES }, (_, draw) => {
    const [drawn = FIRST_NUMBER] = numbers.splice(bytes.readUInt32BE(draw * 4) % numbers.length, 1);
    return String(drawn);
  });
  const number = choices[bytes.readUInt32BE(CHOICES * 4) % CHOICES] ?? '';
  return { number, choices };
}

/** The challenge of WebAuthn that a passkey signs to sign in by this challenge: it is of use once, like this challenge. */
export function derivePasskeyChallenge(key: KeyObject, challengeId: string): string {
  return mac(key, `passkey:${challengeId}`).toString('base64url');
}

function mac(key: KeyObject, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
