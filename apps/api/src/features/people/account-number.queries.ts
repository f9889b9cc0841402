import { sql } from 'kysely';
import { prepare } from '../../database/prepare.ts';
import { lastSeenAt } from '../accounts/claimants.ts';
import { type AdminAct, describeAct } from '../admin/admin-act.ts';
import { logEvent } from '../events/events.ts';

/** When a user was last known to be there, which decides whether their number may have been sold again. */
export const findLastSeen = prepare(
  'find-last-seen',
  { last_seen_at: 'timestamptz' },
  (args: { id: string }) => sql`SELECT ${lastSeenAt('users')} AS last_seen_at FROM users WHERE id = ${args.id}`,
);

/** Takes the number from an account, which stays as it is otherwise. No row: it has none. */
export const releaseNumber = prepare(
  'release-number',
  { id: 'uuid' },
  (args: AdminAct & { id: string }) => sql`
    WITH released AS (
      UPDATE users SET phone = NULL, phone_proved_at = NULL WHERE id = ${args.id} AND phone IS NOT NULL RETURNING id
    ), logged AS (
      ${logEvent(
        {
          type: 'user.phone_lost',
          actor: 'admin',
          user_id: sql`id`,
          origin: args,
          data: describeAct(args, sql`'{"account_stays": true}'`),
        },
        sql`released`,
      )}
    )
    SELECT id FROM released`,
);

/**
 * Records that a number is still that of its user, as the operator has found out: whoever proves it signs in to the
 * account again. No row: the number was never proved.
 */
export const confirmNumber = prepare(
  'confirm-number',
  { id: 'uuid' },
  (args: AdminAct & { id: string }) => sql`
    WITH confirmed AS (
      UPDATE users SET phone_proved_at = now()
      WHERE id = ${args.id} AND phone IS NOT NULL AND phone_proved_at IS NOT NULL
      RETURNING id
    ), logged AS (
      ${logEvent(
        {
          type: 'admin.number_confirmed',
          actor: 'admin',
          user_id: sql`id`,
          origin: args,
          data: describeAct(args),
        },
        sql`confirmed`,
      )}
    )
    SELECT id FROM confirmed`,
);
