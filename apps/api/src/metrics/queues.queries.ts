import { sql } from 'kysely';
import { interval } from '../database/interval.ts';
import { prepare } from '../database/prepare.ts';
import { REPEATED_AFTER } from '../features/alerts/alerts.queries.ts';

/** Counts at most this many alerts. */
const COUNTED = 10_000;

/** The SMS that were sent today (UTC), and the alerts that the bot has not acknowledged: at most 10,000 are counted. */
export const findQueues = prepare(
  'find-queues',
  { sms_sent: 'int4', alerts: 'int4' },
  () => sql`
    SELECT coalesce((SELECT sent FROM sms_days WHERE day = (now() AT TIME ZONE 'UTC')::date), 0) AS sms_sent,
      (SELECT count(*)::int FROM (
        SELECT FROM alerts WHERE due_at <= now() + ${interval(REPEATED_AFTER)} LIMIT ${sql.lit(COUNTED)}
      ) queued) AS alerts`,
);
