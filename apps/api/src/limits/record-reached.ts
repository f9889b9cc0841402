import { createHmac, type KeyObject } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { prepare } from '../database/prepare.ts';

/** Writes an event unless one was written for the same subject within the window. */
const recordReached = prepare(
  'record-reached-limit',
  {},
  (args: { subject: string; limit: string; ip: string; window: number }) => sql`
    WITH first AS (
      INSERT INTO budgets AS held (subject, hits) VALUES (${args.subject}, ARRAY[now()])
      ON CONFLICT (subject) DO UPDATE SET hits = ARRAY[now()]
      WHERE held.hits[1] < now() - make_interval(secs => ${args.window}::float8)
      RETURNING 1
    )
    INSERT INTO events (type, actor, ip, data)
    SELECT 'limit.reached', 'user', ${args.ip}::inet, jsonb_build_object('limit', ${args.limit}::text) FROM first`,
);

/** A limit that an IP has just used up. */
export interface ReachedLimit {
  /** As its event names it. */
  title: string;
  ip: string;
  /** What the limit counts by: the IP, or its IPv6 network. */
  network: string;
  /** Seconds. */
  window: number;
}

export type RecordReached = (reached: ReachedLimit) => Promise<void>;

/**
 * Makes the function that writes `limit.reached`, at most once for each network, limit and window over all replicas. The
 * budget that remembers it holds no IP. A failure is reported, and the request goes on.
 */
export function createRecordReached(
  db: Database,
  { key, onError }: { key: KeyObject; onError(error: Error): void },
): RecordReached {
  return async ({ title, ip, network, window }) => {
    const subject = `reached:${createHmac('sha256', key).update(`${title} ${network}`).digest('base64url')}`;
    await db.run(recordReached, { subject, limit: title, ip, window }).catch(onError);
  };
}
