import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { prepare } from '../database/prepare.ts';
import type { Fernet, Opened } from './fernet.ts';

const TEXT = 'raqam';

/**
 * A known text that is encrypted in the database: it tells whether a key is still the same. While a key is replaced, it
 * is encrypted anew after all other data, so it also tells whether the previous key is still needed.
 */
export type Canary = ReturnType<typeof prepareCanary>;

/** @param isOfOtherKey finds data of a database without a canary that the keys can't read */
export function prepareCanary(
  table: 'fernet_canary' | 'vault_canary',
  isOfOtherKey: (db: Database, fernet: Fernet) => Promise<boolean> = async () => false,
) {
  const rows = sql.table(table);
  const name = table.replace('_', '-');
  return {
    isOfOtherKey,
    find: prepare(`find-${name}`, { token: 'text' }, () => sql`SELECT token FROM ${rows} WHERE is_only`),
    keep: prepare(
      `keep-${name}`,
      {},
      (args: { token: string }) => sql`INSERT INTO ${rows} (token) VALUES (${args.token}) ON CONFLICT DO NOTHING`,
    ),
    replace: prepare(
      `replace-${name}`,
      {},
      (args: { token: string }) => sql`UPDATE ${rows} SET token = ${args.token} WHERE is_only`,
    ),
  };
}

/** The known text, encrypted with the newest key. */
export function encryptCanary(fernet: Fernet): { token: string } {
  return { token: fernet.encrypt(TEXT) };
}

/**
 * Opens the canary. The first call on a database stores it.
 *
 * @returns undefined: it was encrypted with another key
 */
export async function openCanary(db: Database, canary: Canary, fernet: Fernet): Promise<Opened | undefined> {
  const [held] = await db.run(canary.find, {});
  if (held) {
    const opened = fernet.open(held.token);
    return opened?.text === TEXT ? opened : undefined;
  }
  if (await canary.isOfOtherKey(db, fernet)) return undefined;
  await db.run(canary.keep, encryptCanary(fernet));
  return openCanary(db, canary, fernet); // another replica may have been first
}
