import type { Database } from './database/database.ts';
import { forgetOldCodes, forgetOldRequesters } from './features/codes/codes.queries.ts';
import { forgetOldSessions } from './features/sessions/sessions.queries.ts';
import { forgetOldReports } from './features/sms/sms.queries.ts';

const HOURLY = 60 * 60 * 1000;

/**
 * Forgets, every hour, what can open nothing any more: a number that asked for a code and never came is not
 * kept longer than its budgets. Replicas may do it at once. Returns how to stop it.
 */
export function startHousekeeping(db: Database, onError: (error: Error) => void): () => void {
  const timer = setInterval(() => void keepHouse(db).catch(onError), HOURLY);
  timer.unref();
  return () => clearInterval(timer);
}

export async function keepHouse(db: Database): Promise<void> {
  await db.run(forgetOldCodes, {});
  await db.run(forgetOldRequesters, {});
  await db.run(forgetOldSessions, {});
  await db.run(forgetOldReports, {});
}
