import { type RawBuilder, sql } from 'kysely';
import { json } from '../../database/columns.ts';
import type { ChallengeState, Channel, Proof } from '../../database/database.types.ts';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { PASSKEY, SESSIONS_PER_USER } from '../../policy.ts';
import { lockClaimants, lockUser } from '../accounts/claimants.ts';
import { releaseNumber } from '../accounts/release-number.ts';
import { nullableUserColumns, selectUser, userColumns } from '../accounts/user-row.ts';
import { type EndReason, logEvent } from '../events/events.ts';
import { notifyAlert, notifyChange } from '../events/notify.ts';
import type { NewSession } from '../sessions/new-session.ts';
import { isAlive } from '../sessions/sessions.queries.ts';
import { isAsSeen, type SeenChallenge } from './challenges.queries.ts';

/** SQL: the columns and values of the session of `account` that the challenge `used` opens. */
const sessionColumns = sql`id, user_id, device_id, device_name, ip_address, user_agent, challenge_id, proof`;
const sessionValues = (args: NewSession, proof = sql`used.proof`) => sql`
  ${args.session_id}::uuid, account.id, ${args.device_id}, ${args.device_name}, ${args.ip}::inet,
  ${args.user_agent}, used.id, ${proof}`;
/** SQL: the proof of a session. A newcomer who shared the contact, or the number at Telegram Login, has approved too. */
const approvedByCard = sql<Proof>`
  CASE WHEN used.secret_digest IS NOT NULL AND used.proof = 'contact' THEN 'approval' ELSE used.proof END`;

/** SQL: the data of `user.created` and `user.signed_in`, of which statistics are made. `way`: one of `SIGN_IN_WAYS`. */
const describeSignIn = (challenge: RawBuilder<unknown>, way: RawBuilder<unknown>) =>
  sql`jsonb_build_object('challenge', ${challenge}, 'way', ${way})`;
/** SQL: the way of a sign-in by a code. */
const wayOfCode = ({ channel }: { channel: Channel }) =>
  sql<string>`CASE ${channel}::channel WHEN 'telegram' THEN 'code' ELSE ${channel}::text END`;

/**
 * Tries a code at a newcomer's challenge, and creates the account and its session if it is right. It takes effect only
 * as the first attempt at a challenge that was opened when no user had the number or the telegram_id, and only while no
 * attempt at the number has failed; otherwise it returns no row and writes nothing. The update that compares the code
 * also counts the attempt, and its row lock serializes parallel attempts, so that only one of them is compared here.
 *
 * `id` is null for a wrong code. Fails with a unique violation if somebody has taken the number since.
 */
export const redeemForNewcomer = prepare(
  'redeem-for-newcomer',
  { challenge_id: 'uuid', ...nullableUserColumns },
  (args: { channel: Channel; phone: string; digests: readonly Buffer[]; user_id: string } & NewSession) => {
    const ifRight = (value: RawBuilder<unknown>, otherwise: RawBuilder<unknown>) =>
      sql`CASE WHEN digest = ANY(${args.digests}::bytea[]) THEN ${value} ELSE ${otherwise} END`;
    return sql`
      WITH tried AS (
        UPDATE challenges
        SET tries = ${ifRight(sql`0`, sql`1`)}, state = ${ifRight(sql`'collected'`, sql`state`)},
          collected_at = ${ifRight(sql`now()`, sql`NULL`)}, session_id = ${ifRight(sql`${args.session_id}::uuid`, sql`NULL`)}
        WHERE channel = ${args.channel} AND phone = ${args.phone} AND is_current AND is_newcomer
          AND state = 'waiting' AND expires_at > now() AND tries = 0
          -- another challenge may have made an account since, with devices that are known to it
          AND NOT EXISTS (SELECT FROM users WHERE users.phone = ${args.phone})
        RETURNING id, phone, proof, telegram_id, first_name, last_name, state
      ), account AS (
        INSERT INTO users (id, phone, telegram_id, first_name, last_name, phone_proved_at)
        SELECT ${args.user_id}::uuid, phone, telegram_id, first_name, last_name,
          CASE WHEN proof <> 'typed' THEN now() END
        FROM tried WHERE state = 'collected'
        RETURNING ${selectUser}
      ), session AS (
        INSERT INTO sessions (${sessionColumns}) SELECT ${sessionValues(args)} FROM account, tried AS used
      ), logged AS (
        ${logEvent(
          {
            type: sql`happened.type`,
            actor: 'user',
            user_id: sql`account.id`,
            session_id: sql`${args.session_id}`,
            origin: args,
            channel: args.channel,
            data: describeSignIn(sql`tried.id`, wayOfCode(args)),
          },
          sql`account, tried, (VALUES ('user.created'), ('user.signed_in')) AS happened (type)`,
        )}
      )
      SELECT tried.id AS challenge_id, account.* FROM tried LEFT JOIN account ON true`;
  },
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
  /** The masked number that this user loses. */
  lost_phone: string | null;
  /** The pseudonym of the person with the proved number. */
  person: string | null;
  /** The user's other sessions end, and what was entered in them is cleared. */
  end_sessions: boolean;
}

/**
 * SQL: uses up a challenge and opens the account and its session, in one statement. Returns no row and writes nothing
 * if the challenge is no longer `isLive` or the users who may claim its number have changed since the decision. It locks
 * these users, but only if the challenge is unchanged: a wrong code locks nobody.
 *
 * One INSERT serves new and existing users: on an existing id it changes the given columns; a telegram_id is attached,
 * never replaced. A number is released before it is assigned. A user that loses it and was not verified loses its
 * sessions and personal data too, because the new owner may have entered it (docs/policy.md §2). The same
 * holds for a user who exchanges a number that was never proved: the number's owner may have signed in to the account.
 * The rows of these sessions are deleted, so that their devices are not known to the account.
 * A session of the same device is replaced, and its tokens are void. Beyond the limit, the least recently used
 * session ends.
 *
 * A sign-in on a device that the account has not used writes an alert. `isToldByCard`, of the challenge `used`: the card
 * in Telegram has told the person, so the bot never gets the alert, which is only kept for “it was not me”.
 */
function writeOpening(
  args: Omit<Opening, 'channel'> & NewSession,
  {
    channel,
    isLive,
    isToldByCard,
    way,
    passkey,
  }: {
    channel: unknown;
    isLive: RawBuilder<boolean>;
    isToldByCard: RawBuilder<boolean>;
    way: RawBuilder<string>;
    /** Of a sign-in with a passkey: whose account it opens follows from the passkey alone. */
    passkey?: { isTimely: RawBuilder<boolean>; use: RawBuilder<unknown> };
  },
): RawBuilder<unknown> {
  const signIn = describeSignIn(sql`used.id`, way);
  const isNewDevice = sql`NOT ${args.is_new}::boolean AND NOT EXISTS (
    SELECT FROM sessions WHERE user_id = account.id AND device_id = ${args.device_id}
  )`;
  return sql`
    WITH seen AS MATERIALIZED (
      SELECT phone, telegram_id FROM challenges WHERE ${isLive}
    ), claimants AS MATERIALIZED (
      ${passkey ? lockUser(args.user_id) : lockClaimants(sql`(SELECT phone FROM seen)`, sql`(SELECT telegram_id FROM seen)`)}
    ), used AS (
      UPDATE challenges SET state = 'collected', collected_at = now(), session_id = ${args.session_id}::uuid
        ${passkey ? sql`, proof = 'passkey', phone = NULL, telegram_id = NULL, channel = NULL` : sql``}
      WHERE ${isLive} AND ${passkey?.isTimely ?? sql`expires_at > now()`}
        AND ARRAY(SELECT version FROM claimants ORDER BY version) = ${args.claimants}::text[]
      RETURNING id, phone, proof, needs_sms, telegram_id, first_name, last_name, secret_digest, channel,
        -- other pages of the browser may wait for it
        CASE WHEN secret_digest IS NOT NULL AND (channel IS NULL OR channel IN ('sms', 'gateway')) THEN ${notifyChange} END
    ), before AS MATERIALIZED (
      SELECT phone FROM users WHERE id = ${args.user_id}
    ), ${releaseNumber(args.release_id, sql`used`)}, account AS (
      INSERT INTO users (id, phone, telegram_id, first_name, last_name, phone_proved_at, gateway_proved_at)
      SELECT ${args.user_id}::uuid, ${args.new_phone}::e164, telegram_id, first_name, last_name,
        CASE WHEN ${args.verify}::boolean THEN now() END,
        -- whoever needed the SMS had read the code of Gateway too
        CASE WHEN proof = 'gateway' OR needs_sms AND proof = 'sms' THEN now() END
      FROM used, (SELECT count(*) FROM released) AS released_first
      ON CONFLICT (id) DO UPDATE
      SET phone = coalesce(excluded.phone, users.phone),
          telegram_id = coalesce(users.telegram_id, excluded.telegram_id),
          phone_proved_at = coalesce(excluded.phone_proved_at, users.phone_proved_at),
          gateway_proved_at = coalesce(excluded.gateway_proved_at, users.gateway_proved_at),
          address = CASE WHEN ${args.end_sessions}::boolean THEN '' ELSE users.address END,
          passport_id = CASE WHEN ${args.end_sessions}::boolean THEN '' ELSE users.passport_id END
      RETURNING ${selectUser}
    ), replaced AS MATERIALIZED (
      SELECT sessions.id, user_id FROM account JOIN sessions ON user_id = account.id
      WHERE device_id = ${args.device_id} AND ${isAlive}
    ), session AS (
      INSERT INTO sessions (${sessionColumns}) SELECT ${sessionValues(args, approvedByCard)} FROM account, used
      ON CONFLICT (user_id, device_id) DO UPDATE
      SET (id, device_name, ip_address, user_agent, challenge_id, proof, generation, rotated_at, newest_used, created_at,
          last_used_at, ended_at, is_forgotten)
        = (excluded.id, excluded.device_name, excluded.ip_address, excluded.user_agent, excluded.challenge_id,
          excluded.proof, 0, now(), true, now(), now(), NULL, false)
      RETURNING id, user_id
    ), forgotten AS (
      DELETE FROM sessions USING (
        SELECT id, NULL AS kept_device FROM released WHERE NOT account_stays
        UNION ALL SELECT id, ${args.device_id} FROM account WHERE ${args.end_sessions}::boolean
      ) AS forgetting
      WHERE user_id = forgetting.id AND device_id IS DISTINCT FROM kept_device
      RETURNING sessions.id, user_id, ${isAlive} AS was_living
    ), ending AS MATERIALIZED (
      SELECT sessions.id FROM account JOIN sessions ON user_id = account.id
      WHERE NOT ${args.end_sessions}::boolean AND device_id <> ${args.device_id} AND ${isAlive}
      ORDER BY last_used_at DESC, sessions.created_at DESC OFFSET ${sql.lit(SESSIONS_PER_USER - 1)}
    ), ended AS (
      UPDATE sessions SET ended_at = now() FROM ending WHERE sessions.id = ending.id AND sessions.ended_at IS NULL
      RETURNING sessions.id, user_id
    ), alerted AS (
      INSERT INTO alerts (id, kind, telegram_id, user_id, device_id, lost_phone, account_stays, site, ip, user_agent,
        due_at)
      SELECT used.id, 'new_device'::alert_kind, account.telegram_id, account.id, ${args.device_id}, NULL, true, ${args.site},
        ${args.ip}::inet, ${args.user_agent}, CASE WHEN NOT ${isToldByCard} THEN now() END
      FROM account, used WHERE account.telegram_id IS NOT NULL AND (${isToldByCard} OR ${isNewDevice})
      UNION ALL
      SELECT gen_random_uuid(), 'number_lost', telegram_id, id, NULL, ${args.lost_phone}, account_stays, ${args.site},
        ${args.ip}::inet, ${args.user_agent}, now()
      FROM released WHERE telegram_id IS NOT NULL
      RETURNING CASE WHEN due_at IS NOT NULL THEN ${notifyAlert} END
    ), logged AS (
      ${logEvent(
        {
          type: sql`happened.type`,
          actor: 'user',
          origin: args,
          user_id: sql`happened.user_id`,
          session_id: sql`happened.session_id`,
          channel,
          // the address is that of the person who proved the number, not of the user
          person: sql`CASE WHEN happened.is_loss THEN ${args.person} END`,
          data: sql`happened.data`,
        },
        sql`(
          SELECT 'user.created' AS type, user_id, session.id AS session_id, ${signIn} AS data, false AS is_loss
          FROM session, used WHERE ${args.is_new}::boolean
          UNION ALL SELECT 'user.signed_in', user_id, session.id, ${signIn}, false FROM session, used
          UNION ALL SELECT 'user.phone_changed', account.id, NULL, '{}', false FROM account, before
            WHERE before.phone IS DISTINCT FROM account.phone
          UNION ALL SELECT 'user.phone_lost', id, NULL, CASE WHEN account_stays THEN '{"account_stays": true}' ELSE '{}' END::jsonb,
            true
            FROM released
          UNION ALL SELECT 'session.ended', user_id, id, '{"reason": "replaced"}', false FROM replaced
          UNION ALL SELECT 'session.ended', user_id, id, '{"reason": "phone_lost"}', true FROM forgotten WHERE was_living
          UNION ALL SELECT 'session.ended', user_id, id, '{"reason": "limit"}', false FROM ended
        ) AS happened`,
      )}
    )
    ${passkey ? sql`, used_passkey AS (${passkey.use})` : sql``}
    SELECT account.*, jsonb_build_object(
      'replaced', (SELECT count(*) FROM replaced),
      'phone_lost', (SELECT count(*) FROM forgotten WHERE was_living),
      'limit', (SELECT count(*) FROM ended)
    ) AS ended FROM account`;
}

/** The user, and how many sessions the sign-in ended for which reason. */
const openedColumns = { ...userColumns, ended: json<Partial<Record<EndReason, number>>>() } as const;

/** Opens the account of a right code. No row: see `writeOpening`. */
export const redeem = prepare('redeem', openedColumns, (args: SeenChallenge & Opening & NewSession) =>
  writeOpening(args, {
    channel: args.channel,
    isLive: sql`${isAsSeen(args)} AND proof = ${args.proof}`,
    isToldByCard: sql`false`,
    way: wayOfCode(args),
  }),
);

/**
 * Opens the account of a challenge that was approved in Telegram. A Mini App and Telegram Login have no card of the bot,
 * so their sign-ins write alerts like those by code. No row: see `writeOpening`.
 */
export const redeemApproved = prepare('redeem-approved', openedColumns, (args: Opening & NewSession & { id: string }) =>
  writeOpening(args, {
    channel: args.channel,
    isLive: sql`id = ${args.id} AND state = 'approved' AND proof = ${args.proof}`,
    isToldByCard: sql`(used.secret_digest IS NOT NULL AND used.channel = 'telegram')`,
    way: sql`CASE WHEN used.secret_digest IS NULL THEN 'mini_app' WHEN used.channel = 'telegram_login'
      THEN 'telegram_login' ELSE 'press' END`,
  }),
);

/** A passkey as it was read, and its counter after this use. */
export interface UsedPasskey {
  passkey_id: string;
  seen_counter: number;
  new_counter: number;
}

/** Opens the account of a passkey. No row: see `writeOpening`; or the passkey was removed or used meanwhile. */
export const redeemPasskey = prepare(
  'redeem-passkey',
  openedColumns,
  (args: Omit<Opening, 'channel'> & NewSession & UsedPasskey & { id: string; state: ChallengeState }) => {
    const isPasskey = sql`passkeys.id = ${args.passkey_id}::uuid AND counter = ${args.seen_counter}::bigint`;
    return writeOpening(args, {
      channel: sql`NULL`,
      isLive: sql`challenges.id = ${args.id} AND state = ${args.state} AND secret_digest IS NOT NULL
        AND EXISTS (SELECT FROM passkeys WHERE ${isPasskey} AND user_id = ${args.user_id})`,
      isToldByCard: sql`false`,
      way: sql`'passkey'`,
      passkey: {
        isTimely: sql`started_at > now() - ${interval(PASSKEY.signIn)}`,
        use: sql`
          UPDATE passkeys SET counter = ${args.new_counter}::bigint, last_used_at = now()
          WHERE ${isPasskey} AND EXISTS (SELECT FROM used)`,
      },
    });
  },
);

/** SQL: a session before its first refresh, with its user. `is_new`: user and session are of one transaction. */
const selectUnrefreshed = (sessionId: string) => sql`
  SELECT ${selectUser}, users.date_joined = sessions.created_at AS is_new
  FROM sessions JOIN users ON users.id = sessions.user_id
  WHERE sessions.id = ${sessionId} AND sessions.generation = 0 AND sessions.ended_at IS NULL
    AND users.disabled_at IS NULL`;

/** The session that a challenge opened, again: the answer may have been lost. No row: it was refreshed or has ended. */
export const findOpenedSession = prepare(
  'find-opened-session',
  { ...userColumns, is_new: 'bool' },
  (args: { session_id: string }) => selectUnrefreshed(args.session_id),
);

/** The same, only for the same client: it has no secret, so its device and user agent identify it. */
export const findRepeatedSignIn = prepare(
  'find-repeated-sign-in',
  { ...userColumns, is_new: 'bool' },
  (args: { session_id: string; device_id: string; user_agent: string }) => sql`
    ${selectUnrefreshed(args.session_id)} AND sessions.device_id = ${args.device_id}
      AND sessions.user_agent = ${args.user_agent}`,
);
