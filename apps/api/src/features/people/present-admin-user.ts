import type { AdminUser } from '@raqam/shared/contract/admin';
import type { RowsOf } from '../../database/prepare.ts';
import { presentUser } from '../accounts/present-user.ts';
import type { listUserSessions } from './user-sessions.queries.ts';
import type { findAdminUser } from './users.queries.ts';

/** A user as administrators and services of the site see it. */
export function presentAdminUser(row: RowsOf<typeof findAdminUser>): AdminUser {
  return {
    ...presentUser(row),
    disabled_at: row.disabled_at?.toISOString() ?? null,
    last_sign_in_at: row.last_sign_in_at?.toISOString() ?? null,
  };
}

/** A living session; nothing for the row of a user who has none. */
export function presentSession(row: RowsOf<typeof listUserSessions>) {
  const { id, device_id, device_name, ip_address, user_agent, created_at, last_used_at } = row;
  if (id === null || created_at === null || last_used_at === null) return [];
  return {
    id,
    device_id: device_id ?? '',
    device_name: device_name ?? '',
    ip_address: ip_address ?? '',
    user_agent: user_agent ?? '',
    created_at: created_at.toISOString(),
    last_used_at: last_used_at.toISOString(),
  };
}
