import type { Database } from './database/database.ts';
import type { Statement } from './database/prepare.ts';
import {
  deleteOldRequesters,
  deleteOldSmsCodes,
  deleteOldTelegramCodes,
  type Walk,
  type Walked,
} from './features/codes/codes.queries.ts';
import { deleteOldSessions } from './features/sessions/sessions.queries.ts';
import { deleteOldDays, deleteOldReports } from './features/sms/sms.queries.ts';

const FIRST_AFTER_MS = 60 * 1000;
const EVERY_MS = 60 * 60 * 1000;

/** Rows per statement: few, so that its locks are short. */
const BATCH = 1_000;

/** Each deletes a batch of expired rows, found by an index on their age, and skips locked ones. */
const byAge: readonly Statement<{ batch: number }, unknown>[] = [deleteOldSessions, deleteOldReports, deleteOldDays];

/** Each deletes the expired rows of a batch in the order of the primary key, and skips locked ones. */
const byKey: readonly { statement: Statement<Walk, Walked>; start: string }[] = [
  { statement: deleteOldTelegramCodes, start: '' },
  { statement: deleteOldSmsCodes, start: '' },
  { statement: deleteOldRequesters, start: '0' },
];

/** Deletes expired rows soon after the start and then hourly; replicas may do so at once. Returns how to stop it. */
export function startCleanUp(db: Database, onError: (error: Error) => void): () => void {
  const cleanUp = () => void deleteExpired(db, onError);
  const first = setTimeout(cleanUp, FIRST_AFTER_MS).unref();
  const timer = setInterval(cleanUp, EVERY_MS).unref();
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
}

/**
 * Deletes codes, counters, sessions and reports that are no longer read. A number that asked for a code and never
 * used it is kept no longer than its budgets. A failed statement is reported, and the others still run.
 */
export async function deleteExpired(
  db: Database,
  onError: (error: Error) => void,
  { batch = BATCH }: { batch?: number } = {},
): Promise<void> {
  const jobs = [
    ...byAge.map((statement) => async () => {
      while ((await db.run(statement, { batch })).length === batch);
    }),
    ...byKey.map(({ statement, start }) => async () => {
      let after: string | null | undefined = start;
      while (after != null) after = (await db.run(statement, { batch, after }))[0]?.last;
    }),
  ];
  for (const job of jobs) await job().catch(onError);
}
