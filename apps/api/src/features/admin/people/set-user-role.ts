import type { Database } from '../../../database/database.ts';
import type { UserRole } from '../../../database/database.types.ts';
import type { AuthorizedAct } from '../authorize.ts';
import { setUserRole as set } from './users.queries.ts';

export type RoleChange = { ok: true } | { ok: false; error: 'not_found' | 'admin_required' | 'phone_not_verified' };

/**
 * Gives a user a role. The administrator who does it must still be one when it is written: of two who take the role from
 * each other at once, one keeps it. Only who has proved their number becomes one. A command may do anything,
 * so that there is a way back.
 */
export async function setUserRole(
  db: Database,
  { id, role }: { id: string; role: UserRole },
  act: AuthorizedAct,
): Promise<RoleChange> {
  const { adminId, ...given } = act;
  const [found] = await db.run(set, { ...given, id, role, admin_id: adminId ?? null });
  if (found === undefined) return { ok: false, error: 'not_found' };
  if (!found.is_allowed) return { ok: false, error: 'admin_required' };
  if (found.role !== role) return { ok: false, error: 'phone_not_verified' };
  return { ok: true };
}
