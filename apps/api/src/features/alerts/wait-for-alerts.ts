import { setTimeout as timer } from 'node:timers/promises';
import type { Database } from '../../database/database.ts';
import type { RowsOf } from '../../database/prepare.ts';
import type { Signal } from '../../database/signal.ts';
import { takeAlerts } from './alerts.queries.ts';

export interface AlertWait {
  /** How long to wait for the first alert; 0: not at all. */
  seconds: number;
  /** How many alerts to take at most. */
  size: number;
  /** Aborts when nobody waits any more. */
  gone: AbortSignal;
}

/**
 * Takes the alerts that are due, and waits for the first one if there is none.
 *
 * @param nextAlert resolves when an alert may be due, or at once, with `closed`, while the process shuts down
 */
export async function waitForAlerts(
  db: Database,
  nextAlert: Signal['next'],
  { seconds, size, gone }: AlertWait,
): Promise<RowsOf<typeof takeAlerts>[]> {
  const done = new AbortController();
  const over = timer(seconds * 1_000, 'over', { signal: AbortSignal.any([gone, done.signal]) }).catch(() => 'over');
  try {
    for (let isLast = seconds === 0; !gone.aborted; ) {
      const arrived = nextAlert(); // before the look: an alert in between ends the wait
      const alerts = await db.run(takeAlerts, { size });
      if (alerts.length > 0 || isLast) return alerts;
      isLast = (await Promise.race([arrived, over])) !== 'fired';
    }
    return [];
  } finally {
    done.abort();
  }
}
