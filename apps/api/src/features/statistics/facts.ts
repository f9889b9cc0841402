import { type RawBuilder, sql } from 'kysely';
import { interval } from '../../database/interval.ts';
import { MINUTE } from '../../policy.ts';
import { firstIdAt } from '../challenges/challenges.queries.ts';

/** A stretch of time, as SQL: it begins with the first and ends before the second. */
export interface Stretch {
  begins: RawBuilder<unknown>;
  ends: RawBuilder<unknown>;
}

/** No code is entered so long after it was sent, and no challenge sends again after such a pause. */
const CODE_LOOKBACK = 15 * MINUTE;
/** Digits after the plus: as many as masked numbers show at their start. */
const PREFIX_LENGTH = 6;

const dayOf = (time: RawBuilder<unknown>) => sql`(${time} AT TIME ZONE 'UTC')::date`;
const prefixOf = (phone: RawBuilder<unknown>) => sql`left(${phone}, ${sql.lit(PREFIX_LENGTH)})`;
/** SQL: the shown start of the masked number in the data of an event. */
const shownPrefix = sql`split_part(data->>'phone', '•', 1)`;
const isIn = ({ begins, ends }: Stretch) => sql`at >= ${begins} AND at < ${ends}`;

/** The counts of a day, a way, a provider and a start of numbers. */
const COUNTS = [
  'sign_ups',
  'sign_ins',
  'proofs',
  'started',
  'taken_over',
  'sent',
  'reported',
  'delivered',
  'refunded',
  'entered',
  'cost_usd',
] as const;

type Count = (typeof COUNTS)[number];

/** SQL: the columns of the counts. */
export const countColumns = sql.raw(COUNTS.join(', '));

/** SQL: the sum of each count. */
export const sumCounts = sql.join(
  COUNTS.map((name) => {
    const type = sql.raw(name === 'cost_usd' ? 'float8' : 'int8');
    return sql`coalesce(sum(${sql.ref(name)}), 0)::${type} AS ${sql.ref(name)}`;
  }),
);

/** SQL: the counts of `added` on top of those of `known`, both rows of `sign_in_days`. */
export const addedCounts = sql.join(COUNTS.map((name) => sql.raw(`coalesce(known.${name}, 0) + excluded.${name}`)));

/** SQL: the counts of one fact; what it does not count is 0. */
const counts = (facts: Partial<Record<Count, RawBuilder<unknown>>>) =>
  sql.join(COUNTS.map((name) => sql`${facts[name] ?? sql`0`} AS ${sql.ref(name)}`));

/** SQL: the way of a code, by the channel of its event. */
const wayOfChannel = sql`CASE channel WHEN 'telegram' THEN 'code' ELSE channel::text END`;

/** SQL: the ways whose codes are entered by hand. */
const codeWays = sql`('code', 'sms', 'gateway')`;

/**
 * SQL: how often people signed up and in, by day, way, provider and start of the number, and how far they came.
 *
 * A sign-in that was started is a challenge that sent a code, or one of a link; it counts once, for the hour in which it
 * began, also if its code went over several channels. That a link was shown is no event, so its challenge is read, which
 * is kept for 25 hours. A code that was entered is told its provider and its number by the event that it was sent. What
 * became of a message is read from `deliveries`, as it is when its hour is counted: a later report is too late for a code.
 */
export function countSignIns({ begins, ends }: Stretch): RawBuilder<unknown> {
  return sql`
    WITH sendings AS MATERIALIZED (
      SELECT at, id, ${wayOfChannel} AS way, data->>'challenge' AS challenge, data->>'provider' AS provider,
        ${shownPrefix} AS prefix, (data->>(channel || '_id'))::bigint AS delivery_id,
        -- the events of deleted users name no challenge
        row_number() OVER (PARTITION BY coalesce(data->>'challenge', id::text) ORDER BY at, id) = 1 AS is_first,
        row_number() OVER (
          PARTITION BY coalesce(data->>'challenge', id::text), channel, data->>'provider' ORDER BY at, id
        ) = 1 AS is_first_here
      FROM events
      WHERE ${isIn({ begins: sql`${begins} - ${interval(CODE_LOOKBACK)}`, ends })} AND type = 'code.sent'
    ), attempts AS MATERIALIZED (
      SELECT at, type, user_id, data->>'challenge' AS challenge, ${shownPrefix} AS prefix,
        CASE
          WHEN type = 'code.failed' THEN ${wayOfChannel}
          WHEN type <> 'number.proved' THEN data->>'way'
          WHEN channel IN ('sms', 'gateway', 'telegram_login') THEN channel::text
          ELSE 'press'
        END AS way
      FROM events
      WHERE ${isIn({ begins: sql`${begins} - ${interval(CODE_LOOKBACK)}`, ends })}
        AND type IN ('user.created', 'user.signed_in', 'number.proved', 'code.failed')
    ), newest AS (
      SELECT DISTINCT ON (challenge, way) challenge, way, provider, prefix FROM sendings
      ORDER BY challenge, way, at DESC, id DESC
    ), facts AS (
      SELECT ${dayOf(sql`at`)} AS day, way, sendings.provider, prefix, ${counts({
        started: sql`is_first::int`,
        taken_over: sql`(is_first_here AND NOT is_first)::int`,
        sent: sql`1`,
        reported: sql`(status NOT IN ('waiting', 'unknown'))::int`,
        delivered: sql`(status = 'delivered')::int`,
        refunded: sql`(cost_usd = 0)::int`,
        cost_usd: sql`cost_usd`,
      })}
      FROM sendings LEFT JOIN deliveries ON deliveries.id = delivery_id WHERE at >= ${begins}
      UNION ALL
      SELECT ${dayOf(sql`started_at`)}, CASE
          WHEN secret_digest IS NULL THEN 'mini_app' WHEN channel = 'telegram_login' THEN 'telegram_login' ELSE 'press'
        END, NULL,
        ${prefixOf(sql`coalesce(challenges.phone, users.phone)`)}, ${counts({ started: sql`1` })}
      FROM challenges LEFT JOIN users ON users.telegram_id = challenges.telegram_id
      WHERE challenges.id >= ${firstIdAt(begins)} AND challenges.id < ${firstIdAt(ends)}
        -- the others have sent a code
        AND nonce_digest IS NOT NULL AND (channel IS NULL OR channel IN ('telegram', 'telegram_login'))
      UNION ALL
      SELECT ${dayOf(sql`tried.at`)}, tried.way, newest.provider, newest.prefix, ${counts({ entered: sql`1` })}
      FROM (
        SELECT DISTINCT ON (challenge) challenge, at, way FROM attempts WHERE way IN ${codeWays} ORDER BY challenge, at
      ) AS tried
      JOIN newest USING (challenge, way)
      WHERE tried.at >= ${begins}
      UNION ALL
      SELECT ${dayOf(sql`opened.at`)}, way, newest.provider,
        coalesce(newest.prefix, opened.prefix, ${prefixOf(sql`users.phone`)}), ${counts({
          sign_ups: sql`(type = 'user.created')::int`,
          sign_ins: sql`(type = 'user.signed_in')::int`,
          proofs: sql`(type = 'number.proved')::int`,
        })}
      FROM attempts AS opened
      LEFT JOIN newest USING (challenge, way)
      LEFT JOIN users ON users.id = opened.user_id
      WHERE opened.at >= ${begins} AND type <> 'code.failed' AND way IS NOT NULL
    )
    SELECT day, way, coalesce(provider, '') AS provider, coalesce(prefix, '') AS prefix, ${sumCounts}
    FROM facts GROUP BY 1, 2, 3, 4`;
}

/** The events of which something was refused, or went wrong for a person. */
const refusals = sql.join(
  [
    'code.refused',
    'code.failed',
    'limit.reached',
    'challenge.declined',
    'challenge.wrong_number',
    'challenge.taken',
    'sms.undelivered',
  ].map((type) => sql.lit(type)),
);

/** SQL: how often something was refused, by day, type of the event and reason. */
export function countRefusals(stretch: Stretch): RawBuilder<unknown> {
  return sql`
    SELECT ${dayOf(sql`at`)} AS day, type, coalesce(data->>'reason', data->>'limit', data->>'status', '') AS reason,
      count(*)::int8 AS count
    FROM events WHERE ${isIn(stretch)} AND type IN (${refusals}) GROUP BY 1, 2, 3`;
}
