import { setTimeout as pause } from 'node:timers/promises';
import type { Batch } from './database/clean-up-batch.ts';
import type { Database } from './database/database.ts';
import type { RowsOf, Statement } from './database/prepare.ts';
import { deleteOldAlerts } from './features/alerts/alerts.queries.ts';
import { deleteOldChallenges } from './features/challenges/challenges.queries.ts';
import { deleteOldDays, deleteOldDeliveries } from './features/channels/sending/deliveries.queries.ts';
import { deleteOldBotUpdates } from './features/chats/updates.queries.ts';
import { createPartitions, dropPartitions } from './features/events/partitions.queries.ts';
import { deleteOldPayloads } from './features/oidc/payloads.queries.ts';
import { deleteOldSessions } from './features/sessions/sessions.queries.ts';
import { deleteOldWebhookDeliveries } from './features/webhooks/deliveries.queries.ts';
import { startHourly } from './hourly.ts';
import { deleteOldAbuseCounts } from './limits/abuse/abuse.queries.ts';
import { deleteOldBudgets } from './limits/budgets.queries.ts';

/** Rows per statement: few, so that its locks and its writes are short. */
const BATCH = 100;
/**
 * Each batch is followed by a pause of at least so long, and of so many times its own duration, so that sign-ins are not
 * slowed down (docs/performance.md). Ten million rows take half an hour.
 */
const LEAST_PAUSE_MS = 25;
const PAUSE_FACTOR = 3;

type Walked = RowsOf<typeof deleteOldChallenges>;

/** Each deletes a batch of old rows, found by an index. The keys of its first batch come after `start`. */
const walks: readonly { statement: Statement<Batch, Walked>; start: string }[] = [
  { statement: deleteOldChallenges, start: '00000000-0000-0000-0000-000000000000' },
  { statement: deleteOldBudgets, start: '' },
  { statement: deleteOldAbuseCounts, start: '' },
  { statement: deleteOldSessions, start: '-infinity' },
  { statement: deleteOldDeliveries, start: '-infinity' },
  { statement: deleteOldAlerts, start: '-infinity' },
  { statement: deleteOldPayloads, start: '-infinity' },
  { statement: deleteOldWebhookDeliveries, start: '-infinity' },
  { statement: deleteOldBotUpdates, start: '-infinity' },
];

export interface CleanUpOptions {
  /** How many days events are kept. */
  eventsKeepDays: number;
  /** Called with each failed statement. */
  onError(error: Error): void;
  /** Rows per statement. */
  batch?: number;
}

/**
 * Deletes expired rows soon after the start and then hourly, and creates the partitions of events for a year ahead.
 * Replicas may clean up at once: one of them works, the others stop. Returns a function that stops it.
 */
export function startCleanUp(db: Database, options: CleanUpOptions): () => void {
  return startHourly(({ signal }) => deleteExpired(db, options, signal));
}

/**
 * Deletes challenges, budgets, sessions, deliveries, alerts, events and what OpenID Connect issued, once they are no
 * longer read. A number whose code was never
 * used is kept no longer than its budgets. A failed statement is reported, and the others still run.
 */
export async function deleteExpired(
  db: Database,
  { eventsKeepDays, onError, batch: size = BATCH }: CleanUpOptions,
  signal?: AbortSignal,
): Promise<void> {
  const jobs = [
    () => db.run(createPartitions, {}),
    () => db.run(dropPartitions, { keep_days: eventsKeepDays }),
    () => db.run(deleteOldDays, {}),
    ...walks.map(({ statement, start }) => async () => {
      for (let after: string | null | undefined = start; after != null && !signal?.aborted; ) {
        const begun = performance.now();
        const [batch]: Walked[] = await db.run(statement, { after, size });
        after = batch?.rows === size ? batch.last : null;
        const pauseMs = Math.max(LEAST_PAUSE_MS, PAUSE_FACTOR * (performance.now() - begun));
        if (after !== null) await pause(pauseMs, undefined, { ref: false, signal });
      }
    }),
  ];
  for (const job of jobs) {
    if (signal?.aborted) return;
    await job().catch((error) => signal?.aborted || onError(error));
  }
}
