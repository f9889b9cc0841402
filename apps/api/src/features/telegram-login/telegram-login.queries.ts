import { sql } from 'kysely';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { CHALLENGE_LIFETIME, TELEGRAM_LOGIN_LIFETIME } from '../../policy.ts';
import { logEvent, type Origin } from '../events/events.ts';
import { notifyChange } from '../events/notify.ts';

/** SQL: a browser's challenge that nobody has decided. */
const isUndecided = (id: string) => sql<boolean>`
  id = ${id} AND secret_digest IS NOT NULL AND state IN ('waiting', 'opened') AND expires_at > now()`;

/** Gives a challenge the time that Telegram's page may take. No row: it is over. */
export const leaveForLogin = prepare(
  'leave-for-login',
  { id: 'uuid' },
  (args: { id: string }) => sql`
    UPDATE challenges
    -- from its start: repeated calls would keep it alive
    SET expires_at = greatest(expires_at, started_at + ${interval(TELEGRAM_LOGIN_LIFETIME)})
    WHERE ${isUndecided(args.id)} RETURNING id`,
);

/**
 * Approves a challenge for the person who logged in at Telegram. Without a number, their account has to be enough. A
 * code that was sent before is void. No id: the challenge is over, or the account is not enough.
 */
export const approveByLogin = prepare(
  'approve-by-login',
  { id: 'uuid?', is_enough: 'bool' },
  (args: { id: string; telegram_id: number; first_name: string; last_name: string; phone: string | null }) => sql`
    WITH person AS MATERIALIZED (
      SELECT ${args.phone}::e164 IS NOT NULL OR EXISTS (
        SELECT FROM users, challenges
        -- an account signs in; only a proved number is proved again
        WHERE users.telegram_id = ${args.telegram_id} AND challenges.id = ${args.id}
          AND (purpose = 'sign_in' OR purpose = 'prove_number' AND phone_proved_at IS NOT NULL)
      ) AS is_enough
    ), approved AS (
      UPDATE challenges
      SET state = 'approved', channel = 'telegram_login', telegram_id = ${args.telegram_id},
        first_name = ${args.first_name}, last_name = ${args.last_name}, phone = ${args.phone}::e164, digest = NULL,
        proof = (CASE WHEN ${args.phone}::e164 IS NULL THEN 'approval' ELSE 'contact' END)::proof,
        expires_at = now() + ${interval(CHALLENGE_LIFETIME.approved)}
      WHERE ${isUndecided(args.id)} AND (SELECT is_enough FROM person)
      RETURNING id, ${notifyChange}
    )
    SELECT (SELECT id FROM approved) AS id, is_enough FROM person`,
);

/** Ends a challenge whose person has cancelled at Telegram. No row: it was decided meanwhile. */
export const declineByLogin = prepare(
  'decline-by-login',
  { id: 'uuid' },
  (args: Origin & { id: string }) => sql`
    WITH declined AS (
      UPDATE challenges SET state = 'declined', channel = 'telegram_login' WHERE ${isUndecided(args.id)}
      RETURNING id, ${notifyChange}
    ), logged AS (
      ${logEvent(
        {
          type: 'challenge.declined',
          actor: 'user',
          origin: args,
          channel: sql`'telegram_login'`,
          data: sql`jsonb_build_object('challenge', id)`,
        },
        sql`declined`,
      )}
    )
    SELECT id FROM declined`,
);
