import { sql } from 'kysely';
import { prepare } from '../../database/prepare.ts';
import { DAY, HOUR, WRONG_TRIES_PER_PHONE } from '../../policy.ts';
import type { SeenCode } from '../codes/codes.queries.ts';
import type { HeldCode } from '../codes/judge-try.ts';
import type { NewSession } from '../sessions/new-session.ts';
import type { AccountChange } from '../users/account-change.ts';
import type { Proof } from '../users/decide-account.ts';
import type { UserRow } from '../users/user-row.ts';

/** A number's newest code, with the user who has the code's telegram_id (`t_`) and the one who has its phone (`p_`). */
export interface FoundCode extends HeldCode {
  proof: Proof;
  telegram_id: number | null;
  full_name: string;
  t_id: string | null;
  t_telegram_id: number | null;
  t_is_active: boolean;
  t_is_verified: boolean;
  /** Changes whenever the row does. */
  t_version: string | null;
  p_id: string | null;
  p_telegram_id: number | null;
  p_is_active: boolean;
  p_is_verified: boolean;
  p_version: string | null;
}

const { hourly, daily } = WRONG_TRIES_PER_PHONE;

export const findCode = prepare(
  'find-code',
  (args: { channel: string; phone: string }) => sql<FoundCode>`
    SELECT code.digest, code.is_used, code.tries, code.proof, code.telegram_id, code.full_name,
      code.expires_at <= now() AS expired,
      extract(epoch FROM greatest(
        code.missed_at[${sql.lit(hourly)}] + make_interval(secs => ${sql.lit(HOUR)}),
        code.missed_at[${sql.lit(daily)}] + make_interval(secs => ${sql.lit(DAY)})
      ) - now())::float8 AS locked_for,
      t.id AS t_id, t.telegram_id AS t_telegram_id, t.is_active AS t_is_active, t.is_verified AS t_is_verified, t.xmin AS t_version,
      p.id AS p_id, p.telegram_id AS p_telegram_id, p.is_active AS p_is_active, p.is_verified AS p_is_verified, p.xmin AS p_version
    FROM codes code
    LEFT JOIN users t ON t.telegram_id = code.telegram_id
    LEFT JOIN users p ON p.phone = code.phone
    WHERE code.channel = ${args.channel} AND code.phone = ${args.phone}`,
);

/** The users that a decision was made on, each by id and version, and how many they are. */
export interface SeenUsers {
  t_id: string | null;
  t_version: string | null;
  p_id: string | null;
  p_version: string | null;
  seen_users: number;
}

/**
 * Uses a code up, and opens the account and its session with it: all or, where the code or one of the users
 * changed since the decision, nothing (no row). What it looks at it locks.
 *
 * A new user has an id of its own, so that one INSERT serves both: on an existing id it changes what is given.
 * A number is released before it is given on; a session of the same device is replaced, its tokens then name
 * nothing.
 */
export const redeem = prepare(
  'redeem',
  (args: SeenCode & SeenUsers & AccountChange & NewSession) => sql<UserRow>`
    WITH unchanged AS MATERIALIZED (
      SELECT FROM users
      WHERE (id = ${args.t_id} AND xmin = ${args.t_version}::xid) OR (id = ${args.p_id} AND xmin = ${args.p_version}::xid)
      FOR UPDATE
    ), used AS (
      UPDATE codes SET is_used = true
      WHERE channel = ${args.channel} AND phone = ${args.phone} AND digest = ${args.digest} AND tries = ${args.tries}
        AND NOT is_used AND (SELECT count(*) FROM unchanged) = ${args.seen_users}
      RETURNING 1
    ), released AS (
      UPDATE users SET phone = NULL
      WHERE id = ${args.release_id} AND EXISTS (SELECT FROM used)
      RETURNING 1
    ), account AS (
      INSERT INTO users AS kept (id, phone, telegram_id, first_name, last_name, is_verified)
      SELECT ${args.user_id}::uuid, ${args.new_phone}, ${args.new_telegram_id}::bigint, ${args.first_name}, ${args.last_name}, ${args.verify}::boolean
      FROM used, (SELECT count(*) FROM released) AS released_first
      ON CONFLICT (id) DO UPDATE
      SET phone = coalesce(excluded.phone, kept.phone),
          telegram_id = coalesce(excluded.telegram_id, kept.telegram_id),
          is_verified = kept.is_verified OR excluded.is_verified
      RETURNING id, phone, telegram_id, first_name, last_name, role, is_verified, date_joined
    ), session AS (
      INSERT INTO sessions (id, user_id, device_id, device_name, ip_address, user_agent)
      SELECT ${args.session_id}::uuid, id, ${args.device_id}, ${args.device_name}, ${args.ip_address}::inet, ${args.user_agent}
      FROM account
      ON CONFLICT (user_id, device_id) DO UPDATE
      SET (id, device_name, ip_address, user_agent, generation, rotated_at, newest_used, created_at, last_used_at)
        = (excluded.id, excluded.device_name, excluded.ip_address, excluded.user_agent, 0, now(), true, now(), now())
    )
    SELECT * FROM account`,
);
