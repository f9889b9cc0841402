import type { Database } from '../../../database/database.ts';
import { subjects } from '../../../limits/budgets.ts';
import { findRemembered } from '../../sessions/sessions.queries.ts';
import { pushWaitingCard } from './push-card.queries.ts';

/**
 * Shows the card of a challenge to the account that was signed in last in its browser.
 *
 * @param sessionId of the cookie by which the browser is remembered
 * @returns whether that account is still remembered; and until when its person may decide, if they are shown the card
 */
export async function continueAs(
  db: Database,
  id: string,
  sessionId: string,
): Promise<{ isRemembered: boolean; openedUntil?: Date | undefined }> {
  const [account] = await db.run(findRemembered, { session_id: sessionId });
  if (!account) return { isRemembered: false };
  const { telegram_id } = account;
  if (telegram_id === null) return { isRemembered: true };
  const [pushed] = await db.run(pushWaitingCard, {
    id,
    session_id: sessionId,
    telegram_id,
    refused_cards: subjects.refusedCards(telegram_id),
    pushed_cards: subjects.pushedCards(telegram_id),
  });
  return { isRemembered: true, openedUntil: pushed?.expires_at };
}
