import { sql } from 'kysely';
import { type Batch, cleanUpLock, walked } from '../database/clean-up-batch.ts';
import { interval } from '../database/interval.ts';
import { prepare } from '../database/prepare.ts';
import { DAY, HOUR } from '../policy.ts';

/** No limit looks further back than a day. */
const KEPT = DAY + HOUR;

/**
 * Looks at a batch of budgets in the order of their subjects and deletes those that no limit counts any more; skips
 * locked ones. The table holds a day: an index on the time of the newest hit would cost every sign-in more than this.
 */
export const deleteOldBudgets = prepare(
  'delete-old-budgets',
  walked,
  (args: Batch) => sql`
    WITH ${cleanUpLock}, batch AS MATERIALIZED (
      SELECT subject FROM budgets, clean_up WHERE is_mine AND subject > ${args.after}
      ORDER BY subject LIMIT ${args.size}
    ), deleted AS (
      DELETE FROM budgets WHERE subject = ANY(ARRAY(
        SELECT subject FROM budgets
        WHERE subject = ANY(ARRAY(SELECT subject FROM batch)) AND coalesce(hits[1] < now() - ${interval(KEPT)}, true)
        FOR UPDATE SKIP LOCKED
      ))
    )
    SELECT max(subject) AS last, count(*)::int AS rows FROM batch`,
);
