import { type RawBuilder, sql } from 'kysely';
import { interval } from '../../../database/interval.ts';
import { prepare } from '../../../database/prepare.ts';
import { isSpent, spendWithinLimits } from '../../../limits/budgets.ts';
import { CHALLENGE_LIFETIME, PUSHED_CARDS_PER_TELEGRAM_ID, REFUSED_CARDS_PER_TELEGRAM_ID } from '../../../policy.ts';
import { notifyAlert, notifyChange } from '../../events/notify.ts';
import { cardColumns, selectCard } from '../card.ts';

/** A browser's challenge, and the person who is shown its card. */
export interface Push {
  id: string;
  telegram_id: number;
  /** The subjects of the person's budgets. */
  refused_cards: string;
  pushed_cards: string;
}

/**
 * SQL, common table expressions: gives a browser's challenge to a Telegram user as if they had opened its link, and has
 * the bot show them its card unasked. Where `pushed` has no row nothing is written: the challenge is not `isLive`, the
 * person has blocked the bot, refused too many cards, or was shown too many unasked. The link of the challenge works
 * either way.
 */
export function pushCard(
  args: Push,
  isLive: RawBuilder<boolean>,
  remembered: RawBuilder<unknown> = sql`NULL`,
): RawBuilder<unknown> {
  return sql`
    due AS MATERIALIZED (
      SELECT id FROM challenges
      WHERE id = ${args.id} AND secret_digest IS NOT NULL AND ${isLive} AND expires_at > now()
        AND NOT ${isSpent(args.refused_cards, REFUSED_CARDS_PER_TELEGRAM_ID)}
        AND NOT EXISTS (
          SELECT FROM telegram_chats WHERE telegram_id = ${args.telegram_id} AND blocked_at IS NOT NULL
        )
      FOR UPDATE
    ), counted_push AS (
      ${spendWithinLimits({ subject: args.pushed_cards, limits: PUSHED_CARDS_PER_TELEGRAM_ID }, sql`due`)}
    ), pushed AS (
      UPDATE challenges
      SET state = 'opened', channel = 'telegram', telegram_id = ${args.telegram_id}, proof = 'approval',
        session_id = ${remembered}, expires_at = now() + ${interval(CHALLENGE_LIFETIME.opened)}
      WHERE id = (SELECT id FROM due) AND EXISTS (SELECT FROM counted_push)
      RETURNING id, site, ip, user_agent, expires_at, ${notifyChange}
    ), told AS (
      INSERT INTO alerts (kind, telegram_id, user_id, challenge_id, site, ip, user_agent)
      SELECT 'card', telegram_id, users.id, pushed.id, site, ip, user_agent
      FROM pushed, users WHERE telegram_id = ${args.telegram_id}
      RETURNING ${notifyAlert}
    )`;
}

/**
 * Shows the card of a challenge that waits, and keeps the session by which its browser is remembered. No row: see
 * `pushCard`.
 */
export const pushWaitingCard = prepare(
  'push-waiting-card',
  { expires_at: 'timestamptz' },
  (args: Push & { session_id: string }) => sql`
    WITH ${pushCard(args, sql`state = 'waiting' AND channel IS NULL`, sql`${args.session_id}::uuid`)}
    SELECT expires_at FROM pushed`,
);

/** The cards that still wait for the person who is shown them. */
export const findPushedCards = prepare(
  'find-pushed-cards',
  cardColumns,
  (args: { ids: string[] }) => sql`
    SELECT ${selectCard(sql`challenges.telegram_id`)}
    WHERE challenges.id = ANY(${args.ids}::uuid[]) AND challenges.state = 'opened' AND challenges.expires_at > now()`,
);
