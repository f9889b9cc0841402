import { Kysely, PostgresAdapter, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import type { Database } from './database.ts';
import * as usersCodesSessions from './migrations/0001-users-codes-sessions.ts';
import * as sms from './migrations/0002-sms.ts';
import * as knownDevicesAndLostAnswers from './migrations/0003-known-devices-and-lost-answers.ts';
import * as fernetCanary from './migrations/0004-fernet-canary.ts';
import * as challengesBudgetsEvents from './migrations/0005-challenges-budgets-events.ts';
import * as telegramChats from './migrations/0006-telegram-chats.ts';
import * as press from './migrations/0007-press.ts';
import * as clients from './migrations/0008-clients.ts';
import * as oidc from './migrations/0009-oidc.ts';
import * as webhooks from './migrations/0010-webhooks.ts';
import * as serviceKeys from './migrations/0011-service-keys.ts';
import * as proveNumber from './migrations/0012-prove-number.ts';
import * as vaultCanary from './migrations/0013-vault-canary.ts';
import * as oidcClients from './migrations/0014-oidc-clients.ts';
import * as peopleInEvents from './migrations/0015-people-in-events.ts';
import * as searchUsers from './migrations/0016-search-users.ts';
import * as deletionWithoutTraces from './migrations/0017-deletion-without-traces.ts';
import * as administrators from './migrations/0018-administrators.ts';
import * as statistics from './migrations/0019-statistics.ts';
import * as channels from './migrations/0020-channels.ts';
import * as gateway from './migrations/0021-gateway.ts';
import * as stepsOfStatistics from './migrations/0022-steps-of-statistics.ts';
import * as abuse from './migrations/0023-abuse.ts';
import * as recycledNumbers from './migrations/0024-recycled-numbers.ts';
import * as changeOfNumber from './migrations/0025-change-of-number.ts';
import * as telegramLogin from './migrations/0026-telegram-login.ts';
import * as waysBack from './migrations/0027-ways-back.ts';
import * as botUpdates from './migrations/0028-bot-updates.ts';
import { prepare } from './prepare.ts';

/** Forward only, in this order. A landed migration is never changed. */
const migrations = {
  '0001-users-codes-sessions': usersCodesSessions,
  '0002-sms': sms,
  '0003-known-devices-and-lost-answers': knownDevicesAndLostAnswers,
  '0004-fernet-canary': fernetCanary,
  '0005-challenges-budgets-events': challengesBudgetsEvents,
  '0006-telegram-chats': telegramChats,
  '0007-press': press,
  '0008-clients': clients,
  '0009-oidc': oidc,
  '0010-webhooks': webhooks,
  '0011-service-keys': serviceKeys,
  '0012-prove-number': proveNumber,
  '0013-vault-canary': vaultCanary,
  '0014-oidc-clients': oidcClients,
  '0015-people-in-events': peopleInEvents,
  '0016-search-users': searchUsers,
  '0017-deletion-without-traces': deletionWithoutTraces,
  '0018-administrators': administrators,
  '0019-statistics': statistics,
  '0020-channels': channels,
  '0021-gateway': gateway,
  '0022-steps-of-statistics': stepsOfStatistics,
  '0023-abuse': abuse,
  '0024-recycled-numbers': recycledNumbers,
  '0025-change-of-number': changeOfNumber,
  '0026-telegram-login': telegramLogin,
  '0027-ways-back': waysBack,
  '0028-bot-updates': botUpdates,
};

/** The last migration of this build, by its name, as `0002-sms`. */
export const NEWEST_MIGRATION = Object.keys(migrations).at(-1) ?? '';

/** Of the advisory lock that lets one migration run at a time. Any number that nothing else in the database uses. */
const LOCK_ID = 7_248_261_001;

/**
 * Kysely's own lock belongs to the session, which a pooler in transaction mode spreads over the server's connections:
 * it would be taken on one and never released. The transaction's lock replaces it.
 */
class LockedByTransaction extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

class Dialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new LockedByTransaction();
  }
}

/** Undoes the api's settings on a pooler's server connection: a migration may take long, and reads whole tables. */
const UNLIMITED = ['statement_timeout = 0', 'lock_timeout = 0', 'enable_seqscan = on', 'plan_cache_mode = auto'];

/**
 * Brings the database to the newest migration, in one transaction; several processes may do so at once. Returns the
 * names of the migrations that it ran. Throws when one fails, and then none of them is applied.
 */
export async function migrate(url: string): Promise<string[]> {
  let firstError: unknown;
  const db = new Kysely<unknown>({
    dialect: new Dialect({ pool: new pg.Pool({ connectionString: url, max: 1 }) }),
    log: (event) => {
      if (event.level === 'error') firstError ??= event.error;
    },
  });
  try {
    return await db.transaction().execute(async (transaction) => {
      for (const setting of UNLIMITED) await sql`SET LOCAL ${sql.raw(setting)}`.execute(transaction);
      await sql`SELECT pg_advisory_xact_lock(${LOCK_ID})`.execute(transaction);
      const migrator = new Migrator({ db: transaction, provider: { getMigrations: async () => migrations } });
      const { error, results = [] } = await migrator.migrateToLatest();
      if (error) throw firstError ?? error; // after the first, PostgreSQL reports only that the transaction is aborted
      return results.filter(({ status }) => status === 'Success').map(({ migrationName }) => migrationName);
    });
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
