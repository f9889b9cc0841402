import { type RawBuilder, sql } from 'kysely';
import { prepareDeletion } from '../../database/clean-up-batch.ts';
import { interval, secondsOf } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { KNOWN_DEVICE_KEPT, MINUTE, REFRESH_TOKEN } from '../../policy.ts';
import { selectUser, userColumns } from '../accounts/user-row.ts';
import { type EndReason, logEvent, type Origin } from '../events/events.ts';

/** SQL: the session can still be refreshed: it has neither ended nor expired. Its row stays, because its device is known. */
export const isAlive = sql<boolean>`sessions.ended_at IS NULL
  AND sessions.rotated_at > now() - ${interval(REFRESH_TOKEN.idle)}
  AND sessions.created_at > now() - ${interval(REFRESH_TOKEN.lifetime)}`;

/** The living sessions of a user, the most recently used first. */
export const listSessions = prepare(
  'list-sessions',
  {
    id: 'uuid',
    device_id: 'text',
    device_name: 'text',
    ip_address: 'text',
    user_agent: 'text',
    created_at: 'timestamptz',
    last_used_at: 'timestamptz',
  },
  (args: { user_id: string }) => sql`
    SELECT id, device_id, device_name, coalesce(host(ip_address), '') AS ip_address, user_agent, created_at, last_used_at
    FROM sessions
    WHERE user_id = ${args.user_id} AND ${isAlive}
    ORDER BY last_used_at DESC, created_at DESC`,
);

/**
 * SQL: ends the living sessions that `condition` finds, and logs each. Their rows stay: their devices are known. But the
 * browser of a session that `forgets` is not remembered, unlike that of a person who signs out.
 */
const endWhere = (
  args: Origin,
  reason: EndReason | RawBuilder<unknown>,
  condition: RawBuilder<unknown>,
  forgets = sql`true`,
) => sql`
  WITH ended AS (
    UPDATE sessions SET ended_at = now(), is_forgotten = ${forgets} WHERE ${isAlive} AND ${condition}
    RETURNING id, user_id
  ), logged AS (
    ${logEvent(
      {
        type: 'session.ended',
        actor: 'user',
        user_id: sql`user_id`,
        session_id: sql`id`,
        origin: args,
        data: sql`jsonb_build_object('reason', ${typeof reason === 'string' ? sql.lit(reason) : reason}::text)`,
      },
      sql`ended`,
    )}
  )
  SELECT id FROM ended`;

const ended = { id: 'uuid' } as const;

/** Ends a session by its own tokens. */
export const endSession = prepare(
  'end-session',
  ended,
  (args: { id: string; reason: EndReason; forgets: boolean } & Origin) =>
    endWhere(args, sql`${args.reason}`, sql`id = ${args.id}`, sql`${args.forgets}::boolean`),
);

/** Ends one of a user's sessions. No row: it belongs to another user, or has ended. */
export const revokeSession = prepare('revoke-session', ended, (args: { id: string; user_id: string } & Origin) =>
  endWhere(args, 'revoked', sql`id = ${args.id} AND user_id = ${args.user_id}`),
);

/** Ends a user's session by the device's own id. No row: there is none. */
export const revokeDevice = prepare('revoke-device', ended, (args: { device_id: string; user_id: string } & Origin) =>
  endWhere(args, 'revoked', sql`device_id = ${args.device_id} AND user_id = ${args.user_id}`),
);

export const revokeOtherSessions = prepare(
  'revoke-other-sessions',
  ended,
  (args: { id: string; user_id: string } & Origin) =>
    endWhere(args, 'revoked', sql`id <> ${args.id} AND user_id = ${args.user_id}`),
);

/** Remembers no browser of a user in which they are signed out, except for that of the given session. */
export const forgetSignedOut = prepare(
  'forget-signed-out',
  {},
  (args: { id: string | null; user_id: string }) => sql`
    UPDATE sessions SET is_forgotten = true
    WHERE user_id = ${args.user_id} AND id IS DISTINCT FROM ${args.id}::uuid AND NOT is_forgotten AND NOT (${isAlive})`,
);

/** Remembers a browser no longer, by the session that was opened last in it. */
export const forgetBrowser = prepare(
  'forget-browser',
  {},
  (args: { id: string }) => sql`UPDATE sessions SET is_forgotten = true WHERE id = ${args.id}`,
);

/** The account that was signed in last in a remembered browser. No row: none, or it was forgotten or disabled. */
export const findRemembered = prepare(
  'find-remembered',
  { telegram_id: 'int8?', phone: 'text?' },
  (args: { session_id: string }) => sql`
    SELECT telegram_id, phone FROM sessions JOIN users ON users.id = user_id
    WHERE sessions.id = ${args.session_id} AND NOT is_forgotten AND disabled_at IS NULL
      AND sessions.created_at > now() - ${interval(KNOWN_DEVICE_KEPT)}`,
);

/** The columns of a user as its owner sees them; the passport number is encrypted, or empty. */
export const signedInColumns = { ...userColumns, address: 'varchar', passport_id: 'text' } as const;

/** SQL: these columns. */
export const selectSignedIn = sql`${selectUser}, users.address, users.passport_id`;

/**
 * The user of an access token, if its session lives and its user is not disabled, and whether `markUsed` is due: at
 * most once a minute, and once the client shows one of the newest tokens. `signed_in_ago`: seconds since the session's
 * sign-in, `signed_in_by` its proof.
 */
export const findSignedInUser = prepare(
  'find-signed-in-user',
  { ...signedInColumns, is_mark_due: 'bool', signed_in_ago: 'float8', signed_in_by: 'proof' },
  (args: { session_id: string; user_id: string; generation: number }) => sql`
    SELECT ${selectSignedIn},
      sessions.last_used_at < now() - ${interval(MINUTE)}
        OR NOT sessions.newest_used AND sessions.generation = ${args.generation} AS is_mark_due,
      ${secondsOf(sql`now() - sessions.created_at`)} AS signed_in_ago, sessions.proof AS signed_in_by
    FROM sessions JOIN users ON users.id = sessions.user_id
    WHERE sessions.id = ${args.session_id} AND users.id = ${args.user_id} AND users.disabled_at IS NULL
      AND sessions.ended_at IS NULL AND sessions.created_at > now() - ${interval(REFRESH_TOKEN.lifetime)}`,
);

/** Records that a session was used, and whether the client has its newest tokens. */
export const markUsed = prepare(
  'mark-used',
  {},
  (args: { session_id: string; generation: number }) => sql`
    UPDATE sessions SET last_used_at = now(), newest_used = newest_used OR generation = ${args.generation}
    WHERE id = ${args.session_id}`,
);

/** The session that a refresh is judged by. */
export const findSession = prepare(
  'find-session',
  {
    user_id: 'uuid',
    role: 'user_role',
    phone: 'text?',
    is_disabled: 'bool',
    is_ended: 'bool',
    generation: 'int4',
    newest_used: 'bool',
    rotated_ago: 'float8',
    created_ago: 'float8',
  },
  (args: { id: string }) => sql`
    SELECT sessions.user_id, users.role, users.phone, users.disabled_at IS NOT NULL AS is_disabled,
      sessions.ended_at IS NOT NULL AS is_ended, sessions.generation, sessions.newest_used,
      ${secondsOf(sql`now() - sessions.rotated_at`)} AS rotated_ago,
      ${secondsOf(sql`now() - sessions.created_at`)} AS created_ago
    FROM sessions JOIN users ON users.id = sessions.user_id
    WHERE sessions.id = ${args.id}`,
);

/**
 * Makes the next generation the newest. No row: the given one is not the newest, or the session or its user can't be
 * refreshed (`judgeRefresh`).
 */
export const rotateSession = prepare(
  'rotate-session',
  { user_id: 'uuid', role: 'user_role', phone: 'text?' },
  (args: { id: string; generation: number; ip: string }) => sql`
    UPDATE sessions
    SET generation = generation + 1, rotated_at = now(), last_used_at = now(), newest_used = false,
      ip_address = ${args.ip}
    FROM users
    WHERE sessions.id = ${args.id} AND sessions.generation = ${args.generation} AND ${isAlive}
      AND users.id = sessions.user_id AND users.disabled_at IS NULL
    RETURNING sessions.user_id, users.role, users.phone`,
);

/** Deletes a batch of sessions whose devices are no longer known. */
export const deleteOldSessions = prepareDeletion('sessions', KNOWN_DEVICE_KEPT);
