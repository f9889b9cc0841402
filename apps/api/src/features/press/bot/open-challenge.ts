import { type Database, untilUnchanged } from '../../../database/database.ts';
import type { RowsOf } from '../../../database/prepare.ts';
import { budgetOf, subjects } from '../../../limits/budgets.ts';
import { endTakenChallenge, findLinkedChallenge, openLinkedChallenge } from './bot-press.queries.ts';
import { judgeOpening } from './judge-opening.ts';

/** A Telegram user who opened the link of a challenge. */
export interface Opener {
  telegramId: number;
  firstName: string;
  lastName: string;
}

export type Opened =
  | { ok: true; linked: Omit<RowsOf<typeof findLinkedChallenge>, 'budgets'> }
  | { ok: false; error: 'not_found' | 'challenge_taken' | 'challenge_ended' | 'other_telegram' }
  /** Seconds. */
  | { ok: false; error: 'challenge_limit'; retryAfter: number };

/**
 * Gives the challenge of a link to the first Telegram user who opens it; a second one ends it.
 *
 * @param nonceDigests of the link's nonce, under each key
 */
export function openChallenge(db: Database, nonceDigests: readonly Buffer[], opener: Opener): Promise<Opened> {
  const { telegramId } = opener;
  const refusedCards = subjects.refusedCards(telegramId);
  return untilUnchanged(async () => {
    const found = { nonce_digests: nonceDigests, telegram_id: telegramId, refused_cards: refusedCards };
    const [row] = await db.run(findLinkedChallenge, found);
    if (row === undefined) return { ok: false, error: 'not_found' };
    const { budgets, ...linked } = row;
    // the link of a change is of use to its account's own Telegram only, whoever else opens it
    if (linked.is_foreign) return { ok: false, error: 'other_telegram' };
    const verdict = judgeOpening(linked, telegramId, budgetOf(budgets, refusedCards));
    switch (verdict.kind) {
      case 'ended':
        return { ok: false, error: 'challenge_ended' };
      case 'wait':
        return { ok: false, error: 'challenge_limit', retryAfter: verdict.seconds };
      case 'take': {
        const [taken] = await db.run(endTakenChallenge, { id: linked.id, telegram_id: telegramId });
        return taken && { ok: false, error: 'challenge_taken' };
      }
      case 'show':
        return { ok: true, linked };
      case 'open': {
        const [opened] = await db.run(openLinkedChallenge, {
          id: linked.id,
          telegram_id: telegramId,
          first_name: opener.firstName,
          last_name: opener.lastName,
          can_approve: linked.can_approve,
        });
        return opened && { ok: true, linked };
      }
    }
  });
}
