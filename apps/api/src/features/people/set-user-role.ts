import type { Database } from '../../database/database.ts';
import type { UserRole } from '../../database/database.types.ts';
import type { AuthorizedAct } from '../admin/authorize.ts';
import { findUser } from './find-person.ts';
import { setUserRole as set } from './users.queries.ts';

export type RoleChange =
  | { ok: true }
  | { ok: false; error: 'not_found' | 'admin_required' | 'phone_not_verified' | 'number_is_test' };

/**
 * Gives a user a role. The administrator who does it must still be one when it is written: of two who take the role from
 * each other at once, one keeps it. Only who has proved their number becomes one, and nobody with a test number, whose
 * code many know. Commands may take the role from everybody: a command also gives it back.
 */
export async function setUserRole(
  { db, isTestNumber }: { db: Database; isTestNumber(phone: string): boolean },
  { id, role }: { id: string; role: UserRole },
  act: AuthorizedAct,
): Promise<RoleChange> {
  const { adminId, ...given } = act;
  const user = await findUser(db, { id });
  if (role === 'admin' && user?.phone && isTestNumber(user.phone)) return { ok: false, error: 'number_is_test' };
  const [found] = await db.run(set, { ...given, id, role, admin_id: adminId ?? null });
  if (found === undefined) return { ok: false, error: 'not_found' };
  if (!found.is_allowed) return { ok: false, error: 'admin_required' };
  if (found.role !== role) return { ok: false, error: 'phone_not_verified' };
  return { ok: true };
}
