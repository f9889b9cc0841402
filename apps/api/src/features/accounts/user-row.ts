import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../database/columns.ts';

/** The columns of a user without those that only the user sees. */
export const userColumns = {
  id: 'uuid',
  phone: 'text?',
  telegram_id: 'int8?',
  first_name: 'varchar',
  last_name: 'varchar',
  role: 'user_role',
  phone_proved_at: 'timestamptz?',
  date_joined: 'timestamptz',
} as const;

export type UserRow = RowOf<typeof userColumns>;

/** The same columns where there may be no user: then all are null. */
export const nullableUserColumns = {
  ...userColumns,
  id: 'uuid?',
  first_name: 'varchar?',
  last_name: 'varchar?',
  role: 'user_role?',
  date_joined: 'timestamptz?',
} as const;

/** Whether there is a user. */
export function isUserRow(row: RowOf<typeof nullableUserColumns>): row is UserRow {
  return row.id !== null;
}

/** SQL: these columns. */
export const selectUser: RawBuilder<unknown> = sql.join(
  Object.keys(userColumns).map((name) => sql.ref(`users.${name}`)),
);
