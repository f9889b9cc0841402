import type { ChallengeState as ShownState } from '@raqam/shared/contract/challenges';
import type { ChallengeState } from '../../database/database.types.ts';

/**
 * The state of a challenge as clients see it. One that was used up without opening an account is over, like an expired
 * one.
 */
export function describeState({ state, is_expired }: { state: ChallengeState; is_expired: boolean }): ShownState {
  if (state === 'refused') return 'expired';
  const isUndecided = state === 'waiting' || state === 'opened' || state === 'approved';
  return isUndecided && is_expired ? 'expired' : state;
}
