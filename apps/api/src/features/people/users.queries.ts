import { type RawBuilder, sql } from 'kysely';
import type { UserRole } from '../../database/database.types.ts';
import { prepare } from '../../database/prepare.ts';
import { selectUser, userColumns } from '../accounts/user-row.ts';
import { type AdminAct, describeAct } from '../admin/admin-act.ts';
import { logEvent } from '../events/events.ts';
import { notifyChange } from '../events/notify.ts';
import { isAlive } from '../sessions/sessions.queries.ts';

export const adminUserColumns = {
  ...userColumns,
  disabled_at: 'timestamptz?',
  last_sign_in_at: 'timestamptz?',
} as const;

/** SQL: these columns. `OFFSET 0`: else PostgreSQL may look for the time through the sessions of all users. */
export const selectAdminUser = (disabledAt: RawBuilder<unknown> = sql`users.disabled_at`) => sql`
  ${selectUser}, ${disabledAt} AS disabled_at, (
    SELECT max(created_at) FROM (SELECT created_at FROM sessions WHERE user_id = users.id OFFSET 0) AS devices
  ) AS last_sign_in_at`;

/** A user by the one argument that is not null. */
export const findAdminUser = prepare(
  'find-admin-user',
  adminUserColumns,
  (args: { id: string | null; phone: string | null; telegram_id: number | null }) => sql`
    SELECT ${selectAdminUser()} FROM users
    WHERE users.id = ${args.id}::uuid OR users.phone = ${args.phone} OR users.telegram_id = ${args.telegram_id}::bigint`,
);

/** SQL: whether this act may disable or enable the user. A service may not do it to administrators, who can revoke its key. */
const mayAct = ({ by }: AdminAct) => sql`(users.role <> 'admin' OR NOT ${by}::jsonb ? 'key')`;

/**
 * Disables a user, once. Every session ends, and every code and sign-in that could open the account. No row: there is no
 * such user. `is_done` is false, and nothing is written, if a sign-in has changed the user meanwhile: it may have opened
 * a session that this statement can't see. `is_allowed` is false, and nothing is written, if a service may not do it.
 * `ended`: how many sessions.
 */
export const disableUser = prepare(
  'disable-user',
  { ...adminUserColumns, is_done: 'bool', is_allowed: 'bool', ended: 'int4' },
  (args: AdminAct & { id: string }) => sql`
    WITH seen AS MATERIALIZED (
      SELECT id, version FROM users WHERE id = ${args.id}
    ), disabled AS (
      UPDATE users SET disabled_at = now() FROM seen
      WHERE users.id = seen.id AND users.version = seen.version AND users.disabled_at IS NULL AND ${mayAct(args)}
      RETURNING users.id, users.phone, users.telegram_id, users.disabled_at
    ), ended AS (
      UPDATE sessions SET ended_at = now() FROM disabled WHERE sessions.user_id = disabled.id AND ${isAlive}
      RETURNING sessions.id, sessions.user_id
    ), stopped AS (
      UPDATE challenges SET state = 'refused', is_current = false
      WHERE state IN ('waiting', 'opened', 'approved') AND id IN (
        SELECT challenges.id FROM disabled JOIN challenges ON challenges.telegram_id = disabled.telegram_id
        WHERE nonce_digest IS NOT NULL AND challenges.telegram_id IS NOT NULL
        UNION ALL
        SELECT challenges.id FROM disabled JOIN challenges ON challenges.telegram_id = disabled.telegram_id
        WHERE is_current
        UNION ALL
        SELECT challenges.id FROM disabled JOIN challenges ON challenges.phone = disabled.phone
        WHERE channel = ANY(enum_range(NULL::channel)) AND is_current
        UNION ALL
        SELECT challenges.id FROM disabled JOIN challenges ON challenges.phone = disabled.phone
        WHERE secret_digest IS NOT NULL AND challenges.phone IS NOT NULL
      )
      RETURNING ${notifyChange}
    ), logged AS (
      ${logEvent(
        {
          type: sql`happened.type`,
          actor: 'admin',
          user_id: sql`happened.user_id`,
          session_id: sql`happened.session_id`,
          origin: args,
          data: describeAct(args, sql`happened.data`),
        },
        sql`(
          SELECT 'user.disabled' AS type, id AS user_id, NULL::uuid AS session_id, '{}'::jsonb AS data FROM disabled
          UNION ALL SELECT 'session.ended', user_id, id, '{"reason": "admin"}' FROM ended
        ) AS happened`,
      )}
    )
    SELECT ${selectAdminUser(sql`coalesce(users.disabled_at, disabled.disabled_at)`)},
      users.disabled_at IS NOT NULL OR disabled.id IS NOT NULL OR NOT ${mayAct(args)} AS is_done,
      ${mayAct(args)} AS is_allowed,
      (SELECT count(*)::int FROM ended) AS ended
    FROM seen JOIN users ON users.id = seen.id LEFT JOIN disabled ON disabled.id = users.id`,
);

/** Enables a user, once. No row: there is no such user. `is_allowed`: as of `disableUser`. */
export const enableUser = prepare(
  'enable-user',
  { ...adminUserColumns, is_allowed: 'bool' },
  (args: AdminAct & { id: string }) => sql`
    WITH enabled AS (
      UPDATE users SET disabled_at = NULL WHERE id = ${args.id} AND disabled_at IS NOT NULL AND ${mayAct(args)} RETURNING id
    ), logged AS (
      ${logEvent(
        { type: 'user.enabled', actor: 'admin', user_id: sql`id`, origin: args, data: describeAct(args) },
        sql`enabled`,
      )}
    )
    SELECT ${selectAdminUser(sql`NULL::timestamptz`)}, ${mayAct(args)} AS is_allowed FROM users WHERE users.id = ${args.id}`,
);

/**
 * Gives a user a role, once. No row: there is no such user. `is_allowed` is false, and nothing is written, if the
 * administrator who does it is none any more; the role stays too if it is for verified users only. Both users are locked
 * in the order of their ids.
 */
export const setUserRole = prepare(
  'set-user-role',
  { role: 'user_role', is_allowed: 'bool' },
  (args: AdminAct & { id: string; role: UserRole; admin_id: string | null }) => sql`
    WITH locked AS MATERIALIZED (
      SELECT id, role, disabled_at, phone IS NOT NULL AND phone_proved_at IS NOT NULL AS is_verified
      FROM users WHERE id IN (${args.id}::uuid, ${args.admin_id}::uuid) ORDER BY id FOR UPDATE
    ), allowed AS MATERIALIZED (
      SELECT ${args.admin_id}::uuid IS NULL OR EXISTS (
        SELECT FROM locked WHERE id = ${args.admin_id} AND role = 'admin' AND disabled_at IS NULL
      ) AS is_allowed
    ), changed AS (
      UPDATE users SET role = ${args.role}::user_role FROM locked, allowed
      WHERE users.id = locked.id AND locked.id = ${args.id} AND locked.role <> ${args.role}
        AND (${args.role} = 'user' OR locked.is_verified) AND is_allowed
      RETURNING users.id, users.role, locked.role AS before
    ), logged AS (
      ${logEvent(
        {
          type: 'user.role_changed',
          actor: 'admin',
          user_id: sql`id`,
          origin: args,
          data: describeAct(args, sql`jsonb_build_object('role', role, 'before', before)`),
        },
        sql`changed`,
      )}
    )
    SELECT coalesce(changed.role, locked.role) AS role, is_allowed
    FROM locked CROSS JOIN allowed LEFT JOIN changed ON true
    WHERE locked.id = ${args.id}`,
);
