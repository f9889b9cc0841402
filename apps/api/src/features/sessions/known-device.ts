import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.ts';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { KNOWN_DEVICE_KEPT, REFRESH_TOKEN } from '../../policy.ts';

/** The identifiers of the device that a request carries. */
export interface DeviceClaims {
  /** The client's own id for itself. */
  device_id: string | null;
  /** The session of the access token that came with the request. */
  session_id: string | null;
}

/**
 * SQL: whether the user with the table alias `user` was signed in on the device before, by its device_id or by the
 * access token that the request carries. Strangers' failed attempts never lock such a device out. A user who has not
 * proved their number has no known devices: the number may be another person's (docs/policy.md §2).
 */
export function isKnownTo(user: string, { device_id, session_id }: DeviceClaims): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(`${user}.phone_proved_at`)} IS NOT NULL AND EXISTS (
    SELECT FROM sessions
    WHERE sessions.user_id = ${sql.ref(`${user}.id`)}
      AND (sessions.device_id = ${device_id} OR sessions.id = ${session_id}::uuid)
  )`;
}

/** SQL: whether the access token that the request carries is of a living session of the user with this table alias. */
export function isSignedInAs(user: string, { session_id }: Pick<DeviceClaims, 'session_id'>): RawBuilder<boolean> {
  return sql<boolean>`EXISTS (
    SELECT FROM sessions
    WHERE sessions.id = ${session_id}::uuid AND sessions.user_id = ${sql.ref(`${user}.id`)}
      AND sessions.ended_at IS NULL AND sessions.created_at > now() - ${interval(REFRESH_TOKEN.lifetime)}
  )`;
}

/**
 * SQL: whether the browser remembers a sign-in to the user with this table alias, though it may be signed out
 * (docs/decisions/0042). `remembered_id`: the session of its cookie.
 */
export function isRememberedAs(user: string, { remembered_id }: { remembered_id: string | null }): RawBuilder<boolean> {
  return sql<boolean>`EXISTS (
    SELECT FROM sessions
    WHERE sessions.id = ${remembered_id}::uuid AND sessions.user_id = ${sql.ref(`${user}.id`)}
      AND NOT sessions.is_forgotten AND sessions.created_at > now() - ${interval(KNOWN_DEVICE_KEPT)}
  )`;
}

const findKnownDevice = prepare(
  'find-known-device',
  { is_known: 'bool' },
  (args: DeviceClaims & { phone: string }) => sql`
    SELECT ${isKnownTo('users', args)} AS is_known FROM users WHERE phone = ${args.phone}`,
);

/** Whether the owner of `phone` was signed in on this device before. */
export async function isKnownDevice(db: Database, claims: DeviceClaims & { phone: string }): Promise<boolean> {
  if (claims.device_id === null && claims.session_id === null) return false;
  const [found] = await db.run(findKnownDevice, claims);
  return found?.is_known ?? false;
}
