import { type RawBuilder, sql } from 'kysely';
import { json } from '../../../database/columns.ts';
import { interval, secondsOf } from '../../../database/interval.ts';
import { prepare } from '../../../database/prepare.ts';
import { type BudgetsBySubject, readBudgets, spend, spendUnseen } from '../../../limits/budgets.ts';
import { ATTEMPTS_PER_CHALLENGE, CODES_PER_PHONE, SENT_CODE } from '../../../policy.ts';
import { logEvent, type Origin } from '../../events/events.ts';
import { notifyChange } from '../../events/notify.ts';
import type { NumberOfEvent } from '../../events/person.ts';
import { type DeviceClaims, isKnownTo } from '../../sessions/known-device.ts';
import type { CodeChannel } from './carriers.ts';

const { lifetime, limits } = SENT_CODE;

/** SQL: the challenge is neither used nor void for anybody. */
const isUsable = sql`state = 'waiting'
  AND tries < ${sql.lit(ATTEMPTS_PER_CHALLENGE)} AND known_tries < ${sql.lit(ATTEMPTS_PER_CHALLENGE)}`;

/** SQL: the challenge belongs to a browser, whose link nobody has opened, and can carry a code. */
const isSendable = sql`secret_digest IS NOT NULL AND ${isUsable} AND expires_at > now()`;

/**
 * The facts by which a request for a code is judged. `live_challenge_id` is that of the browser's challenge `bound_to`,
 * or without one that of the number; `live_digest` is that of its code, and `live_channel` the one that carried it to
 * this number. `is_real_account`: the number's account is an administrator's, or a person's with Telegram, and no test
 * number opens it. Times are in seconds.
 */
export const findSendingFacts = prepare(
  'find-sending-facts',
  {
    is_known_device: 'bool',
    is_real_account: 'bool',
    budgets: json<BudgetsBySubject>(),
    live_challenge_id: 'uuid?',
    live_digest: 'bytea?',
    live_channel: 'channel?',
    needs_sms: 'bool',
    day_ends_in: 'float8',
  },
  (
    args: DeviceClaims & {
      phone: string;
      bound_to: string | null;
      sent: string;
      sent_to_known: string;
      codes: string;
      failed: string;
    },
  ) => sql`
    SELECT EXISTS (
        SELECT FROM users owner WHERE phone = ${args.phone} AND ${isKnownTo('owner', args)}
      ) AS is_known_device,
      EXISTS (
        SELECT FROM users WHERE phone = ${args.phone} AND (role = 'admin' OR telegram_id IS NOT NULL)
      ) AS is_real_account,
      ${readBudgets(args.sent, args.sent_to_known, args.codes, args.failed)} AS budgets,
      live.id AS live_challenge_id, live.digest AS live_digest,
      CASE WHEN live.phone = ${args.phone} THEN live.channel END AS live_channel,
      coalesce(live.needs_sms AND live.phone = ${args.phone}, false) AS needs_sms,
      ${secondsOf(sql`(date_trunc('day', now() AT TIME ZONE 'UTC') + interval '1 day') AT TIME ZONE 'UTC' - now()`)}
        AS day_ends_in
    FROM (SELECT) AS one LEFT JOIN (
      SELECT id, digest, phone, channel, needs_sms FROM challenges
      WHERE ${args.bound_to}::uuid IS NULL AND channel = 'sms' AND phone = ${args.phone} AND is_current
        AND expires_at > now() AND ${isUsable}
      UNION ALL
      SELECT id, digest, phone, channel, needs_sms FROM challenges WHERE id = ${args.bound_to} AND ${isSendable}
    ) AS live ON true`,
);

export interface CodeToCount extends NumberOfEvent {
  id: string;
  channel: CodeChannel;
  phone: string;
  digest: Buffer;
  /** It is a code that Gateway never carries. */
  by_sms_alone: boolean;
  /** The budget that it counts against: the number's, or that of the number's known devices. */
  subject: string;
  seen: string | null;
  /** The subject of the number's different codes, and whether this is a new one that counts there. */
  codes: string;
  counts_as_new: boolean;
  daily_limit: number;
  /** The subject of the failed attempts at the number. */
  failed: string;
  /** The code fills the limit of `subject`. */
  is_reached: boolean;
}

type CountedCode = CodeToCount & Origin;

/** SQL: one more code of the day, if the day's limit of the channel over all numbers allows it. */
const countDay = ({ channel, daily_limit }: CodeToCount) => {
  const sentToday = sql`CASE WHEN ${channel}::channel = 'sms' THEN today.sent ELSE today.gateway_sent END`;
  return sql`
  INSERT INTO sms_days AS today (day, sent, gateway_sent)
  SELECT (now() AT TIME ZONE 'UTC')::date, (${channel}::channel = 'sms')::int, (${channel}::channel = 'gateway')::int
  WHERE ${daily_limit}::int > 0
  ON CONFLICT (day) DO UPDATE
  SET sent = today.sent + excluded.sent, gateway_sent = today.gateway_sent + excluded.gateway_sent
  WHERE ${sentToday} < ${daily_limit}
  RETURNING today.day, ${sentToday} AS sent`;
};

/** SQL: takes one code off the count of its day. */
const uncountDay = ({ channel, counted_on }: { channel: CodeChannel; counted_on: string }) => sql`
  UPDATE sms_days SET sent = sent - (${channel}::channel = 'sms')::int,
    gateway_sent = gateway_sent - (${channel}::channel = 'gateway')::int
  WHERE day = ${counted_on}::date`;

const logReached = (args: CountedCode) =>
  logEvent(
    {
      type: 'limit.reached',
      actor: 'user',
      origin: args,
      channel: args.channel,
      person: args.person,
      data: sql`jsonb_build_object('limit', reached.name, 'phone', ${args.masked}::text)`,
    },
    sql`(
      SELECT CASE WHEN ${args.channel}::channel = 'sms' THEN 'SMS' ELSE 'Gateway codes' END || ' per number' AS name
      FROM challenge WHERE ${args.is_reached}::boolean
      UNION ALL
      SELECT CASE WHEN ${args.channel}::channel = 'sms' THEN 'SMS' ELSE 'Gateway codes' END || ' of all numbers'
      FROM challenge, counted WHERE counted.sent = ${args.daily_limit}
    ) AS reached`,
  );

/**
 * A statement that counts a code for the day and for its number, and writes its challenge by the common table
 * expressions `spent` and `challenge`. Without `counted_on` the day's limit is reached; with it alone, the budget has
 * changed since it was read. Every statement that locks both locks the day first.
 */
const prepareCounted = (name: string, write: (args: CountedCode) => RawBuilder<unknown>) =>
  prepare(
    name,
    { counted_on: 'text?', expires_at: 'timestamptz?', tries: 'int2?', is_first: 'bool?', was_by_gateway: 'bool?' },
    (args: CountedCode) => sql`
      WITH counted AS (
        ${countDay(args)}
      ), ${write(args)}, counted_as_new AS (
        ${spendUnseen(
          { subject: args.codes, limits: CODES_PER_PHONE },
          sql`challenge WHERE ${args.counts_as_new}::boolean`,
        )}
      ), logged AS (
        ${logReached(args)}
      )
      SELECT (SELECT day::text FROM counted) AS counted_on, challenge.*
      FROM (SELECT) AS one LEFT JOIN challenge ON true`,
  );

/** Opens a challenge in place of the number's earlier one. */
export const openSmsChallenge = prepareCounted(
  'open-sms-challenge',
  (args) => sql`
    spent AS (
      ${spend({ subject: args.subject, seen: args.seen, limits }, sql`counted`)}
    ), replaced AS (
      UPDATE challenges SET is_current = false
      WHERE channel = 'sms' AND phone = ${args.phone} AND is_current AND EXISTS (SELECT FROM spent)
      RETURNING 1
    ), challenge AS (
      INSERT INTO challenges (id, channel, phone, proof, is_newcomer, digest, expires_at)
      SELECT ${args.id}::uuid, 'sms', ${args.phone}::e164, 'sms',
        NOT EXISTS (SELECT FROM users WHERE phone = ${args.phone})
          AND NOT EXISTS (SELECT FROM budgets WHERE subject = ${args.failed}),
        ${args.digest}::bytea, now() + ${interval(lifetime)}
      FROM spent, (SELECT count(*) FROM replaced) AS replaced_first
      RETURNING expires_at, tries, false AS is_first, false AS was_by_gateway
    )`,
);

/**
 * Extends a live challenge: its code is sent again, and its lifetime starts again. Its digest is written again: the code
 * is another one if no value of SECRET_KEY made it, or if the challenge dates from before codes were derived.
 */
export const extendSmsChallenge = prepareCounted(
  'extend-sms-challenge',
  (args) => sql`
    extendable AS MATERIALIZED (
      SELECT id FROM challenges, counted WHERE id = ${args.id} AND is_current AND ${isUsable}
      FOR UPDATE OF challenges
    ), spent AS (
      ${spend({ subject: args.subject, seen: args.seen, limits }, sql`extendable`)}
    ), challenge AS (
      UPDATE challenges SET expires_at = now() + ${interval(lifetime)}, digest = ${args.digest}
      FROM spent WHERE id = ${args.id}
      RETURNING expires_at, tries, false AS is_first, false AS was_by_gateway
    )`,
);

/**
 * Gives a browser's challenge the number and its code, in place of those of another number. Its failed attempts stay,
 * and so do the number's other challenges. Once Gateway has carried a code of the challenge, to whatever number, its
 * codes prove no more than Gateway does, also by SMS: a number that it had before gets the same code again. Only a code
 * by SMS alone proves more. `is_first`: the code before it was not this one, so it may never have been sent.
 * `was_by_gateway`: Gateway has carried one before it.
 */
export const sendBoundChallenge = prepareCounted(
  'send-bound-challenge',
  (args) => sql`
    sendable AS MATERIALIZED (
      SELECT id, digest, coalesce(proof = 'gateway', false) OR needs_sms AS was_by_gateway
      FROM challenges, counted WHERE id = ${args.id} AND ${isSendable} FOR UPDATE OF challenges
    ), spent AS (
      ${spend({ subject: args.subject, seen: args.seen, limits }, sql`sendable`)}
    ), sent AS (
      UPDATE challenges
      SET channel = ${args.channel}::channel, phone = ${args.phone}::e164, digest = ${args.digest},
        proof = CASE
          WHEN ${args.channel}::channel = 'gateway' THEN 'gateway'::proof
          WHEN ${args.by_sms_alone}::boolean THEN 'sms'
          WHEN proof = 'gateway' OR needs_sms THEN 'gateway'
          ELSE 'sms'
        END,
        needs_sms = ${args.by_sms_alone}::boolean OR needs_sms AND phone = ${args.phone}::e164,
        expires_at = greatest(expires_at, now() + ${interval(lifetime)})
      FROM spent WHERE id = ${args.id}
      RETURNING expires_at, tries, ${notifyChange}
    ), challenge AS (
      SELECT expires_at, tries, sendable.digest IS DISTINCT FROM ${args.digest} AS is_first, was_by_gateway
      FROM sent, sendable
    )`,
);

/** Uncounts a code that is not sent because another request for the number was served first. */
export const uncountCode = prepare('uncount-code', {}, (args: { channel: CodeChannel; counted_on: string }) =>
  uncountDay(args),
);

/**
 * Uncounts a code that the provider refused, for the day and for its budgets, unless it was used meanwhile. The
 * challenge stays: another message may have carried its code meanwhile, and the next one will.
 *
 * Attempts at a bound challenge count for no budget of the number, so each of its codes must cost a message: if an
 * attempt was made meanwhile, the code stays counted; otherwise one that was never sent, `void_digest`, becomes void. One
 * that another channel has carried before is there still: `former_channel`. A void code of Gateway, which carried none
 * before it (`was_by_gateway`), does not make the next one weaker.
 */
export const takeBackCode = prepare(
  'take-back-code',
  {},
  (
    args: {
      id: string;
      channel: CodeChannel;
      former_channel: CodeChannel | null;
      phone: string;
      counted_on: string;
      subject: string;
      codes: string;
      counts_as_new: boolean;
      tries: number;
      void_digest: Buffer | null;
      was_by_gateway: boolean;
    } & NumberOfEvent &
      Origin,
  ) => sql`
    WITH locked_day AS MATERIALIZED (
      SELECT day FROM sms_days WHERE day = ${args.counted_on}::date FOR UPDATE
    ), unused AS MATERIALIZED (
      SELECT id FROM challenges, (SELECT count(*) FROM locked_day) AS locked_first
      WHERE id = ${args.id} AND state = 'waiting' AND (secret_digest IS NULL OR tries = ${args.tries})
      FOR UPDATE OF challenges
    ), restored AS (
      UPDATE challenges
      SET digest = CASE WHEN digest = ${args.void_digest} THEN NULL ELSE digest END,
        channel = coalesce(${args.former_channel}::channel, channel),
        proof = CASE WHEN digest = ${args.void_digest} AND NOT ${args.was_by_gateway}::boolean THEN 'sms' ELSE proof END
      WHERE id = (SELECT id FROM unused) AND secret_digest IS NOT NULL
        AND channel = ${args.channel}::channel AND phone = ${args.phone}
      RETURNING digest IS NULL AS is_void, ${notifyChange}
    ), refunded AS (
      UPDATE budgets SET hits = hits[2:]
      WHERE EXISTS (SELECT FROM unused) AND (
        subject = ${args.subject}
        OR subject = ${args.codes} AND ${args.counts_as_new}::boolean AND NOT EXISTS (SELECT FROM restored WHERE NOT is_void)
      )
    ), logged AS (
      ${logEvent(
        {
          type: 'code.refused',
          actor: 'system',
          origin: args,
          channel: args.channel,
          person: args.person,
          data: sql`jsonb_build_object('reason', 'gateway', 'phone', ${args.masked}::text)`,
        },
        sql`unused`,
      )}
    )
    ${uncountDay(args)} AND EXISTS (SELECT FROM unused)`,
);
