import type { Bilingual } from '@raqam/service/bilingual';
import { sql } from 'kysely';
import type { Database } from '../../database/database.ts';
import { prepare } from '../../database/prepare.ts';
import type { Fernet } from './fernet.ts';

const CANARY = 'raqam';

const findCanary = prepare('find-fernet-canary', { token: 'text' }, () => sql`SELECT token FROM fernet_canary`);

const findAnyPassport = prepare(
  'find-any-passport',
  { passport_id: 'text' },
  () => sql`SELECT passport_id FROM users WHERE passport_id <> '' LIMIT 1`,
);

const keepCanary = prepare(
  'keep-fernet-canary',
  {},
  (args: { token: string }) => sql`INSERT INTO fernet_canary (token) VALUES (${args.token}) ON CONFLICT DO NOTHING`,
);

/**
 * Checks whether FERNET_KEY is the key that encrypted the data in the database: the first start stores an encrypted
 * known text, later starts decrypt it. A database of an earlier version has none: a passport number takes its place.
 */
export async function checkFernetKey(db: Database, fernet: Fernet): Promise<'ok' | 'mismatch'> {
  const [canary] = await db.run(findCanary, {});
  if (canary) return fernet.decrypt(canary.token) === CANARY ? 'ok' : 'mismatch';
  const [user] = await db.run(findAnyPassport, {});
  if (user && fernet.decrypt(user.passport_id) === undefined) return 'mismatch';
  await db.run(keepCanary, { token: fernet.encrypt(CANARY) });
  return checkFernetKey(db, fernet); // another replica may have been first
}

export const fernetMismatch: Bilingual = {
  en: 'FERNET_KEY (service api) is not the key that encrypted the passport numbers in the database: their owners see none, and what they save anew can’t be read with the old key. Set FERNET_KEY to the old value',
  uz: 'FERNET_KEY (api xizmati) bazadagi pasport raqamlari shifrlangan kalit emas: egalari ularni ko‘rmaydi, yangi saqlanganlarini esa eski kalit bilan o‘qib bo‘lmaydi. FERNET_KEY’ga eski qiymatni qaytaring',
};
