import type { ChallengeState } from '@raqam/shared/contract/challenges';
import type { Database } from '../../../database/database.ts';
import { subjects } from '../../../limits/budgets.ts';
import { describeState } from '../describe-state.ts';
import { decideOpenedChallenge, findDecided } from './bot-press.queries.ts';

export interface Decision {
  id: string;
  telegramId: number;
  choice: 'approved' | 'declined' | 'wrong_number';
}

/**
 * Decides a challenge for the Telegram user who opened it. Only the first decision counts.
 *
 * @returns the state after it, and the IP that started the challenge if this decision refused it; undefined if this
 * user has no such challenge
 */
export async function decideChallenge(
  db: Database,
  { id, telegramId, choice }: Decision,
): Promise<{ state: ChallengeState; refusedIp?: string } | undefined> {
  const args = { id, telegram_id: telegramId };
  const budget = subjects.refusedCards(telegramId);
  const [decided] = await db.run(decideOpenedChallenge, { ...args, state: choice, refused_cards: budget });
  if (decided) {
    const state = describeState({ ...decided, is_expired: false });
    return state === 'approved' ? { state } : { state, refusedIp: decided.ip };
  }
  const [found] = await db.run(findDecided, args);
  return found && { state: describeState(found) };
}
