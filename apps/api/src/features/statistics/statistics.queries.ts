import { sql } from 'kysely';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { DAY, HOUR, MINUTE } from '../../policy.ts';
import { addedCounts, countColumns, countRefusals, countSignIns, sumCounts } from './facts.ts';

/** An hour is counted once it is so old: its events are final (`EVENTS_SETTLED_AFTER`), and its links opened or not. */
const SETTLED_AFTER = 10 * MINUTE;
/** Of what is not counted yet, so much is counted for each look: more only if the hourly job has failed for a day. */
const LIVE_MAX = DAY;

/**
 * Adds the next hour to the counts of its day, once: the cursor moves in the same statement, and its lock lets one
 * process at a time do so. No row: no further hour is over.
 */
export const countNextHour = prepare('count-next-hour', { hour: 'timestamptz' }, () => {
  const stretch = { begins: sql`(SELECT begins FROM hour)`, ends: sql`(SELECT ends FROM hour)` };
  return sql`
    WITH hour AS (
      UPDATE statistics_cursor SET counted_until = counted_until + ${interval(HOUR)}
      WHERE is_only AND counted_until + ${interval(HOUR)} < now() - ${interval(SETTLED_AFTER)}
      RETURNING counted_until - ${interval(HOUR)} AS begins, counted_until AS ends
    ), sign_ins AS (
      INSERT INTO sign_in_days AS known (day, way, provider, prefix, ${countColumns})
      SELECT * FROM (${countSignIns(stretch)}) AS counted
      ON CONFLICT (day, way, provider, prefix) DO UPDATE SET (${countColumns}) = (${addedCounts})
    ), refusals AS (
      INSERT INTO refusal_days AS known (day, type, reason, count)
      SELECT * FROM (${countRefusals(stretch)}) AS counted
      ON CONFLICT (day, type, reason) DO UPDATE SET count = known.count + excluded.count
    )
    SELECT begins AS hour FROM hour`;
});

/** SQL: what is not in the counts yet. */
const live = {
  begins: sql`(SELECT greatest(counted_until, now() - ${interval(LIVE_MAX)}) FROM statistics_cursor WHERE is_only)`,
  ends: sql`now() + ${interval(DAY)}`,
};

/** SQL: the day is one of the last `days`, of which today is one. */
const isShown = ({ days }: { days: number }) => sql`day > (now() AT TIME ZONE 'UTC')::date - ${days}::int`;

/**
 * How often people signed up and in on the last days: once by day and way, where `prefix` is null, and once by way,
 * provider and start of the number, where `day` is null.
 */
export const findSignIns = prepare(
  'find-sign-in-statistics',
  {
    day: 'text?',
    way: 'text',
    provider: 'text?',
    prefix: 'text?',
    sign_ups: 'int8',
    sign_ins: 'int8',
    proofs: 'int8',
    started: 'int8',
    taken_over: 'int8',
    sent: 'int8',
    reported: 'int8',
    delivered: 'int8',
    refunded: 'int8',
    entered: 'int8',
    cost_usd: 'float8',
  },
  (args: { days: number }) => sql`
    SELECT day::text, way, provider, prefix, ${sumCounts}
    FROM (
      SELECT day, way, provider, prefix, ${countColumns} FROM sign_in_days WHERE ${isShown(args)}
      UNION ALL
      SELECT * FROM (${countSignIns(live)}) AS live WHERE ${isShown(args)}
    ) AS counts
    GROUP BY GROUPING SETS ((day, way), (way, provider, prefix))
    ORDER BY day, way`,
);

/** What was refused on the last days, the most frequent first. */
export const findRefusals = prepare(
  'find-refusal-statistics',
  { type: 'text', reason: 'text', count: 'int8' },
  (args: { days: number }) => sql`
    SELECT type, reason, sum(count)::int8 AS count FROM (
      SELECT * FROM refusal_days WHERE ${isShown(args)}
      UNION ALL
      SELECT * FROM (${countRefusals(live)}) AS live WHERE ${isShown(args)}
    ) AS counts
    GROUP BY type, reason ORDER BY count DESC, type, reason`,
);

/** The users of this moment. It reads all of them: not for every request (`count-users.ts`). */
export const countUsers = prepare(
  'count-users',
  { users: 'int8', verified: 'int8', disabled: 'int8', admins: 'int8', active_today: 'int8' },
  () => sql`
    SELECT count(*) AS users, count(phone_proved_at) AS verified, count(disabled_at) AS disabled,
      count(*) FILTER (WHERE role = 'admin') AS admins,
      (SELECT count(DISTINCT user_id) FROM sessions WHERE last_used_at > now() - ${interval(DAY)}) AS active_today
    FROM users`,
);

/** A day of UTC, and the one so many days before it. */
export const findDays = prepare(
  'find-days',
  { from: 'text', to: 'text' },
  (args: { days: number }) => sql`
    SELECT (today - ${args.days}::int + 1)::text AS from, today::text AS to
    FROM (SELECT (now() AT TIME ZONE 'UTC')::date AS today) AS clock`,
);

/** Failures of one IP in a day from which on it is listed. Behind an IP of a mobile carrier a few are normal. */
const LEAST_FAILURES = 5;
/** SMS to so many numbers are as suspicious: whoever pumps them enters no code. */
const LEAST_NUMBERS = 20;
const ADDRESSES_MAX = 20;

/** The IPs of the last day with many failures or many numbers, the worst first. */
export const findAddresses = prepare(
  'find-suspicious-addresses',
  {
    ip: 'text',
    wrong_codes: 'int8',
    declined: 'int8',
    refused: 'int8',
    codes_sent: 'int8',
    people: 'int8',
    last_at: 'timestamptz',
  },
  () => sql`
    SELECT host(ip) AS ip, wrong_codes, declined, refused, codes_sent, people, last_at FROM (
      SELECT ip, count(*) FILTER (WHERE type = 'code.failed') AS wrong_codes,
        count(*) FILTER (WHERE type IN ('challenge.declined', 'challenge.wrong_number', 'challenge.taken')) AS declined,
        count(*) FILTER (WHERE type IN ('code.refused', 'limit.reached')) AS refused,
        count(*) FILTER (WHERE type = 'code.sent') AS codes_sent, count(DISTINCT person) AS people, max(at) AS last_at
      FROM events
      WHERE at >= now() - ${interval(DAY)} AND ip IS NOT NULL AND type IN ('code.failed', 'challenge.declined',
        'challenge.wrong_number', 'challenge.taken', 'code.refused', 'limit.reached', 'code.sent')
      GROUP BY ip
    ) AS addresses
    WHERE wrong_codes + declined + refused >= ${sql.lit(LEAST_FAILURES)}
      OR codes_sent >= ${sql.lit(LEAST_NUMBERS)} AND people >= ${sql.lit(LEAST_NUMBERS)}
    ORDER BY wrong_codes + declined + refused DESC, codes_sent DESC, last_at DESC LIMIT ${sql.lit(ADDRESSES_MAX)}`,
);
