import type { ChallengeState } from '../../database/database.types.ts';
import { matchesAny } from '../../keys.ts';
import { type Budget, secondsUntilFree } from '../../limits/budgets.ts';
import { ATTEMPTS_PER_CHALLENGE, FAILED_ATTEMPTS_PER_PHONE } from '../../policy.ts';

/** The facts about a number's newest challenge by which an attempt is judged. */
export interface HeldChallenge {
  digest: Buffer;
  state: ChallengeState;
  /** Collected so recently, by this device, that it may get the same session again. */
  is_repeatable: boolean;
  is_expired: boolean;
}

/** The failed attempts that count for the device of an attempt: those of known devices, or those of all others. */
export interface Failures {
  /** At this challenge. */
  tries: number;
  /** At this number. */
  budget: Budget;
}

export type Verdict =
  | { kind: 'right' }
  /** The right code, redeemed just now: the answer may have been lost. */
  | { kind: 'repeated' }
  /** A failed attempt. `attemptsLeft` is how many more a live code survives; undefined for a used one. */
  | { kind: 'wrong'; attemptsLeft: number | undefined }
  /** Failed attempts made the code void: even the right code is no longer compared. */
  | { kind: 'void' }
  /** There is no live code. */
  | { kind: 'no-code' }
  | { kind: 'expired' }
  | { kind: 'locked'; seconds: number };

/**
 * Judges an attempt with `digests`, those of the entered code under each key. Only the right code is answered with `expired`. Attempts at a void code do not
 * count for the number: nothing is compared any more, so counting them would only lock people out. While a used code
 * may be repeated, failed attempts at it count like those at a live one: otherwise a stranger who knows the device_id
 * could guess without end.
 */
export function judgeAttempt(
  challenge: HeldChallenge,
  { tries, budget }: Failures,
  digests: readonly Buffer[],
): Verdict {
  const lockedFor = secondsUntilFree(budget, FAILED_ATTEMPTS_PER_PHONE);
  if (lockedFor > 0) return { kind: 'locked', seconds: Math.ceil(lockedFor) };
  const isUsed = challenge.state !== 'waiting';
  if (isUsed && !challenge.is_repeatable) return { kind: 'no-code' };
  const isVoid = tries >= ATTEMPTS_PER_CHALLENGE;
  if (isUsed) {
    if (isVoid) return { kind: 'no-code' };
    return matchesAny(challenge.digest, digests) ? { kind: 'repeated' } : { kind: 'wrong', attemptsLeft: undefined };
  }
  if (isVoid) return challenge.is_expired ? { kind: 'no-code' } : { kind: 'void' };
  if (matchesAny(challenge.digest, digests)) return challenge.is_expired ? { kind: 'expired' } : { kind: 'right' };
  if (challenge.is_expired) return { kind: 'no-code' };
  return { kind: 'wrong', attemptsLeft: ATTEMPTS_PER_CHALLENGE - tries - 1 };
}
