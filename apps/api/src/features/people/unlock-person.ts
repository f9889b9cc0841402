import { type Database, untilUnchanged } from '../../database/database.ts';
import type { AdminAct } from '../admin/admin-act.ts';
import { maskPhone } from '../events/events.ts';
import type { People } from '../events/person.ts';
import type { Person } from './find-person.ts';
import { listBudgets } from './limits-in-force.ts';
import { unlock } from './person.queries.ts';

/**
 * Forgets what the limits have counted for a person, so that codes and attempts are allowed again. The limits per IP
 * stay: they name no person.
 */
export async function unlockPerson(
  db: Database,
  people: People,
  { user, phone }: Person,
  act: AdminAct,
): Promise<void> {
  const counted = listBudgets(phone, user?.telegram_id ?? null);
  // again after a deadlock: a sign-in may lock the same rows in another order
  await untilUnchanged(() =>
    db.run(unlock, {
      ...act,
      subjects: counted.map(({ subject }) => subject),
      kinds: counted.map(({ kind }) => kind),
      phone,
      user_id: user?.id ?? null,
      masked: phone && maskPhone(phone),
      person: phone && people.idOf(phone),
    }),
  );
}
