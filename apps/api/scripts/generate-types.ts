/**
 * Writes src/database/database.types.ts from a database that the migrations have just made.
 * With --check it writes nothing and fails if the file is out of date.
 */
import { fileURLToPath } from 'node:url';
import { startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import { Kysely, PostgresDialect as KyselyDialect } from 'kysely';
import { generate, PostgresDialect } from 'kysely-codegen';
import pg from 'pg';
import { migrate } from '../src/database/migrate.ts';

const postgres = await startPostgres({ settings: { fsync: 'off' } });
try {
  await migrate(postgres.url);
  const dialect = new PostgresDialect();
  const pool = new pg.Pool({ connectionString: postgres.url });
  pool.on('error', () => {}); // the server may stop before it has seen the last connection close
  const db = new Kysely({ dialect: new KyselyDialect({ pool }) });
  await generate({
    db,
    dialect,
    outFile: fileURLToPath(new URL('../src/database/database.types.ts', import.meta.url)),
    typeMapping: { int8: 'number' }, // database.ts parses it so
    typeOnlyImports: true,
    verify: process.argv.includes('--check'),
  });
  await db.destroy();
} finally {
  await postgres.stop();
}
