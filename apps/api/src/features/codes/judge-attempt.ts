import { timingSafeEqual } from 'node:crypto';
import { ATTEMPTS_PER_CODE } from '../../policy.ts';

/** A number's newest code, in the state by which an attempt is judged. */
export interface HeldCode {
  /** null: replaced */
  digest: Buffer | null;
  is_used: boolean;
  /** Used so recently, by this device, that it may get the same session again. */
  is_repeatable: boolean;
  by_known_device: boolean;
  /** Failed attempts at this code. */
  tries: number;
  /** Failed attempts at this number. */
  failures: number;
  expired: boolean;
  /** Seconds until this number is no longer locked; ≤ 0 or null: it is not locked. */
  locked_for: number | null;
}

/** The state in which a failed attempt is counted. */
export interface CountedAttempt {
  digest: Buffer;
  is_used: boolean;
  by_known_device: boolean;
  tries: number;
  failures: number;
}

export type Verdict =
  | { kind: 'right' }
  /** The right code, redeemed just now: the answer may have been lost. */
  | { kind: 'repeated' }
  /** A failed attempt. `attemptsLeft` is how many more a live code survives; undefined for a used one. */
  | { kind: 'wrong'; counted: CountedAttempt; attemptsLeft: number | undefined }
  /** Failed attempts made the code void: even the right code is no longer compared. */
  | { kind: 'void' }
  /** There is no live code. */
  | { kind: 'no-code' }
  | { kind: 'expired' }
  | { kind: 'locked'; seconds: number };

/**
 * Judges an attempt with `digest`. Only the right code is told to have expired. Attempts at a void code do not count
 * against the number: nothing is compared any more, so counting them would only lock the owner out. While a used code
 * may be repeated, failed attempts at it count like those at a live one: otherwise a stranger who knows the device_id
 * could guess without end.
 */
export function judgeAttempt(code: HeldCode | undefined, digest: Buffer): Verdict {
  if (code === undefined) return { kind: 'no-code' };
  const { locked_for: lockedFor, digest: held, is_used: isUsed, by_known_device, tries, failures } = code;
  if (lockedFor !== null && lockedFor > 0) return { kind: 'locked', seconds: Math.ceil(lockedFor) };
  if (held === null || (isUsed && !code.is_repeatable)) return { kind: 'no-code' };
  const counted = { digest: held, is_used: isUsed, by_known_device, tries, failures };
  if (isUsed) {
    if (tries >= ATTEMPTS_PER_CODE) return { kind: 'no-code' };
    return timingSafeEqual(held, digest) ? { kind: 'repeated' } : { kind: 'wrong', counted, attemptsLeft: undefined };
  }
  if (tries >= ATTEMPTS_PER_CODE) return code.expired ? { kind: 'no-code' } : { kind: 'void' };
  if (timingSafeEqual(held, digest)) return code.expired ? { kind: 'expired' } : { kind: 'right' };
  if (code.expired) return { kind: 'no-code' };
  return { kind: 'wrong', counted, attemptsLeft: ATTEMPTS_PER_CODE - tries - 1 };
}
