import { type RunningPostgres, startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import pg from 'pg';

export interface OpenDatabase {
  postgres: RunningPostgres;
  /** A connection of the bench's own */
  pool: pg.Pool;
  close(): Promise<void>;
}

/** Counts statements, and serves pgbench's 64 clients beside the pools of several servers. */
const SETTINGS = { shared_preload_libraries: 'pg_stat_statements', max_connections: '200' };

/** PostgreSQL with its defaults otherwise, so commits are durable as in production. */
export async function openDatabase(): Promise<OpenDatabase> {
  const postgres = await startPostgres({ settings: SETTINGS });
  const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
  pool.on('error', () => {}); // PostgreSQL was stopped under an idle connection: the next statement fails
  await pool.query('CREATE EXTENSION pg_stat_statements');
  return {
    postgres,
    pool,
    async close() {
      await pool.end();
      await postgres.stop();
    },
  };
}
