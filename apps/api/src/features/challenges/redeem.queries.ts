import { type RawBuilder, sql } from 'kysely';
import type { Channel, Proof } from '../../database/database.types.ts';
import { prepare } from '../../database/prepare.ts';
import { SESSIONS_PER_USER } from '../../policy.ts';
import { lockClaimants } from '../accounts/claimants.ts';
import { selectUser, userColumns } from '../accounts/user-row.ts';
import { logEvent } from '../events/events.ts';
import type { NewSession } from '../sessions/new-session.ts';
import { isAsSeen, type SeenChallenge } from './challenges.queries.ts';

/** SQL: uses up the challenge that `condition` finds; returns the facts about the person who asked for the code. */
function collect(sessionId: string, condition: RawBuilder<boolean>): RawBuilder<unknown> {
  return sql`
    UPDATE challenges SET state = 'collected', collected_at = now(), session_id = ${sessionId}::uuid
    WHERE state = 'waiting' AND expires_at > now() AND ${condition}
    RETURNING id, phone, proof, telegram_id, first_name, last_name`;
}

/** SQL: the values of the columns of a session of `account` that the challenge `used` opens. */
const sessionColumns = sql`id, user_id, device_id, device_name, ip_address, user_agent, challenge_id, proof`;
const sessionValues = (args: NewSession) => sql`
  ${args.session_id}::uuid, account.id, ${args.device_id}, ${args.device_name}, ${args.ip_address}::inet,
  ${args.user_agent}, used.id, used.proof`;

const signedIn = { ip: sql`session.ip_address`, user_agent: sql`session.user_agent` };

/**
 * Creates the account and session of a newcomer: nobody has the number or the telegram_id, and nobody has failed at
 * the code or the number. Returns no row and writes nothing otherwise.
 */
export const redeemForNewcomer = prepare(
  'redeem-for-newcomer',
  userColumns,
  (args: { channel: Channel; phone: string; digest: Buffer; failed: string; user_id: string } & NewSession) => sql`
    WITH used AS (
      ${collect(
        args.session_id,
        sql`channel = ${args.channel} AND phone = ${args.phone} AND is_current AND digest = ${args.digest}
          AND tries = 0 AND known_tries = 0
          AND NOT EXISTS (SELECT FROM budgets WHERE subject = ${args.failed})
          AND NOT EXISTS (SELECT FROM users WHERE users.phone = challenges.phone)
          AND NOT EXISTS (SELECT FROM users WHERE users.telegram_id = challenges.telegram_id)`,
      )}
    ), account AS (
      INSERT INTO users (id, phone, telegram_id, first_name, last_name, phone_proved_at)
      SELECT ${args.user_id}::uuid, phone, telegram_id, first_name, last_name,
        CASE WHEN proof <> 'typed' THEN now() END
      FROM used
      RETURNING ${selectUser}
    ), session AS (
      INSERT INTO sessions (${sessionColumns}) SELECT ${sessionValues(args)} FROM account, used
      RETURNING id, user_id, ip_address, user_agent
    ), logged AS (
      ${logEvent(
        {
          ...signedIn,
          type: sql`happened.type`,
          actor: 'user',
          user_id: sql`session.user_id`,
          session_id: sql`session.id`,
          channel: args.channel,
        },
        sql`session, (VALUES ('user.created'), ('user.signed_in')) AS happened (type)`,
      )}
    )
    SELECT * FROM account`,
);

/** The writes of a decision: a user under a new id, or changes to the user with an existing id. */
export interface Opening {
  channel: Channel;
  proof: Proof;
  /** The users that the decision was based on: `id:version`, sorted. */
  claimants: string[];
  user_id: string;
  is_new: boolean;
  /** null: the user keeps their number. */
  new_phone: string | null;
  verify: boolean;
  /** The user that loses the number to the person who proved it. */
  release_id: string | null;
  /** The user's other sessions end, and what was entered in them is cleared. */
  end_sessions: boolean;
  digest: Buffer;
}

/**
 * Uses up a challenge and opens the account and its session, in one statement. Returns no row and writes nothing if
 * the challenge or the users who may claim its number have changed since the decision. It locks these users, but only
 * if the challenge is unchanged: a wrong code locks nobody.
 *
 * One INSERT serves new and existing users: on an existing id it changes the given columns; a telegram_id is attached,
 * never replaced. A number is released before it is assigned. The user that loses it was not verified, so its
 * sessions end and its personal data is cleared, because the new owner may have entered it (docs/policy.md §2). The same
 * holds for a user who exchanges a number that was never proved: its owner may have signed in by a link that they sent.
 * A session of the same device is replaced, and its tokens are void. Beyond the limit, the session used longest ago
 * ends.
 */
export const redeem = prepare('redeem', userColumns, (args: SeenChallenge & Opening & NewSession) => {
  const isLive: RawBuilder<boolean> = sql`${isAsSeen(args)} AND digest = ${args.digest} AND proof = ${args.proof}`;
  return sql`
    WITH seen AS MATERIALIZED (
      SELECT phone, telegram_id FROM challenges WHERE ${isLive}
    ), claimants AS MATERIALIZED (
      ${lockClaimants(sql`(SELECT phone FROM seen)`, sql`(SELECT telegram_id FROM seen)`)}
    ), used AS (
      ${collect(
        args.session_id,
        sql`${isLive} AND ARRAY(SELECT version FROM claimants ORDER BY version) = ${args.claimants}::text[]`,
      )}
    ), before AS MATERIALIZED (
      SELECT phone FROM users WHERE id = ${args.user_id}
    ), released AS (
      UPDATE users SET phone = NULL, phone_proved_at = NULL, first_name = '', last_name = '', address = '', passport_id = ''
      WHERE id = ${args.release_id} AND EXISTS (SELECT FROM used)
      RETURNING id
    ), account AS (
      INSERT INTO users (id, phone, telegram_id, first_name, last_name, phone_proved_at)
      SELECT ${args.user_id}::uuid, ${args.new_phone}::e164, telegram_id, first_name, last_name,
        CASE WHEN ${args.verify}::boolean THEN now() END
      FROM used, (SELECT count(*) FROM released) AS released_first
      ON CONFLICT (id) DO UPDATE
      SET phone = coalesce(excluded.phone, users.phone),
          telegram_id = coalesce(users.telegram_id, excluded.telegram_id),
          phone_proved_at = coalesce(excluded.phone_proved_at, users.phone_proved_at),
          address = CASE WHEN ${args.end_sessions}::boolean THEN '' ELSE users.address END,
          passport_id = CASE WHEN ${args.end_sessions}::boolean THEN '' ELSE users.passport_id END
      RETURNING ${selectUser}
    ), replaced AS MATERIALIZED (
      SELECT sessions.id, user_id FROM account JOIN sessions ON user_id = account.id
      WHERE device_id = ${args.device_id} AND ended_at IS NULL
    ), session AS (
      INSERT INTO sessions (${sessionColumns}) SELECT ${sessionValues(args)} FROM account, used
      ON CONFLICT (user_id, device_id) DO UPDATE
      SET (id, device_name, ip_address, user_agent, challenge_id, proof, generation, rotated_at, newest_used, created_at,
          last_used_at, ended_at)
        = (excluded.id, excluded.device_name, excluded.ip_address, excluded.user_agent, excluded.challenge_id,
          excluded.proof, 0, now(), true, now(), now(), NULL)
      RETURNING id, user_id, ip_address, user_agent
    ), ending AS MATERIALIZED (
      SELECT sessions.id, 'phone_lost' AS reason FROM released JOIN sessions ON user_id = released.id
      WHERE ended_at IS NULL
      UNION ALL
      SELECT sessions.id, 'phone_lost' FROM account JOIN sessions ON user_id = account.id
      WHERE ${args.end_sessions}::boolean AND device_id <> ${args.device_id} AND ended_at IS NULL
      UNION ALL (
        SELECT sessions.id, 'limit' FROM account JOIN sessions ON user_id = account.id
        WHERE NOT ${args.end_sessions}::boolean AND device_id <> ${args.device_id} AND ended_at IS NULL
        ORDER BY last_used_at DESC, sessions.created_at DESC OFFSET ${sql.lit(SESSIONS_PER_USER - 1)}
      )
    ), ended AS (
      UPDATE sessions SET ended_at = now() FROM ending WHERE sessions.id = ending.id AND sessions.ended_at IS NULL
      RETURNING sessions.id, user_id, reason
    ), logged AS (
      ${logEvent(
        {
          ...signedIn,
          type: sql`happened.type`,
          actor: 'user',
          user_id: sql`happened.user_id`,
          session_id: sql`happened.session_id`,
          channel: args.channel,
          data: sql`happened.data`,
        },
        sql`session, (
          SELECT 'user.created' AS type, user_id, id AS session_id, '{}'::jsonb AS data FROM session
          WHERE ${args.is_new}::boolean
          UNION ALL SELECT 'user.signed_in', user_id, id, '{}' FROM session
          UNION ALL SELECT 'user.phone_changed', account.id, NULL, '{}' FROM account, before
            WHERE before.phone IS DISTINCT FROM account.phone
          UNION ALL SELECT 'user.phone_lost', id, NULL, '{}' FROM released
          UNION ALL SELECT 'session.ended', user_id, id, '{"reason": "replaced"}' FROM replaced
          UNION ALL SELECT 'session.ended', user_id, id, jsonb_build_object('reason', reason) FROM ended
        ) AS happened`,
      )}
    )
    SELECT * FROM account`;
});

/**
 * The session that a challenge opened, for the same client and before its first refresh: the answer may have been
 * lost. `is_new`: the code created the account, since user and session date from one transaction. No row: it is another
 * client, or the session has ended.
 */
export const findRepeatedSignIn = prepare(
  'find-repeated-sign-in',
  { ...userColumns, is_new: 'bool' },
  (args: { session_id: string; device_id: string; user_agent: string }) => sql`
    SELECT ${selectUser}, users.date_joined = sessions.created_at AS is_new
    FROM sessions JOIN users ON users.id = sessions.user_id
    WHERE sessions.id = ${args.session_id} AND sessions.device_id = ${args.device_id}
      AND sessions.user_agent = ${args.user_agent} AND sessions.generation = 0 AND sessions.ended_at IS NULL
      AND users.disabled_at IS NULL`,
);
