import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import type { Database } from './database.ts';
import * as usersCodesSessions from './migrations/0001-users-codes-sessions.ts';
import * as sms from './migrations/0002-sms.ts';
import * as knownDevicesAndLostAnswers from './migrations/0003-known-devices-and-lost-answers.ts';
import * as fernetCanary from './migrations/0004-fernet-canary.ts';
import * as challengesBudgetsEvents from './migrations/0005-challenges-budgets-events.ts';
import { prepare } from './prepare.ts';

/** Forward only, in this order. A landed migration is never changed. */
const migrations = {
  '0001-users-codes-sessions': usersCodesSessions,
  '0002-sms': sms,
  '0003-known-devices-and-lost-answers': knownDevicesAndLostAnswers,
  '0004-fernet-canary': fernetCanary,
  '0005-challenges-budgets-events': challengesBudgetsEvents,
};

/** The last migration of this build, by its name, as `0002-sms`. */
export const NEWEST_MIGRATION = Object.keys(migrations).at(-1) ?? '';

/**
 * Brings the database to the newest migration; several processes may do so at once. Returns the names of the
 * migrations that it ran. Throws when one fails; a failed migration is rolled back.
 */
export async function migrate(url: string): Promise<string[]> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 1 }) }),
  });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error) throw error;
    return results.filter(({ status }) => status === 'Success').map(({ migrationName }) => migrationName);
  } finally {
    await db.destroy();
  }
}

const findMigration = prepare(
  'find-migration',
  { name: 'varchar' },
  (args: { name: string }) => sql`SELECT name FROM kysely_migration WHERE name = ${args.name}`,
);

/** PostgreSQL's undefined_table: the database was never migrated. */
const UNDEFINED_TABLE = '42P01';

/** Whether the database has this build's newest migration. Throws where it can't be reached. */
export async function isMigrated(db: Database): Promise<boolean> {
  try {
    return (await db.run(findMigration, { name: NEWEST_MIGRATION })).length > 0;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE) return false;
    throw error;
  }
}
