import type { Phone } from '@raqam/shared/phone';
import type { Database } from '../../database/database.ts';
import type { Fernet } from '../../encryption/fernet.ts';
import type { AdminAct } from '../admin/admin-act.ts';
import type { People } from '../events/person.ts';
import { exportEvents, exportStored } from './export-user.queries.ts';
import { findPersonFacts } from './find-person.ts';
import { findAdminUser } from './users.queries.ts';

/** Events per statement. */
const BATCH = 1_000;
/** More than the limits allow in the 30 days that deliveries are kept. */
const DELIVERIES_MAX = 1_000;

export interface ExportDependencies {
  db: Database;
  people: People;
  /** Decrypts the passport number; without it the export has none. */
  fernet: Fernet | undefined;
}

/** Everything that is stored about a user, as people may ask for it; never secrets. undefined: there is no such user. */
export async function exportUser(
  { db, people, fernet }: ExportDependencies,
  id: string,
  act: AdminAct,
): Promise<Record<string, unknown> | undefined> {
  const [stored] = await db.run(exportStored, { id, ...act });
  const [user] = await db.run(findAdminUser, { id, phone: null, telegram_id: null });
  if (stored === undefined || user === undefined) return undefined;
  const { sessions, challenges, alerts, consents, openid_connect, telegram_chats, passkeys, passport_id, ...columns } =
    stored;
  const phone = stored.phone as Phone | null; // it was stored as one
  const { country, limits, deliveries } = await findPersonFacts(db, people, { user, phone }, DELIVERIES_MAX);
  return {
    user: { ...columns, country, passport_id: passport_id && (fernet?.decrypt(passport_id) ?? null) },
    ...{ sessions, challenges, alerts, consents, openid_connect, telegram_chats, passkeys, limits, deliveries },
    events: await readEvents(db, id, phone === null ? [] : people.idsOf(phone)),
  };
}

async function readEvents(db: Database, userId: string, people: readonly string[]): Promise<object[]> {
  const events: object[] = [];
  for (let place = { at_us: 0, id: 0 }, isLast = false; !isLast; ) {
    const rows = await db.run(exportEvents, { user_id: userId, people, ...place, size: BATCH });
    for (const { at_us, ...event } of rows) events.push({ ...event, at: new Date(at_us / 1000).toISOString() });
    place = rows.at(-1) ?? place;
    isLast = rows.length < BATCH;
  }
  return events;
}
