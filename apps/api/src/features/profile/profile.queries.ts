import { sql } from 'kysely';
import { prepare } from '../../database/prepare.ts';
import { selectSignedIn, signedInColumns } from '../sessions/sessions.queries.ts';

/**
 * Changes the given columns; `null` leaves one as it is. No row: the user is deleted, or has not proved their number
 * and may not enter this.
 */
export const updateProfile = prepare(
  'update-profile',
  signedInColumns,
  (args: {
    id: string;
    first_name: string | null;
    last_name: string | null;
    address: string | null;
    passport_id: string | null;
  }) => sql`
    UPDATE users
    SET first_name = coalesce(${args.first_name}, first_name), last_name = coalesce(${args.last_name}, last_name),
      address = coalesce(${args.address}, address), passport_id = coalesce(${args.passport_id}, passport_id)
    WHERE id = ${args.id} AND (
      phone_proved_at IS NOT NULL OR coalesce(${args.address}, '') = '' AND coalesce(${args.passport_id}, '') = ''
    )
    RETURNING ${selectSignedIn}`,
);
