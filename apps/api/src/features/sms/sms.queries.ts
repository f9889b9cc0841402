import { sql } from 'kysely';
import { interval, secondsOf } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { DAY, FAILED_ATTEMPTS_PER_PHONE, HOUR, SMS_CODE } from '../../policy.ts';
import { type DeviceClaims, isKnownTo } from '../sessions/known-device.ts';

/** Whether a code was issued, why not, and the state that it overwrote. Times are in seconds from now. */
export interface IssuedSmsCode {
  expires_at: Date | null;
  /** The day whose budget counts it; null when it is not counted. */
  counted_on: string | null;
  /** Time until the next day's budget begins. */
  day_ends_in: number;
  /** Codes of this number within the last hour, without the new one. */
  recent: number;
  /** Codes that the number's known devices still have of their own, without the new one; null for other devices. */
  reserve: number | null;
  cooled_in: number | null;
  budget_in: number | null;
  held_digest: Buffer | null;
  held_is_used: boolean | null;
  held_tries: number | null;
  held_known_tries: number | null;
  held_expires_at: Date | null;
}

const { cooldowns, hourly, daily, lifetime, knownDevicesDaily } = SMS_CODE;
const [firstCooldown, secondCooldown, furtherCooldown] = cooldowns;

/**
 * Issues an SMS code, or nothing, in one statement, and counts it in the day's budget over all numbers.
 * Concurrent requests are serialised by the row of the phone, as with Telegram. Every statement that locks both
 * locks the day first.
 *
 * A device that is signed in to the number's account has a few codes of its own, exempt from the cooldown and from
 * the budgets that strangers can use up. For all other devices a number locked by failed attempts gets no SMS,
 * because its code could not be used.
 */
export const issueSmsCode = prepare(
  'issue-sms-code',
  (args: DeviceClaims & { phone: string; digest: Buffer; daily_limit: number }) => sql<IssuedSmsCode>`
    WITH facts AS MATERIALIZED (
      SELECT held.digest, held.is_used, held.tries, held.known_tries, held.expires_at, held.issued_at,
        recent.count AS recent, reserve.left AS reserve,
        CASE WHEN reserve.left > 0
          THEN held.known_issued_at[1] + ${interval(firstCooldown)} - now()
          ELSE held.issued_at[1] - now() + CASE recent.count
            WHEN 0 THEN interval '0'
            WHEN 1 THEN ${interval(firstCooldown)}
            WHEN 2 THEN ${interval(secondCooldown)}
            ELSE ${interval(furtherCooldown)}
          END
        END AS cooled_in,
        CASE WHEN reserve.left > 0 THEN NULL ELSE greatest(
          held.issued_at[${sql.lit(hourly)}] + ${interval(HOUR)},
          held.issued_at[${sql.lit(daily)}] + ${interval(DAY)},
          CASE WHEN known.is_known THEN NULL ELSE greatest(
            held.missed_at[${sql.lit(FAILED_ATTEMPTS_PER_PHONE.hourly)}] + ${interval(HOUR)},
            held.missed_at[${sql.lit(FAILED_ATTEMPTS_PER_PHONE.daily)}] + ${interval(DAY)}
          ) END
        ) - now() END AS budget_in
      FROM (SELECT) one
      LEFT JOIN codes held ON held.channel = 'sms' AND held.phone = ${args.phone}
      LEFT JOIN users owner ON owner.phone = ${args.phone},
      LATERAL (SELECT count(*)::int FROM unnest(held.issued_at) issued WHERE issued > now() - ${interval(HOUR)}) recent,
      LATERAL (SELECT ${isKnownTo('owner', args)} AS is_known) known,
      LATERAL (
        SELECT CASE WHEN known.is_known THEN ${sql.lit(knownDevicesDaily)} - count(*)::int END AS left
        FROM unnest(held.known_issued_at) issued WHERE issued > now() - ${interval(DAY)}
      ) reserve
    ), counted AS (
      INSERT INTO sms_days AS today (day, sent)
      SELECT (now() AT TIME ZONE 'UTC')::date, 1 FROM facts
      WHERE coalesce(greatest(cooled_in, budget_in) <= interval '0', true) AND ${args.daily_limit}::int > 0
      ON CONFLICT (day) DO UPDATE SET sent = today.sent + 1 WHERE today.sent < ${args.daily_limit}
      RETURNING today.day
    ), issued AS (
      INSERT INTO codes AS held (channel, phone, digest, proof, expires_at, issued_at, known_issued_at)
      SELECT 'sms', ${args.phone}, ${args.digest}, 'sms', now() + ${interval(lifetime)}, ARRAY[now()],
        CASE WHEN facts.reserve > 0 THEN ARRAY[now()] ELSE '{}' END
      FROM counted, facts
      ON CONFLICT (channel, phone) DO UPDATE
      SET (digest, is_used, expires_at, tries, known_tries, issued_at, known_issued_at) = (
        excluded.digest, false, excluded.expires_at, 0, 0, (now() || held.issued_at)[1:${sql.lit(daily)}],
        (excluded.known_issued_at || held.known_issued_at)[1:${sql.lit(knownDevicesDaily)}]
      )
      WHERE EXISTS (
        SELECT FROM facts -- what is overwritten is what may have to live again
        WHERE (facts.digest, facts.is_used, facts.tries, facts.known_tries, facts.issued_at)
          IS NOT DISTINCT FROM (held.digest, held.is_used, held.tries, held.known_tries, held.issued_at)
      )
      RETURNING held.expires_at
    )
    SELECT issued.expires_at, (SELECT day::text FROM counted) AS counted_on,
      ${secondsOf(sql`(date_trunc('day', now() AT TIME ZONE 'UTC') + interval '1 day') AT TIME ZONE 'UTC' - now()`)}
        AS day_ends_in,
      facts.recent, CASE WHEN facts.reserve > 0 THEN facts.reserve - 1 END AS reserve,
      ${secondsOf(sql`cooled_in`)} AS cooled_in, ${secondsOf(sql`budget_in`)} AS budget_in,
      facts.digest AS held_digest, facts.is_used AS held_is_used, facts.tries AS held_tries,
      facts.known_tries AS held_known_tries, facts.expires_at AS held_expires_at
    FROM facts LEFT JOIN issued ON true`,
);

/**
 * Takes back the code of an SMS that the gateway refused: the code is void, the one that it overwrote works again, and
 * the budgets get their SMS back. Failed attempts made meanwhile stay counted. A code used meanwhile stays used.
 */
export const takeBackSmsCode = prepare(
  'take-back-sms-code',
  (args: {
    phone: string;
    digest: Buffer;
    counted_on: string;
    is_of_reserve: boolean;
    held_digest: Buffer | null;
    held_is_used: boolean;
    held_tries: number;
    held_known_tries: number;
    held_expires_at: Date | null;
  }) => sql<never>`
    WITH locked_day AS MATERIALIZED (
      SELECT day FROM sms_days WHERE day = ${args.counted_on}::date FOR UPDATE
    ), taken_back AS (
      UPDATE codes
      SET digest = ${args.held_digest}, is_used = ${args.held_is_used}, tries = ${args.held_tries} + tries,
        known_tries = ${args.held_known_tries} + known_tries,
        expires_at = coalesce(${args.held_expires_at}, now()), issued_at = issued_at[2:],
        known_issued_at = CASE WHEN ${args.is_of_reserve}::boolean THEN known_issued_at[2:] ELSE known_issued_at END
      FROM (SELECT count(*) FROM locked_day) AS locked_first
      WHERE channel = 'sms' AND phone = ${args.phone} AND digest = ${args.digest} AND NOT is_used
      RETURNING 1
    )
    UPDATE sms_days SET sent = sent - 1 WHERE day = ${args.counted_on}::date AND EXISTS (SELECT FROM taken_back)`,
);

/** Deletes the row of a number whose only code was taken back. */
export const deleteEmptyCode = prepare(
  'delete-empty-code',
  (args: { phone: string }) => sql<never>`
    DELETE FROM codes
    WHERE channel = 'sms' AND phone = ${args.phone} AND digest IS NULL AND issued_at = '{}'
      AND missed_at = '{}' AND known_failed_at = '{}'`,
);

/** Uncounts an SMS that is not sent because another request for the number was served first. */
export const uncountSms = prepare(
  'uncount-sms',
  (args: { counted_on: string }) =>
    sql<never>`UPDATE sms_days SET sent = sent - 1 WHERE day = ${args.counted_on}::date`,
);

/** Stores the newest status of an SMS; a report may come before the gateway's answer was stored. */
export const keepReport = prepare(
  'keep-sms-report',
  (args: { gateway_id: string; status: string; gateway_status: string }) => sql<never>`
    INSERT INTO sms_reports AS held (gateway_id, status, gateway_status)
    VALUES (${args.gateway_id}, ${args.status}, ${args.gateway_status})
    ON CONFLICT (gateway_id) DO UPDATE
    SET (status, gateway_status, updated_at) = (excluded.status, excluded.gateway_status, now())
    WHERE excluded.status <> 'waiting'`,
);

/** Reports and the counts of past days are kept for this long. */
const REPORTS_KEPT = 30 * DAY;

/** Deletes a batch of delivery reports that are no longer kept. */
export const deleteOldReports = prepare(
  'delete-old-sms-reports',
  (args: { batch: number }) => sql<{ gateway_id: string }>`
    DELETE FROM sms_reports WHERE gateway_id IN (
      SELECT gateway_id FROM sms_reports WHERE created_at < now() - ${interval(REPORTS_KEPT)}
      LIMIT ${args.batch} FOR UPDATE SKIP LOCKED
    )
    RETURNING gateway_id`,
);

/** Deletes a batch of daily counts that are no longer kept. */
export const deleteOldDays = prepare(
  'delete-old-sms-days',
  (args: { batch: number }) => sql<{ day: Date }>`
    DELETE FROM sms_days WHERE day IN (
      SELECT day FROM sms_days WHERE day < (now() - ${interval(REPORTS_KEPT)})::date
      LIMIT ${args.batch} FOR UPDATE SKIP LOCKED
    )
    RETURNING day`,
);
