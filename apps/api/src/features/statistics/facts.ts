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

/**
 * SQL: how often people signed up and in, by day, way, provider and start of the number.
 *
 * A sign-in that was started is a challenge that sent a code, or one of a link; it counts once, for the hour in which it
 * began. That a link was shown is no event, so its challenge is read, which is kept for 25 hours. A code that was
 * entered is told its provider and its number by the event that it was sent.
 */
export function countSignIns({ begins, ends }: Stretch): RawBuilder<unknown> {
  return sql`
    WITH sendings AS MATERIALIZED (
      SELECT at, id, channel, data->>'challenge' AS challenge, data->>'provider' AS provider, ${shownPrefix} AS prefix,
        -- the events of deleted users name no challenge
        row_number() OVER (PARTITION BY coalesce(data->>'challenge', id::text) ORDER BY at, id) = 1 AS is_first
      FROM events
      WHERE ${isIn({ begins: sql`${begins} - ${interval(CODE_LOOKBACK)}`, ends })} AND type = 'code.sent'
    ), facts AS (
      SELECT ${dayOf(sql`at`)} AS day, CASE channel WHEN 'sms' THEN 'sms' ELSE 'code' END AS way, provider, prefix,
        0 AS sign_ups, 0 AS sign_ins, 0 AS proofs, is_first::int AS started, 1 AS sent
      FROM sendings WHERE at >= ${begins}
      UNION ALL
      SELECT ${dayOf(sql`started_at`)}, CASE WHEN secret_digest IS NULL THEN 'mini_app' ELSE 'press' END, NULL,
        ${prefixOf(sql`coalesce(challenges.phone, users.phone)`)}, 0, 0, 0, 1, 0
      FROM challenges LEFT JOIN users ON users.telegram_id = challenges.telegram_id
      WHERE challenges.id >= ${firstIdAt(begins)} AND challenges.id < ${firstIdAt(ends)}
        -- the others have sent a code
        AND nonce_digest IS NOT NULL AND channel IS DISTINCT FROM 'sms'
      UNION ALL
      SELECT ${dayOf(sql`opened.at`)}, way, sent.provider,
        coalesce(sent.prefix, opened.prefix, ${prefixOf(sql`users.phone`)}),
        (type = 'user.created')::int, (type = 'user.signed_in')::int, (type = 'number.proved')::int, 0, 0
      FROM (
        SELECT at, type, user_id, data->>'challenge' AS challenge, ${shownPrefix} AS prefix,
          CASE WHEN type <> 'number.proved' THEN data->>'way' WHEN channel = 'sms' THEN 'sms' ELSE 'press' END AS way
        FROM events
        WHERE ${isIn({ begins, ends })} AND type IN ('user.created', 'user.signed_in', 'number.proved')
      ) AS opened
      LEFT JOIN (
        SELECT DISTINCT ON (challenge) challenge, provider, prefix FROM sendings ORDER BY challenge, at DESC, id DESC
      ) AS sent USING (challenge)
      LEFT JOIN users ON users.id = opened.user_id
      WHERE way IS NOT NULL
    )
    SELECT day, way, coalesce(provider, '') AS provider, coalesce(prefix, '') AS prefix, sum(sign_ups)::int8 AS sign_ups,
      sum(sign_ins)::int8 AS sign_ins, sum(proofs)::int8 AS proofs, sum(started)::int8 AS started, sum(sent)::int8 AS sent
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
