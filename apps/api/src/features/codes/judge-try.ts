import { timingSafeEqual } from 'node:crypto';
import { TRIES_PER_CODE } from '../../policy.ts';

/** A number's newest code, in the state that a try is judged by. */
export interface HeldCode {
  /** null: replaced */
  digest: Buffer | null;
  is_used: boolean;
  /** Used so short ago, by this device, that it may be told the same session again. */
  is_repeatable: boolean;
  by_known_device: boolean;
  tries: number;
  failures: number;
  expired: boolean;
  /** Seconds until this number may be tried again; ≤ 0 or null when it may be now. */
  locked_for: number | null;
}

/** The state that a failed attempt is counted in. */
export interface CountedTry {
  digest: Buffer;
  is_used: boolean;
  by_known_device: boolean;
  tries: number;
  failures: number;
}

export type Verdict =
  | { kind: 'right' }
  /** The right code, just used up: the answer may have been lost. */
  | { kind: 'repeated' }
  /** A wrong try that counts. `attemptsLeft` is how many more a live code survives; undefined for a used one. */
  | { kind: 'wrong'; counted: CountedTry; attemptsLeft: number | undefined }
  /** Wrong tries have killed the code: not even the right one is compared any more. */
  | { kind: 'void' }
  /** There is no live code to compare with. */
  | { kind: 'no-code' }
  | { kind: 'expired' }
  | { kind: 'locked'; seconds: number };

/**
 * Judges a try with `digest`. Expiry is told only for the right code. Tries at a void code are not counted against
 * the number: nothing is compared any more, so they would only lock its owner out. While a used code may be repeated,
 * tries at it count like those at a live one: a stranger who knows the device_id could guess without end otherwise.
 */
export function judgeTry(code: HeldCode | undefined, digest: Buffer): Verdict {
  if (code === undefined) return { kind: 'no-code' };
  const { locked_for: lockedFor, digest: held, is_used: isUsed, by_known_device, tries, failures } = code;
  if (lockedFor !== null && lockedFor > 0) return { kind: 'locked', seconds: Math.ceil(lockedFor) };
  if (held === null || (isUsed && !code.is_repeatable)) return { kind: 'no-code' };
  const counted = { digest: held, is_used: isUsed, by_known_device, tries, failures };
  if (isUsed) {
    if (tries >= TRIES_PER_CODE) return { kind: 'no-code' };
    return timingSafeEqual(held, digest) ? { kind: 'repeated' } : { kind: 'wrong', counted, attemptsLeft: undefined };
  }
  if (tries >= TRIES_PER_CODE) return code.expired ? { kind: 'no-code' } : { kind: 'void' };
  if (timingSafeEqual(held, digest)) return code.expired ? { kind: 'expired' } : { kind: 'right' };
  if (code.expired) return { kind: 'no-code' };
  return { kind: 'wrong', counted, attemptsLeft: TRIES_PER_CODE - tries - 1 };
}
