import { startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../../src/database/migrate.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the server's maintenance database; `TEMPLATE` beside it has every migration. */
    postgresUrl: string;
  }
}

/** So that tests may write events of some days ago, also in the first days of a month. */
const PARTITION_OF_LAST_MONTH = `
  DO $$ DECLARE
    ends timestamptz := date_trunc('month', now(), 'UTC');
    begins timestamptz := date_trunc('month', ends - interval '1 day', 'UTC');
  BEGIN
    EXECUTE format('CREATE TABLE %I PARTITION OF events FOR VALUES FROM (%L) TO (%L)',
      'events_' || to_char(begins AT TIME ZONE 'UTC', 'YYYY_MM'), begins, ends);
  END $$`;

export const TEMPLATE = 'template_of_tests';

/** One real PostgreSQL for all test files. Data lost in a crash do not matter here, so nothing is flushed. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres({ settings: { fsync: 'off', full_page_writes: 'off', max_connections: '300' } });
  await execute(postgres.url, `CREATE DATABASE ${TEMPLATE}`);
  await migrate(databaseUrl(postgres.url, TEMPLATE));
  await execute(databaseUrl(postgres.url, TEMPLATE), PARTITION_OF_LAST_MONTH);
  project.provide('postgresUrl', postgres.url);
  return () => postgres.stop();
}

export function databaseUrl(serverUrl: string, database: string): string {
  return Object.assign(new URL(serverUrl), { pathname: `/${database}` }).href;
}

export async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
