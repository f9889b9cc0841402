import type { User } from '@raqam/shared/contract';
import type { UserRow } from './user-row.ts';

/** A user as the contract shows it. */
export function presentUser(row: UserRow): User {
  return {
    id: row.id,
    full_name: `${row.first_name} ${row.last_name}`.trim(),
    phone: row.phone,
    telegram_id: row.telegram_id,
    first_name: row.first_name,
    last_name: row.last_name,
    role: row.role,
    is_verified: row.phone_proved_at !== null,
    date_joined: row.date_joined.toISOString(),
  };
}
