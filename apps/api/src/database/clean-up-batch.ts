import { sql } from 'kysely';
import { interval } from './interval.ts';
import { prepare } from './prepare.ts';

/**
 * A batch of the clean-up: at most `size` rows after the last key of the batch before. Its rows are found again as an
 * array: joined to the table, PostgreSQL would expect a tenth of it and scan it all.
 */
export interface Batch {
  after: string;
  size: number;
}

/** The last key of a batch, null for an empty one, and how many rows it had. */
export const walked = { last: 'text?', rows: 'int4' } as const;

/** Any number that no other program takes in the same database. */
const LOCK = 7_269_971;

/**
 * SQL: `clean_up.is_mine`, whether no other replica cleans up at this moment. The lock lasts for the statement, so a
 * pooler may give each batch another connection.
 */
export const cleanUpLock = sql`clean_up AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(${sql.lit(LOCK)}) AS is_mine)`;

/** Prepares the deletion of a batch of rows that were created more than `kept` seconds ago; it skips locked ones. */
export function prepareDeletion(
  table: 'sessions' | 'deliveries' | 'alerts' | 'webhook_deliveries' | 'bot_updates',
  kept: number,
) {
  const name = sql.table(table);
  return prepare(
    `delete-old-${table}`,
    walked,
    (args: Batch) => sql`
      WITH ${cleanUpLock}, batch AS MATERIALIZED (
        SELECT id, created_at FROM ${name}, clean_up
        WHERE is_mine AND created_at >= ${args.after}::timestamptz AND created_at < now() - ${interval(kept)}
        ORDER BY created_at LIMIT ${args.size} FOR UPDATE OF ${name} SKIP LOCKED
      ), deleted AS (
        DELETE FROM ${name} WHERE id = ANY(ARRAY(SELECT id FROM batch))
      )
      SELECT max(created_at)::text AS last, count(*)::int AS rows FROM batch`,
  );
}
