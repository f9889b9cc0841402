import type { ChallengeState } from '@raqam/shared/contract/challenges';
import type { Database } from '../../../database/database.ts';
import { subjects } from '../../../limits/budgets.ts';
import { describeState } from '../describe-state.ts';
import { decideOpenedChallenge, findOpened } from './bot-press.queries.ts';

export interface Decision {
  id: string;
  telegramId: number;
  /** Judges the person's choice by the digest of the challenge's nonce. */
  judge(nonceDigest: Buffer): 'approved' | 'declined' | 'wrong_number';
}

/**
 * Decides a challenge for the Telegram user who opened it. Only the first decision counts.
 *
 * @returns the state after it, and the IP that started the challenge if this decision refused it; undefined if this
 * user has no such challenge
 */
export async function decideChallenge(
  db: Database,
  { id, telegramId, judge }: Decision,
): Promise<{ state: ChallengeState; refusedIp?: string } | undefined> {
  const args = { id, telegram_id: telegramId };
  const budget = subjects.refusedCards(telegramId);
  const [opened] = await db.run(findOpened, args);
  if (opened === undefined) return undefined;
  const state = judge(opened.nonce_digest);
  const [decided] = await db.run(decideOpenedChallenge, { ...args, state, refused_cards: budget });
  if (decided) {
    const stored = describeState({ ...decided, is_expired: false });
    return stored === 'approved' ? { state: stored } : { state: stored, refusedIp: decided.ip };
  }
  const [found] = await db.run(findOpened, args);
  return found && { state: describeState(found) };
}
