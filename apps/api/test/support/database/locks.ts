import { expect } from 'vitest';
import type { TestApi } from '../test-api.ts';

/** Runs `during` while another transaction has run `sql`; rolls it back afterwards, unless `commit` was called. */
export async function besideTransaction<Result>(
  { sql: pool }: TestApi,
  sql: string,
  during: (commit: () => Promise<unknown>) => Promise<Result>,
): Promise<Result> {
  const holder = await pool.connect();
  try {
    await holder.query(`BEGIN; ${sql}`);
    return await during(() => holder.query('COMMIT'));
  } finally {
    await holder.query('ROLLBACK'); // after a commit it does nothing
    holder.release();
  }
}

/** Resolves once so many statements wait for a lock. */
export async function untilLocked(api: TestApi, statements = 1): Promise<void> {
  const waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
  await expect.poll(async () => (await api.sql.query(waiting)).rowCount).toBeGreaterThanOrEqual(statements);
}
