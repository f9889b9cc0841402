/**
 * Writes src/database/database.types.ts from a database that the migrations have just made.
 * With --check it writes nothing and fails where the file is not what it would write.
 */
import { fileURLToPath } from 'node:url';
import { startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import { Kysely } from 'kysely';
import { generate, PostgresDialect } from 'kysely-codegen';
import { migrate } from '../src/database/migrate.ts';

const postgres = await startPostgres({ settings: { fsync: 'off' } });
try {
  await migrate(postgres.url);
  const dialect = new PostgresDialect();
  const db = new Kysely({ dialect: await dialect.createKyselyDialect({ connectionString: postgres.url }) });
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
