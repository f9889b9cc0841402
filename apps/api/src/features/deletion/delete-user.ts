import type { Phone } from '@raqam/shared/phone';
import { type Database, untilUnchanged } from '../../database/database.ts';
import { subjects, subjectsOf } from '../../limits/budgets.ts';
import type { People } from '../events/person.ts';
import { type DeletionAct, deleteUser as deleteRow, findUserToDelete, forgetTraces } from './delete-user.queries.ts';

/** By the user, on the page: their event tells nothing of the browser. */
export const BY_USER: DeletionAct = { actor: 'user', ip: null, user_agent: null, by: '{}' };

/**
 * Deletes a user and every trace of who they were, whatever signs in meanwhile (docs/decisions/0029). Their events stay
 * without what identifies them, and `user.deleted` is added.
 *
 * @returns whether there was such a user
 */
export async function deleteUser(
  { db, people }: { db: Database; people: People },
  id: string,
  act: DeletionAct,
): Promise<boolean> {
  const traces = await untilUnchanged(async () => {
    const [user] = await db.run(findUserToDelete, { id });
    if (user === undefined) return null;
    const phone = user.phone as Phone | null; // the column's type e164 has no others
    const { telegram_id, version } = user;
    const persons = phone === null ? [] : people.idsOf(phone);
    const budgets = [...subjectsOf(phone, telegram_id), subjects.changesOf(id)];
    const found = { id, phone, telegram_id, persons, subjects: budgets, cleaned: [] };
    const [deleted] = await db.run(deleteRow, { ...found, ...act, version });
    return deleted && { ...found, ...deleted };
  });
  if (traces === null) return false;
  await untilUnchanged(() => db.run(forgetTraces, traces)); // other statements may lock its rows in another order
  return true;
}
