import { sql } from 'kysely';
import { json } from '../../../database/columns.ts';
import { interval } from '../../../database/interval.ts';
import { prepare } from '../../../database/prepare.ts';
import { type BudgetsBySubject, isSpent, readBudgets, spendUnseen } from '../../../limits/budgets.ts';
import { CHALLENGE_LIFETIME, REFUSED_CARDS_PER_TELEGRAM_ID } from '../../../policy.ts';
import { logEvent } from '../../events/events.ts';
import { notifyChange } from '../../events/notify.ts';
import { cardColumns, selectCard } from '../card.ts';

/** The challenge of a link, as this Telegram user finds it. */
export const findLinkedChallenge = prepare(
  'find-linked-challenge',
  { ...cardColumns, budgets: json<BudgetsBySubject>() },
  (args: { nonce_digests: readonly Buffer[]; telegram_id: number; refused_cards: string }) => sql`
    SELECT ${readBudgets(args.refused_cards)} AS budgets, ${selectCard(args.telegram_id)}
    WHERE nonce_digest = ANY(${args.nonce_digests}::bytea[]) AND secret_digest IS NOT NULL`,
);

/** Gives a waiting challenge to the first Telegram user who opened its link. No row: it waits no longer. */
export const openLinkedChallenge = prepare(
  'open-linked-challenge',
  { id: 'uuid' },
  (args: { id: string; telegram_id: number; first_name: string; last_name: string; can_approve: boolean }) => sql`
    WITH opened AS (
      UPDATE challenges
      SET state = 'opened', channel = 'telegram', telegram_id = ${args.telegram_id}, first_name = ${args.first_name},
        last_name = ${args.last_name}, proof = CASE WHEN ${args.can_approve}::boolean THEN 'approval'::proof END,
        expires_at = now() + ${interval(CHALLENGE_LIFETIME.opened)}
      WHERE id = ${args.id} AND state = 'waiting' AND channel IS NULL AND expires_at > now()
      RETURNING id, ${notifyChange}
    )
    SELECT id FROM opened`,
);

/** Ends a challenge whose link a second Telegram user has opened. No row: it was decided meanwhile. */
export const endTakenChallenge = prepare(
  'end-taken-challenge',
  { id: 'uuid' },
  (args: { id: string; telegram_id: number }) => sql`
    WITH taken AS (
      UPDATE challenges SET state = 'taken'
      WHERE id = ${args.id} AND state = 'opened' AND telegram_id IS DISTINCT FROM ${args.telegram_id}
      RETURNING id, telegram_id, ip, user_agent, ${notifyChange}
    ), logged AS (
      ${logEvent(
        {
          type: 'challenge.taken',
          actor: 'bot',
          user_id: sql`users.id`,
          origin: { ip: sql`taken.ip`, user_agent: sql`taken.user_agent` },
          channel: sql`'telegram'`,
          data: sql`jsonb_build_object('challenge', taken.id)`,
        },
        sql`taken LEFT JOIN users ON users.telegram_id = taken.telegram_id`,
      )}
    )
    SELECT id FROM taken`,
);

/**
 * Records a person's contact at the challenge that waits for it: the named one, or else their newest. The contact
 * approves the challenge of a Mini App, which has no number to choose.
 */
export const shareContact = prepare(
  'share-contact',
  { ...cardColumns, is_done: 'bool' },
  (args: { id: string | null; telegram_id: number; phone: string }) => sql`
    WITH shared AS (
      UPDATE challenges
      SET phone = ${args.phone}, proof = 'contact',
        state = CASE WHEN secret_digest IS NULL THEN 'approved'::challenge_state ELSE state END,
        -- the first contact alone: repeated contacts would keep it alive
        expires_at = CASE WHEN proof IS NULL THEN now() + ${interval(CHALLENGE_LIFETIME.opened)} ELSE expires_at END
      WHERE id = (
        SELECT id FROM challenges
        WHERE telegram_id = ${args.telegram_id} AND nonce_digest IS NOT NULL AND id = coalesce(${args.id}::uuid, id)
          AND state = 'opened' AND (proof IS NULL OR proof = 'contact') AND expires_at > now()
        ORDER BY id DESC LIMIT 1
      ) AND state = 'opened'
      RETURNING id, secret_digest, ${notifyChange}
    )
    SELECT (SELECT secret_digest IS NULL FROM shared) AS is_done, ${selectCard(args.telegram_id)}
    WHERE challenges.id = (SELECT id FROM shared)`,
);

/**
 * Decides a challenge, once. `state` follows from the person's choice; an approval is stored as declined if the person
 * has refused too many cards. A declined card of a remembered browser was shown unasked: it is remembered no longer, or
 * it could show card after card, until the person gets none by their own links. No row: it was decided before, has expired, waits for the contact, or belongs to somebody
 * else.
 */
export const decideOpenedChallenge = prepare(
  'decide-opened-challenge',
  { state: 'challenge_state', ip: 'text' },
  (args: {
    id: string;
    telegram_id: number;
    state: 'approved' | 'declined' | 'wrong_number';
    refused_cards: string;
  }) => sql`
    WITH decided AS (
      UPDATE challenges
      SET state = CASE WHEN ${args.state} = 'approved' AND ${isSpent(args.refused_cards, REFUSED_CARDS_PER_TELEGRAM_ID)}
          THEN 'declined' ELSE ${args.state} END::challenge_state,
        expires_at = CASE WHEN ${args.state} = 'approved' THEN now() + ${interval(CHALLENGE_LIFETIME.approved)}
          ELSE expires_at END
      WHERE id = ${args.id} AND telegram_id = ${args.telegram_id} AND state = 'opened' AND proof IS NOT NULL
        AND expires_at > now()
      RETURNING id, purpose, session_id, state, ip, user_agent, ${notifyChange}
    ), forgotten AS (
      UPDATE sessions SET is_forgotten = true FROM decided
      WHERE sessions.id = decided.session_id AND purpose = 'sign_in' AND ${args.state} = 'declined'
    ), counted AS (
      ${spendUnseen(
        { subject: args.refused_cards, limits: REFUSED_CARDS_PER_TELEGRAM_ID },
        sql`decided WHERE state <> 'approved'`,
      )}
    ), logged AS (
      ${logEvent(
        {
          type: sql`'challenge.' || decided.state`,
          actor: 'user',
          user_id: sql`users.id`,
          origin: { ip: sql`decided.ip`, user_agent: sql`decided.user_agent` },
          channel: sql`'telegram'`,
          data: sql`jsonb_build_object('challenge', decided.id)`,
        },
        sql`decided LEFT JOIN users ON users.telegram_id = ${args.telegram_id} WHERE decided.state <> 'approved'`,
      )}
    )
    SELECT state, host(ip) AS ip FROM decided`,
);

/** A challenge that this Telegram user has opened. */
export const findOpened = prepare(
  'find-opened',
  { state: 'challenge_state', is_expired: 'bool', nonce_digest: 'bytea' },
  (args: { id: string; telegram_id: number }) => sql`
    SELECT state, expires_at <= now() AS is_expired, nonce_digest FROM challenges
    WHERE id = ${args.id} AND telegram_id = ${args.telegram_id} AND started_at IS NOT NULL`,
);
