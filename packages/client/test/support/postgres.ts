import { startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One real PostgreSQL for all test files. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres({ settings: { fsync: 'off' } });
  project.provide('postgresUrl', postgres.url);
  return () => postgres.stop();
}
