import { sql } from 'kysely';
import { prepare } from '../../database/prepare.ts';
import { DAY, HOUR, SMS_CODE } from '../../policy.ts';

/** Whether a code was issued, what stood in its way, and what it overwrote. Times are in seconds from now. */
export interface IssuedSmsCode {
  expires_at: Date | null;
  /** The day whose budget counts it; null where none does. */
  counted_on: string | null;
  /** Codes of this number within the last hour, without the new one. */
  recent: number;
  cooled_in: number | null;
  budget_in: number | null;
  held_digest: Buffer | null;
  held_is_used: boolean | null;
  held_tries: number | null;
  held_expires_at: Date | null;
}

const { cooldowns, hourly, daily, lifetime } = SMS_CODE;
const seconds = (count: number) => sql`make_interval(secs => ${sql.lit(count)})`;
const [firstCooldown, secondCooldown, furtherCooldown] = cooldowns;

/**
 * Issues an SMS code, or nothing, in one statement, and counts it in the day's budget over all numbers.
 * Requests that come at once meet at the row of the phone, as with Telegram.
 */
export const issueSmsCode = prepare(
  'issue-sms-code',
  (args: { phone: string; digest: Buffer; daily_limit: number }) => sql<IssuedSmsCode>`
    WITH facts AS MATERIALIZED (
      SELECT held.digest, held.is_used, held.tries, held.expires_at, held.issued_at, recent.count AS recent,
        held.issued_at[1] - now() + CASE recent.count
          WHEN 0 THEN interval '0'
          WHEN 1 THEN ${seconds(firstCooldown)}
          WHEN 2 THEN ${seconds(secondCooldown)}
          ELSE ${seconds(furtherCooldown)}
        END AS cooled_in,
        greatest(
          held.issued_at[${sql.lit(hourly)}] + ${seconds(HOUR)},
          held.issued_at[${sql.lit(daily)}] + ${seconds(DAY)}
        ) - now() AS budget_in
      FROM (SELECT) one
      LEFT JOIN codes held ON held.channel = 'sms' AND held.phone = ${args.phone},
      LATERAL (SELECT count(*)::int FROM unnest(held.issued_at) issued WHERE issued > now() - ${seconds(HOUR)}) recent
    ), counted AS (
      INSERT INTO sms_days AS today (day, sent)
      SELECT (now() AT TIME ZONE 'UTC')::date, 1 FROM facts
      WHERE coalesce(greatest(cooled_in, budget_in) <= interval '0', true) AND ${args.daily_limit}::int > 0
      ON CONFLICT (day) DO UPDATE SET sent = today.sent + 1 WHERE today.sent < ${args.daily_limit}
      RETURNING today.day
    ), issued AS (
      INSERT INTO codes AS held (channel, phone, digest, proof, expires_at, issued_at)
      SELECT 'sms', ${args.phone}, ${args.digest}, 'sms', now() + ${seconds(lifetime)}, ARRAY[now()] FROM counted
      ON CONFLICT (channel, phone) DO UPDATE
      SET (digest, is_used, expires_at, tries, issued_at) = (
        excluded.digest, false, excluded.expires_at, 0, (now() || held.issued_at)[1:${sql.lit(daily)}]
      )
      WHERE EXISTS (
        SELECT FROM facts -- what is overwritten is what may have to live again
        WHERE (facts.digest, facts.is_used, facts.tries, facts.issued_at)
          IS NOT DISTINCT FROM (held.digest, held.is_used, held.tries, held.issued_at)
      )
      RETURNING held.expires_at
    )
    SELECT issued.expires_at, (SELECT day::text FROM counted) AS counted_on, facts.recent,
      extract(epoch FROM cooled_in)::float8 AS cooled_in, extract(epoch FROM budget_in)::float8 AS budget_in,
      facts.digest AS held_digest, facts.is_used AS held_is_used, facts.tries AS held_tries, facts.expires_at AS held_expires_at
    FROM facts LEFT JOIN issued ON true`,
);

/**
 * The gateway refused the SMS: the code that it held goes, the one that it overwrote lives again, nothing was
 * spent. Wrong tries that were made meanwhile stay counted.
 */
export const takeBackSmsCode = prepare(
  'take-back-sms-code',
  (args: {
    phone: string;
    digest: Buffer;
    counted_on: string | null;
    held_digest: Buffer | null;
    held_is_used: boolean;
    held_tries: number;
    held_expires_at: Date | null;
  }) => sql<never>`
    WITH taken_back AS (
      UPDATE codes
      SET digest = ${args.held_digest}, is_used = ${args.held_is_used}, tries = ${args.held_tries} + tries,
        expires_at = coalesce(${args.held_expires_at}, now()), issued_at = issued_at[2:]
      WHERE channel = 'sms' AND phone = ${args.phone} AND digest = ${args.digest} AND NOT is_used
      RETURNING 1
    )
    UPDATE sms_days SET sent = sent - 1 WHERE day = ${args.counted_on}::date AND EXISTS (SELECT FROM taken_back)`,
);

/** Another request for the same number was served first: this one sends nothing. */
export const uncountSms = prepare(
  'uncount-sms',
  (args: { counted_on: string }) =>
    sql<never>`UPDATE sms_days SET sent = sent - 1 WHERE day = ${args.counted_on}::date`,
);

/** Keeps the newest word on an SMS; a report may come before the gateway's answer was written down. */
export const keepReport = prepare(
  'keep-sms-report',
  (args: { gateway_id: string; status: string; gateway_status: string }) => sql<never>`
    INSERT INTO sms_reports AS held (gateway_id, status, gateway_status)
    VALUES (${args.gateway_id}, ${args.status}, ${args.gateway_status})
    ON CONFLICT (gateway_id) DO UPDATE
    SET (status, gateway_status, updated_at) = (excluded.status, excluded.gateway_status, now())
    WHERE excluded.status <> 'waiting'`,
);

/** How long it is worth knowing what became of an SMS. */
const REPORTS_KEPT = 30 * DAY;

export const forgetOldReports = prepare(
  'forget-old-sms-reports',
  () => sql<never>`
    WITH days AS (DELETE FROM sms_days WHERE day < now() - ${seconds(REPORTS_KEPT)})
    DELETE FROM sms_reports WHERE created_at < now() - ${seconds(REPORTS_KEPT)}`,
);
