import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { databaseUrl, execute } from './postgres.ts';

/** Creates a database in the tests' PostgreSQL, empty or as `TEMPLATE` is; resolves to its URL. */
export async function createDatabase(template = 'template0'): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(inject('postgresUrl'), `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return databaseUrl(inject('postgresUrl'), name);
}
