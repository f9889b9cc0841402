import { type RawBuilder, sql } from 'kysely';
import { json } from '../../../database/columns.ts';
import { interval, secondsOf } from '../../../database/interval.ts';
import { prepare } from '../../../database/prepare.ts';
import { type BudgetsBySubject, readBudgets, spend } from '../../../limits/budgets.ts';
import { ATTEMPTS_PER_CHALLENGE, SMS_CODE } from '../../../policy.ts';
import { logEvent, type Origin } from '../../events/events.ts';
import { notifyChange } from '../../events/notify.ts';
import type { NumberOfEvent } from '../../events/person.ts';
import { type DeviceClaims, isKnownTo } from '../../sessions/known-device.ts';

const { lifetime, limits } = SMS_CODE;

/** SQL: the challenge is neither used nor void for anybody. */
const isUsable = sql`state = 'waiting'
  AND tries < ${sql.lit(ATTEMPTS_PER_CHALLENGE)} AND known_tries < ${sql.lit(ATTEMPTS_PER_CHALLENGE)}`;

/** SQL: the challenge belongs to a browser, whose link nobody has opened, and can carry a code. */
const isSendable = sql`secret_digest IS NOT NULL AND ${isUsable} AND expires_at > now()`;

/**
 * The facts by which a request for an SMS is judged. `live_challenge_id` is that of the browser's challenge `bound_to`,
 * or without one that of the number; `live_digest` is that of its code. `is_real_account`: the number's account is an
 * administrator's, or a person's with Telegram, and no test number opens it. Times are in seconds.
 */
export const findSmsFacts = prepare(
  'find-sms-facts',
  {
    is_known_device: 'bool',
    is_real_account: 'bool',
    budgets: json<BudgetsBySubject>(),
    live_challenge_id: 'uuid?',
    live_digest: 'bytea?',
    day_ends_in: 'float8',
  },
  (
    args: DeviceClaims & {
      phone: string;
      bound_to: string | null;
      sent: string;
      sent_to_known: string;
      failed: string;
    },
  ) => sql`
    SELECT EXISTS (
        SELECT FROM users owner WHERE phone = ${args.phone} AND ${isKnownTo('owner', args)}
      ) AS is_known_device,
      EXISTS (
        SELECT FROM users WHERE phone = ${args.phone} AND (role = 'admin' OR telegram_id IS NOT NULL)
      ) AS is_real_account,
      ${readBudgets(args.sent, args.sent_to_known, args.failed)} AS budgets,
      live.id AS live_challenge_id, live.digest AS live_digest,
      ${secondsOf(sql`(date_trunc('day', now() AT TIME ZONE 'UTC') + interval '1 day') AT TIME ZONE 'UTC' - now()`)}
        AS day_ends_in
    FROM (SELECT) AS one LEFT JOIN (
      SELECT id, digest FROM challenges
      WHERE ${args.bound_to}::uuid IS NULL AND channel = 'sms' AND phone = ${args.phone} AND is_current
        AND expires_at > now() AND ${isUsable}
      UNION ALL
      SELECT id, digest FROM challenges WHERE id = ${args.bound_to} AND ${isSendable}
    ) AS live ON true`,
);

export interface SmsToCount extends NumberOfEvent {
  id: string;
  phone: string;
  digest: Buffer;
  /** The budget that it counts against: the number's, or that of the number's known devices. */
  subject: string;
  seen: string | null;
  daily_limit: number;
  /** The subject of the failed attempts at the number. */
  failed: string;
  /** The SMS fills the limit of `subject`. */
  is_reached: boolean;
}

type CountedSms = SmsToCount & Origin;

/** SQL: one more SMS of the day, if the day's limit over all numbers allows it. */
const countDay = ({ daily_limit }: SmsToCount) => sql`
  INSERT INTO sms_days AS today (day, sent)
  SELECT (now() AT TIME ZONE 'UTC')::date, 1 WHERE ${daily_limit}::int > 0
  ON CONFLICT (day) DO UPDATE SET sent = today.sent + 1 WHERE today.sent < ${daily_limit}
  RETURNING today.day, today.sent`;

const logReached = (args: CountedSms) =>
  logEvent(
    {
      type: 'limit.reached',
      actor: 'user',
      origin: args,
      channel: sql`'sms'`,
      person: args.person,
      data: sql`jsonb_build_object('limit', reached.name, 'phone', ${args.masked}::text)`,
    },
    sql`(
      SELECT 'SMS per number' AS name FROM challenge WHERE ${args.is_reached}::boolean
      UNION ALL
      SELECT 'SMS of all numbers' FROM challenge, counted WHERE counted.sent = ${args.daily_limit}
    ) AS reached`,
  );

/**
 * A statement that counts an SMS for the day and for its number, and writes its challenge by the common table
 * expressions `spent` and `challenge`. Without `counted_on` the day's limit is reached; with it alone, the budget has
 * changed since it was read. Every statement that locks both locks the day first.
 */
const prepareCounted = (name: string, write: (args: CountedSms) => RawBuilder<unknown>) =>
  prepare(
    name,
    { counted_on: 'text?', expires_at: 'timestamptz?', tries: 'int2?', is_first: 'bool?' },
    (args: CountedSms) => sql`
      WITH counted AS (
        ${countDay(args)}
      ), ${write(args)}, logged AS (
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
      RETURNING expires_at, tries, false AS is_first
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
      RETURNING expires_at, tries, false AS is_first
    )`,
);

/**
 * Gives a browser's challenge the number and its code, in place of those of another number. Its failed attempts stay,
 * and so do the number's other challenges. `is_first`: the code before it was not this one, so it may never have been
 * sent.
 */
export const sendBoundChallenge = prepareCounted(
  'send-bound-challenge',
  (args) => sql`
    sendable AS MATERIALIZED (
      SELECT id, digest FROM challenges, counted WHERE id = ${args.id} AND ${isSendable} FOR UPDATE OF challenges
    ), spent AS (
      ${spend({ subject: args.subject, seen: args.seen, limits }, sql`sendable`)}
    ), sent AS (
      UPDATE challenges
      SET channel = 'sms', proof = 'sms', phone = ${args.phone}, digest = ${args.digest},
        expires_at = greatest(expires_at, now() + ${interval(lifetime)})
      FROM spent WHERE id = ${args.id}
      RETURNING expires_at, tries, ${notifyChange}
    ), challenge AS (
      SELECT expires_at, tries, sendable.digest IS DISTINCT FROM ${args.digest} AS is_first FROM sent, sendable
    )`,
);

/** Uncounts an SMS that is not sent because another request for the number was served first. */
export const uncountSms = prepare(
  'uncount-sms',
  {},
  (args: { counted_on: string }) => sql`UPDATE sms_days SET sent = sent - 1 WHERE day = ${args.counted_on}::date`,
);

/**
 * Uncounts an SMS that the gateway refused, for the day and for its budget, unless its code was used meanwhile. The
 * challenge stays: another SMS may have carried its code meanwhile, and the next one will.
 *
 * Attempts at a bound challenge count for no budget of the number, so each of its codes must cost an SMS: if an attempt
 * was made meanwhile, the SMS stays counted; otherwise a code that was never sent, `void_digest`, becomes void.
 */
export const takeBackSms = prepare(
  'take-back-sms',
  {},
  (
    args: {
      id: string;
      counted_on: string;
      subject: string;
      tries: number;
      void_digest: Buffer | null;
    } & NumberOfEvent &
      Origin,
  ) => sql`
    WITH locked_day AS MATERIALIZED (
      SELECT day FROM sms_days WHERE day = ${args.counted_on}::date FOR UPDATE
    ), unused AS MATERIALIZED (
      SELECT id FROM challenges, (SELECT count(*) FROM locked_day) AS locked_first
      WHERE id = ${args.id} AND state = 'waiting' AND (secret_digest IS NULL OR tries = ${args.tries})
      FOR UPDATE OF challenges
    ), voided AS (
      UPDATE challenges SET digest = NULL
      WHERE id = (SELECT id FROM unused) AND secret_digest IS NOT NULL AND digest = ${args.void_digest}
    ), refunded AS (
      UPDATE budgets SET hits = hits[2:] WHERE subject = ${args.subject} AND EXISTS (SELECT FROM unused)
    ), logged AS (
      ${logEvent(
        {
          type: 'code.refused',
          actor: 'system',
          origin: args,
          channel: sql`'sms'`,
          person: args.person,
          data: sql`jsonb_build_object('reason', 'gateway', 'phone', ${args.masked}::text)`,
        },
        sql`unused`,
      )}
    )
    UPDATE sms_days SET sent = sent - 1 WHERE day = ${args.counted_on}::date AND EXISTS (SELECT FROM unused)`,
);
