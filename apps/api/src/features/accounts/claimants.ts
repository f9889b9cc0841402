import { type RawBuilder, sql } from 'kysely';
import { secondsOf } from '../../database/interval.ts';
import type { Claimant } from './decide-account.ts';

/** A user as they were read: the version changes whenever the row does. */
export interface SeenClaimant extends Claimant {
  version: number;
}

/** The users who may claim a number. The same user may be both. */
export interface Claimants {
  /** The user with the telegram_id of the code. */
  by_telegram: SeenClaimant | null;
  /** The user with the number. */
  by_phone: SeenClaimant | null;
}

/** SQL: the user with the table alias `user` for a column `json<SeenClaimant | null>()`; null where the join found none. */
export function claimant(user: string): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${user}.${name}`);
  return sql`CASE WHEN ${column('id')} IS NOT NULL THEN jsonb_build_object(
    'id', ${column('id')}, 'telegramId', ${column('telegram_id')}, 'isActive', ${column('disabled_at')} IS NULL,
    'isVerified', ${column('phone_proved_at')} IS NOT NULL, 'hasPhone', ${column('phone')} IS NOT NULL,
    'isProvedByGateway', ${column('gateway_proved_at')} IS NOT NULL, 'idle', ${secondsOf(sql`now() - ${lastSeenAt(user)}`)},
    'isQuestioned', coalesce(${column('phone_questioned_at')} > ${column('phone_proved_at')}, false),
    'version', ${column('version')}
  ) END`;
}

/**
 * SQL: when the user with this table alias was last known to be there: used a session, proved the number or signed up.
 * Ended sessions count; their rows stay.
 */
export function lastSeenAt(user: string): RawBuilder<Date> {
  const column = (name: string) => sql.ref(`${user}.${name}`);
  return sql`greatest(${column('date_joined')}, ${column('phone_proved_at')}, (
    SELECT max(greatest(last_used_at, rotated_at)) FROM sessions WHERE user_id = ${column('id')}
  ))`;
}

/** `id:version` of each claimant, sorted: what a decision was based on. */
export function describeClaimants({ by_telegram, by_phone }: Claimants): string[] {
  const versions = [by_telegram, by_phone].flatMap((user) => (user ? [`${user.id}:${user.version}`] : []));
  return [...new Set(versions)].sort();
}

/** SQL: the same of the users who claim the number now. Locks them. */
export function lockClaimants(phone: RawBuilder<unknown>, telegramId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    SELECT id || ':' || version AS version FROM users WHERE phone = ${phone} OR telegram_id = ${telegramId} FOR UPDATE`;
}

/** SQL: the same of one user, whom a passkey names. Locks them. */
export function lockUser(id: unknown): RawBuilder<unknown> {
  return sql`SELECT id || ':' || version AS version FROM users WHERE id = ${id} AND EXISTS (SELECT FROM seen) FOR UPDATE`;
}
