import { sql } from 'kysely';
import { interval, secondsOf } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { MINUTE, REFRESH_TOKEN } from '../../policy.ts';
import type { UserRow } from '../users/user-row.ts';
import type { RefreshState } from './judge-refresh.ts';

export const deleteSession = prepare('delete-session', (args: { id: string }, db) =>
  db.deleteFrom('sessions').where('id', '=', args.id),
);

/** The sessions of a user, the most recently used first. */
export const listSessions = prepare('list-sessions', (args: { user_id: string }, db) =>
  db
    .selectFrom('sessions')
    .select(['id', 'device_id', 'device_name', 'user_agent', 'created_at', 'last_used_at'])
    .select(sql<string>`coalesce(host(ip_address), '')`.as('ip_address'))
    .where('user_id', '=', args.user_id)
    .orderBy('last_used_at', 'desc')
    .orderBy('created_at', 'desc'),
);

/** Ends one of a user's own sessions. No row: it belongs to another user, or has ended. */
export const endSession = prepare('end-session', (args: { id: string; user_id: string }, db) =>
  db.deleteFrom('sessions').where('id', '=', args.id).where('user_id', '=', args.user_id).returning('id'),
);

/** Ends a user's session by the device's own id. No row: there is none. */
export const endDevice = prepare('end-device', (args: { device_id: string; user_id: string }, db) =>
  db.deleteFrom('sessions').where('device_id', '=', args.device_id).where('user_id', '=', args.user_id).returning('id'),
);

export const endOtherSessions = prepare('end-other-sessions', (args: { id: string; user_id: string }, db) =>
  db.deleteFrom('sessions').where('id', '<>', args.id).where('user_id', '=', args.user_id),
);

/** The user of a living session as its owner sees it. */
export interface SignedInUser extends UserRow {
  address: string;
  /** Encrypted, or empty. */
  passport_id: string;
}

/**
 * The user of an access token, if its session still lives and its user is active. Records, at most once a minute,
 * that the session was used, and that the client has the newest tokens once it shows one of them.
 */
export const findSignedInUser = prepare(
  'find-signed-in-user',
  (args: { session_id: string; user_id: string; generation: number }) => sql<SignedInUser>`
    WITH used AS (
      UPDATE sessions
      SET last_used_at = now(), newest_used = newest_used OR generation = ${args.generation}
      WHERE id = ${args.session_id} AND (
        last_used_at < now() - ${interval(MINUTE)}
        OR NOT newest_used AND generation = ${args.generation}
      )
    )
    SELECT users.id, phone, telegram_id, first_name, last_name, role, is_verified, date_joined, address, passport_id
    FROM sessions JOIN users ON users.id = sessions.user_id
    WHERE sessions.id = ${args.session_id} AND users.id = ${args.user_id} AND users.is_active
      AND sessions.created_at > now() - ${interval(REFRESH_TOKEN.lifetime)}`,
);

export interface FoundSession extends RefreshState {
  user_id: string;
  role: string;
}

/** The session that a refresh is judged by. */
export const findSession = prepare(
  'find-session',
  (args: { id: string }) => sql<FoundSession>`
    SELECT sessions.user_id, users.role, users.is_active, sessions.generation, sessions.newest_used,
      ${secondsOf(sql`now() - sessions.rotated_at`)} AS rotated_ago,
      ${secondsOf(sql`now() - sessions.created_at`)} AS created_ago
    FROM sessions JOIN users ON users.id = sessions.user_id
    WHERE sessions.id = ${args.id}`,
);

/** Makes the next generation the newest. No row: another refresh of this session was faster. */
export const rotateSession = prepare(
  'rotate-session',
  (args: { id: string; generation: number; ip_address: string }) => sql<{ id: string }>`
    UPDATE sessions
    SET generation = generation + 1, rotated_at = now(), last_used_at = now(), newest_used = false,
      ip_address = ${args.ip_address}
    WHERE id = ${args.id} AND generation = ${args.generation}
    RETURNING id`,
);

/**
 * Deletes a batch of sessions that no token can open any more. A session past its lifetime is no longer rotated, so it
 * also becomes idle.
 */
export const deleteOldSessions = prepare(
  'delete-old-sessions',
  (args: { batch: number }) => sql<{ id: string }>`
    DELETE FROM sessions WHERE id IN (
      SELECT id FROM sessions WHERE rotated_at < now() - ${interval(REFRESH_TOKEN.idle)}
      LIMIT ${args.batch} FOR UPDATE SKIP LOCKED
    )
    RETURNING id`,
);
