import { sql } from 'kysely';
import { prepare } from '../../database/prepare.ts';
import type { SignedInUser } from '../sessions/sessions.queries.ts';

/**
 * Changes the given columns; `null` leaves one as it is. No row: the user is deleted, or is not verified and may not
 * enter this.
 */
export const updateProfile = prepare(
  'update-profile',
  (args: {
    id: string;
    first_name: string | null;
    last_name: string | null;
    address: string | null;
    passport_id: string | null;
  }) => sql<SignedInUser>`
    UPDATE users
    SET first_name = coalesce(${args.first_name}, first_name), last_name = coalesce(${args.last_name}, last_name),
      address = coalesce(${args.address}, address), passport_id = coalesce(${args.passport_id}, passport_id)
    WHERE id = ${args.id} AND (is_verified OR coalesce(${args.address}, '') = '' AND coalesce(${args.passport_id}, '') = '')
    RETURNING id, phone, telegram_id, first_name, last_name, role, is_verified, date_joined, address, passport_id`,
);

/** Deletes a user and their sessions. */
export const deleteUser = prepare('delete-user', (args: { id: string }, db) =>
  db.deleteFrom('users').where('id', '=', args.id),
);
