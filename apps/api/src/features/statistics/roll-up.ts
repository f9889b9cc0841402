import type { Database } from '../../database/database.ts';
import { startHourly } from '../../hourly.ts';
import { countNextHour } from './statistics.queries.ts';

export interface RollUpOptions {
  /** Called when counting fails; the next hour tries again. */
  onError(error: Error): void;
}

/**
 * Counts, soon after the start and then hourly, the hours that are over. Replicas may do so at once: each hour is counted
 * once. Returns a function that stops it.
 */
export function startRollUp(db: Database, { onError }: RollUpOptions): () => void {
  return startHourly(async ({ signal }) => {
    await rollUp(db, signal).catch((error) => signal.aborted || onError(error));
  });
}

/** Counts every hour that is over and not counted yet. */
export async function rollUp(db: Database, signal?: AbortSignal): Promise<void> {
  let counted: unknown[];
  do counted = await db.run(countNextHour, {});
  while (counted.length > 0 && !signal?.aborted);
}
