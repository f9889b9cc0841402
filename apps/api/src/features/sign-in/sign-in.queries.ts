import { type RawBuilder, sql } from 'kysely';
import { interval, secondsOf } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import {
  DAY,
  FAILED_ATTEMPTS_PER_PHONE,
  HOUR,
  REFRESH_TOKEN,
  REPEATED_SIGN_IN_WINDOW,
  SESSIONS_PER_USER,
} from '../../policy.ts';
import { isAsSeen, type SeenCode } from '../codes/codes.queries.ts';
import type { HeldCode } from '../codes/judge-attempt.ts';
import { type DeviceClaims, isKnownTo } from '../sessions/known-device.ts';
import type { NewSession } from '../sessions/new-session.ts';
import type { Claimant, Proof } from '../users/decide-account.ts';
import type { UserRow } from '../users/user-row.ts';

/** A number's newest code, with the user of the code's telegram_id and the user of its phone. */
export interface FoundCode extends HeldCode {
  proof: Proof;
  /** The session that the code opened. */
  session_id: string | null;
  by_telegram: SeenClaimant | null;
  by_phone: SeenClaimant | null;
  /** The request carries an access token of a living session of `by_phone`. */
  is_signed_in: boolean;
}

/** A user as they were read: the version changes whenever the row does. */
interface SeenClaimant extends Claimant {
  version: string;
}

const { hourly, daily } = FAILED_ATTEMPTS_PER_PHONE;

const claimant = (user: 't' | 'p') => sql`CASE WHEN ${sql.ref(`${user}.id`)} IS NOT NULL THEN jsonb_build_object(
  'id', ${sql.ref(`${user}.id`)}, 'telegramId', ${sql.ref(`${user}.telegram_id`)}, 'isActive', ${sql.ref(`${user}.is_active`)},
  'isVerified', ${sql.ref(`${user}.is_verified`)}, 'version', ${sql.ref(`${user}.xmin`)}::text
) END`;

export const findCode = prepare(
  'find-code',
  (args: DeviceClaims & { channel: string; phone: string }) => sql<FoundCode>`
    SELECT code.digest, code.is_used, code.proof, code.expires_at <= now() AS expired,
      coalesce(code.used_at > now() - ${interval(REPEATED_SIGN_IN_WINDOW)}, false) AND EXISTS (
        SELECT FROM sessions WHERE sessions.id = code.session_id AND sessions.device_id = ${args.device_id}
      ) AS is_repeatable, code.session_id,
      known.is_known AS by_known_device,
      CASE WHEN is_known THEN code.known_tries ELSE code.tries END AS tries,
      cardinality(counted.failed_at) AS failures,
      ${secondsOf(sql`greatest(
        counted.failed_at[${sql.lit(hourly)}] + ${interval(HOUR)},
        counted.failed_at[${sql.lit(daily)}] + ${interval(DAY)}
      ) - now()`)} AS locked_for,
      ${claimant('t')} AS by_telegram, ${claimant('p')} AS by_phone,
      EXISTS (
        SELECT FROM sessions
        WHERE sessions.id = ${args.session_id}::uuid AND sessions.user_id = p.id
          AND sessions.created_at > now() - ${interval(REFRESH_TOKEN.lifetime)}
      ) AS is_signed_in
    FROM codes code
    LEFT JOIN users t ON t.telegram_id = code.telegram_id
    LEFT JOIN users p ON p.phone = code.phone,
    LATERAL (SELECT ${isKnownTo('p', args)} AS is_known) known,
    LATERAL (SELECT CASE WHEN is_known THEN code.known_failed_at ELSE code.missed_at END AS failed_at) counted
    WHERE code.channel = ${args.channel} AND code.phone = ${args.phone}`,
);

/** The writes of a decision: a user under a new id, or changes to the user with an existing id. */
export interface Opening {
  proof: string;
  /** The users that the decision was based on: `id:version`, sorted. */
  claimants: string[];
  user_id: string;
  /** null: the user keeps their number. */
  new_phone: string | null;
  verify: boolean;
  /** The user that loses the number to the person who proved it. */
  release_id: string | null;
  /** The user's other sessions end, and what was entered in them is cleared. */
  end_sessions: boolean;
}

/**
 * Uses up a code and opens the account and its session, in one statement. Returns no row and writes nothing if the
 * code or the users who may claim its number have changed since the decision. It locks these users, but only if the
 * code is unchanged: a wrong code locks nobody.
 *
 * One INSERT serves new and existing users: on an existing id it changes the given columns; a telegram_id is attached,
 * never replaced. A number is released before it is assigned. The user that loses it was not verified, so its
 * sessions end and its personal data is cleared, because the new owner may have entered it (docs/policy.md §2). The same
 * holds for a user who exchanges a number that was never proved: its owner may have signed in by a link that they sent.
 * A session of the same device is replaced, and its tokens are void. Beyond the limit, the session used longest ago
 * ends.
 */
export const redeem = prepare('redeem', (args: SeenCode & Opening & NewSession) => {
  const isLive: RawBuilder<boolean> = sql`${isAsSeen(args)} AND expires_at > now()`;
  return sql<UserRow>`
    WITH seen AS MATERIALIZED (
      SELECT phone, telegram_id FROM codes WHERE ${isLive}
    ), claimants AS MATERIALIZED (
      SELECT id || ':' || xmin AS version FROM users
      WHERE phone = (SELECT phone FROM seen) OR telegram_id = (SELECT telegram_id FROM seen)
      FOR UPDATE
    ), used AS (
      UPDATE codes SET is_used = true, used_at = now(), session_id = ${args.session_id}::uuid
      WHERE ${isLive} AND proof = ${args.proof}
        AND ARRAY(SELECT version FROM claimants ORDER BY version) = ${args.claimants}::text[]
      RETURNING telegram_id, first_name, last_name
    ), released AS (
      UPDATE users SET phone = NULL, first_name = '', last_name = '', address = '', passport_id = ''
      WHERE id = ${args.release_id} AND EXISTS (SELECT FROM used)
      RETURNING id
    ), account AS (
      INSERT INTO users AS kept (id, phone, telegram_id, first_name, last_name, is_verified)
      SELECT ${args.user_id}::uuid, ${args.new_phone}, telegram_id, first_name, last_name, ${args.verify}::boolean
      FROM used, (SELECT count(*) FROM released) AS released_first
      ON CONFLICT (id) DO UPDATE
      SET phone = coalesce(excluded.phone, kept.phone),
          telegram_id = coalesce(kept.telegram_id, excluded.telegram_id),
          is_verified = kept.is_verified OR excluded.is_verified,
          address = CASE WHEN ${args.end_sessions}::boolean THEN '' ELSE kept.address END,
          passport_id = CASE WHEN ${args.end_sessions}::boolean THEN '' ELSE kept.passport_id END
      RETURNING id, phone, telegram_id, first_name, last_name, role, is_verified, date_joined
    ), session AS (
      INSERT INTO sessions (id, user_id, device_id, device_name, ip_address, user_agent)
      SELECT ${args.session_id}::uuid, id, ${args.device_id}, ${args.device_name}, ${args.ip_address}::inet, ${args.user_agent}
      FROM account
      ON CONFLICT (user_id, device_id) DO UPDATE
      SET (id, device_name, ip_address, user_agent, generation, rotated_at, newest_used, created_at, last_used_at)
        = (excluded.id, excluded.device_name, excluded.ip_address, excluded.user_agent, 0, now(), true, now(), now())
    ), ended AS (
      DELETE FROM sessions WHERE id IN (
        SELECT sessions.id FROM released JOIN sessions ON user_id = released.id
        UNION ALL
        SELECT sessions.id FROM account JOIN sessions ON user_id = account.id
        WHERE ${args.end_sessions}::boolean AND device_id <> ${args.device_id}
        UNION ALL (
          SELECT sessions.id FROM account JOIN sessions ON user_id = account.id
          WHERE account.date_joined < now() AND device_id <> ${args.device_id} -- a new account has no others
          ORDER BY last_used_at DESC, sessions.created_at DESC OFFSET ${sql.lit(SESSIONS_PER_USER - 1)}
        )
      )
    )
    SELECT * FROM account`;
});

export interface RepeatedSignIn extends UserRow {
  /** The code created the account: user and session date from one transaction. */
  is_new: boolean;
}

/**
 * The session that a code opened, for the same client and before its first refresh: the answer may have been lost.
 * No row: it is another client, or the session has ended.
 */
export const findRepeatedSignIn = prepare(
  'find-repeated-sign-in',
  (args: { session_id: string; device_id: string; user_agent: string }) => sql<RepeatedSignIn>`
    SELECT users.id, phone, telegram_id, first_name, last_name, role, is_verified, date_joined,
      users.date_joined = sessions.created_at AS is_new
    FROM sessions JOIN users ON users.id = sessions.user_id
    WHERE sessions.id = ${args.session_id} AND sessions.device_id = ${args.device_id}
      AND sessions.user_agent = ${args.user_agent} AND sessions.generation = 0 AND users.is_active`,
);
