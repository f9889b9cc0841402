import type { Database } from './database/database.ts';
import type { Statement } from './database/prepare.ts';
import { deleteOldCodes, deleteOldRequesters } from './features/codes/codes.queries.ts';
import { deleteOldSessions } from './features/sessions/sessions.queries.ts';
import { deleteOldDays, deleteOldReports } from './features/sms/sms.queries.ts';

const FIRST_AFTER_MS = 60 * 1000;
const EVERY_MS = 60 * 60 * 1000;

/** Rows of one statement: few enough that it holds its locks for a moment only. */
const BATCH = 1_000;

/** Each deletes a batch of expired rows by an index, and skips locked ones. */
const statements: readonly Statement<{ batch: number }, unknown>[] = [
  deleteOldCodes,
  deleteOldRequesters,
  deleteOldSessions,
  deleteOldReports,
  deleteOldDays,
];

/** Deletes expired rows soon after the start and then every hour; replicas may do it at once. Returns how to stop it. */
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
 * Deletes codes, counters, sessions and reports that nothing looks at any more: a number that asked for a code and
 * never came is kept no longer than its budgets. A statement that fails is reported, and the others still run.
 */
export async function deleteExpired(
  db: Database,
  onError: (error: Error) => void,
  { batch = BATCH }: { batch?: number } = {},
): Promise<void> {
  for (const statement of statements) {
    try {
      while ((await db.run(statement, { batch })).length === batch);
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
