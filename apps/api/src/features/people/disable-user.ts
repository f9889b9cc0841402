import { type Database, untilUnchanged } from '../../database/database.ts';
import type { RowsOf } from '../../database/prepare.ts';
import type { AdminAct } from '../admin/admin-act.ts';
import { disableUser as disable } from './users.queries.ts';

/** Disables a user, whatever signs in meanwhile. undefined: there is no such user. */
export async function disableUser(
  db: Database,
  id: string,
  act: AdminAct,
): Promise<RowsOf<typeof disable> | undefined> {
  const { user } = await untilUnchanged(async () => {
    const [user] = await db.run(disable, { id, ...act });
    return user?.is_done === false ? undefined : { user };
  });
  return user;
}
