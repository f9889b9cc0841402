import { sql } from 'kysely';
import { prepare } from '../../database/prepare.ts';

/** A user's row without what only its owner sees. */
export interface UserRow {
  id: string;
  phone: string | null;
  telegram_id: number | null;
  first_name: string;
  last_name: string;
  role: string;
  is_verified: boolean;
  date_joined: Date;
}

export const insertUser = prepare(
  'insert-user',
  (
    args: {
      id: string;
      phone: string;
      telegram_id: number | null;
      first_name: string;
      last_name: string;
      is_verified: boolean;
    },
    db,
  ) =>
    db
      .insertInto('users')
      .values({
        id: args.id,
        phone: args.phone,
        telegram_id: args.telegram_id,
        first_name: args.first_name,
        last_name: args.last_name,
        is_verified: args.is_verified,
      })
      .returning(['id', 'phone', 'telegram_id', 'first_name', 'last_name', 'role', 'is_verified', 'date_joined']),
);

/** Sets what is given; `null` leaves a column as it is. */
export const updateUser = prepare(
  'update-user',
  (args: { id: string; phone: string | null; telegram_id: number | null; verify: boolean }) => sql<UserRow>`
    UPDATE users
    SET phone = coalesce(${args.phone}, phone),
        telegram_id = coalesce(${args.telegram_id}, telegram_id),
        is_verified = is_verified OR ${args.verify}
    WHERE id = ${args.id}
    RETURNING id, phone, telegram_id, first_name, last_name, role, is_verified, date_joined`,
);

/** Another person proved that the number is theirs. */
export const releasePhone = prepare('release-phone', (args: { id: string }, db) =>
  db.updateTable('users').set({ phone: sql`NULL` }).where('id', '=', args.id),
);
