import type { Bilingual } from '@raqam/service/bilingual';
import { sql } from 'kysely';
import type { Database } from '../../database/database.ts';
import { prepare } from '../../database/prepare.ts';
import { openCanary, prepareCanary } from '../../encryption/canary.ts';
import type { Fernet } from '../../encryption/fernet.ts';
import { prepareSealedColumn } from '../../encryption/reencrypt.ts';

const findAnyPassport = prepare(
  'find-any-passport',
  { passport_id: 'text' },
  () => sql`SELECT passport_id FROM users WHERE passport_id <> '' LIMIT 1`,
);

/** What FERNET_KEY encrypts. A database of an earlier version has no canary: a passport number takes its place. */
export const passports = {
  canary: prepareCanary('fernet_canary', async (db, fernet) => {
    const [user] = await db.run(findAnyPassport, {});
    return user !== undefined && fernet.decrypt(user.passport_id) === undefined;
  }),
  columns: [prepareSealedColumn('users', 'passport_id')],
};

/** Checks whether a value of FERNET_KEY is the key that encrypted the data in the database. */
export async function checkFernetKey(db: Database, fernet: Fernet): Promise<'ok' | 'mismatch'> {
  return (await openCanary(db, passports.canary, fernet)) ? 'ok' : 'mismatch';
}

export const fernetMismatch: Bilingual = {
  en: 'FERNET_KEY (service api) is not the key that encrypted the passport numbers in the database: their owners see none, and what they save anew can’t be read with the old key. Set FERNET_KEY to the old value',
  uz: 'FERNET_KEY (api xizmati) bazadagi pasport raqamlari shifrlangan kalit emas: egalari ularni ko‘rmaydi, yangi saqlanganlarini esa eski kalit bilan o‘qib bo‘lmaydi. FERNET_KEY’ga eski qiymatni qaytaring',
};
