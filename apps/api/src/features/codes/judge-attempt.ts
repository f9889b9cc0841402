import { timingSafeEqual } from 'node:crypto';
import { ATTEMPTS_PER_CODE } from '../../policy.ts';

/** A number's newest code, in the state by which an attempt is judged. */
export interface HeldCode {
  /** null: replaced */
  digest: Buffer | null;
  is_used: boolean;
  /** Used so recently that the same client may get the same session again. */
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
  by_known_device: boolean;
  tries: number;
  failures: number;
}

export type Verdict =
  | { kind: 'right' }
  /** The right code, redeemed just now: the answer may have been lost. */
  | { kind: 'repeated' }
  /** A failed attempt at a live code; `attemptsLeft` is how many more the code survives. */
  | { kind: 'wrong'; counted: CountedAttempt; attemptsLeft: number }
  /** Failed attempts made the code void: even the right code is no longer compared. */
  | { kind: 'void' }
  /** There is no live code. */
  | { kind: 'no-code' }
  | { kind: 'expired' }
  | { kind: 'locked'; seconds: number };

/**
 * Judges an attempt with `digest`. Only the right code is told to have expired. Attempts at a void code do not count
 * against the number: nothing is compared any more, so counting them would only lock the owner out.
 */
export function judgeAttempt(code: HeldCode | undefined, digest: Buffer): Verdict {
  if (code === undefined) return { kind: 'no-code' };
  const { locked_for: lockedFor, digest: held, by_known_device, tries, failures } = code;
  if (held !== null && code.is_used && code.is_repeatable && timingSafeEqual(held, digest)) return { kind: 'repeated' };
  if (lockedFor !== null && lockedFor > 0) return { kind: 'locked', seconds: Math.ceil(lockedFor) };
  if (held === null || code.is_used) return { kind: 'no-code' };
  if (tries >= ATTEMPTS_PER_CODE) return code.expired ? { kind: 'no-code' } : { kind: 'void' };
  if (timingSafeEqual(held, digest)) return code.expired ? { kind: 'expired' } : { kind: 'right' };
  if (code.expired) return { kind: 'no-code' };
  return {
    kind: 'wrong',
    counted: { digest: held, by_known_device, tries, failures },
    attemptsLeft: ATTEMPTS_PER_CODE - tries - 1,
  };
}
