import type { Statistics } from '@raqam/shared/contract/admin-statistics';
import type { Database } from '../../database/database.ts';
import { countUsers } from './statistics.queries.ts';

export type FindTotals = () => Promise<Statistics['totals']>;

/** A count is reused for so many times as it took: reading every user takes the database a twentieth of its time at most. */
const HOLDS_FOR_DURATIONS = 20;

/**
 * Makes the function that counts the users of this moment. Where there are few the count is exact; counting ten million
 * takes seconds, so it is a minute old then. Calls at once share one count.
 *
 * @param now milliseconds
 */
export function createFindTotals(db: Database, now: () => number): FindTotals {
  let counting: Promise<Statistics['totals']> | undefined;
  let counted: { totals: Statistics['totals']; until: number } | undefined;

  async function count(): Promise<Statistics['totals']> {
    const begun = now();
    const [totals] = await db.run(countUsers, {});
    if (totals === undefined) throw new Error('An aggregate returned no row');
    counted = { totals, until: now() + HOLDS_FOR_DURATIONS * (now() - begun) };
    return totals;
  }

  return async () => {
    if (counted && now() < counted.until) return counted.totals;
    counting ??= count().finally(() => {
      counting = undefined;
    });
    return counting;
  };
}
