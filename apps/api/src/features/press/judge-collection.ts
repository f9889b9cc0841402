import type { ChallengeState } from '../../database/database.types.ts';

/** The facts about a challenge by which its collection is judged. */
export interface Collectable {
  state: ChallengeState;
  is_expired: boolean;
  /** Collected so recently that the same answer is given again. */
  is_repeatable: boolean;
}

/** Judges a collection by the browser that has the secret. `repeat`: the answer to an earlier one may have been lost. */
export function judgeCollection({ state, is_expired, is_repeatable }: Collectable) {
  if (state === 'collected') return is_repeatable ? 'repeat' : 'ended';
  if (is_expired) return 'ended';
  if (state === 'waiting' || state === 'opened') return 'pending';
  return state === 'approved' ? 'collect' : 'ended';
}
