import { sql } from 'kysely';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { DAY, HOUR } from '../../policy.ts';

/** Counts at most this many deliveries of each webhook. */
const COUNTED = 1_000;

/**
 * What the operator has to know: whether there is an administrator, how many deliveries to enabled webhooks wait for more
 * than an hour, and how many have failed for good in the last day.
 */
export const findOperation = prepare(
  'find-operation',
  { has_admin: 'bool', late: 'int4', failed: 'int4' },
  () => sql`
    SELECT EXISTS (SELECT FROM users WHERE role = 'admin' AND disabled_at IS NULL) AS has_admin,
      coalesce(sum(waiting.count), 0)::int AS late, coalesce(sum(lost.count), 0)::int AS failed
    FROM (SELECT id FROM webhooks WHERE disabled_at IS NULL) webhooks, LATERAL (
      SELECT count(*) FILTER (WHERE created_at < now() - ${interval(HOUR)}) FROM (
        -- those that were tried most often first
        SELECT created_at FROM webhook_deliveries WHERE webhook_id = webhooks.id AND state = 'pending'
        ORDER BY next_at DESC, position DESC LIMIT ${sql.lit(COUNTED)}
      ) pending
    ) waiting, LATERAL (
      SELECT count(*) FILTER (WHERE tried_at > now() - ${interval(DAY)}) FROM (
        SELECT tried_at FROM webhook_deliveries WHERE webhook_id = webhooks.id AND state = 'failed'
        ORDER BY position DESC LIMIT ${sql.lit(COUNTED)}
      ) failed
    ) lost`,
);
