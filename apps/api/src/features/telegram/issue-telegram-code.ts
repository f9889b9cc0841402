import type { Phone } from '@raqam/shared/phone';
import { sql } from 'kysely';
import { type Database, untilUnchanged } from '../../database/database.ts';
import { interval, secondsOf } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { ATTEMPTS_PER_CODE, CLEARED_BY_CONTACT_DAILY, DAY, HOUR, TELEGRAM_CODE } from '../../policy.ts';

export interface CodeRequest {
  phone: Phone;
  telegramId: number;
  proof: 'contact' | 'typed';
  firstName: string;
  lastName: string;
  /** The seed of the code. */
  seed: Buffer;
  digest: Buffer;
  /** The client's own id for this request: a repeated request for this number gets the same code. */
  requestId: string | undefined;
}

export type IssuedCode =
  | {
      ok: true;
      /** The seed of the code: the request's own, or that of the request that it repeats. */
      seed: Buffer;
      expiresAt: Date;
      /** Seconds until the code expires, and until another one may be asked for. */
      remaining: number;
      resendAfter: number;
      /** Another verified user keeps the number; the code opens the requester's own account. */
      numberStays: boolean;
    }
  | { ok: false; error: 'contact_required' }
  /** Seconds. */
  | { ok: false; error: 'code_cooldown' | 'code_limit'; retryAfter: number };

/** Whether a code was issued, and why not. Times are in seconds from now. */
interface Outcome {
  seed: Buffer | null;
  expires_at: Date | null;
  remaining: number | null;
  resend_in: number | null;
  belongs_to_another: boolean;
  /** Whether the refusal of another user's number was counted. */
  is_counted: boolean;
  number_stays: boolean;
  cooled_in: number | null;
  budget_in: number | null;
}

const { cooldown, hourly, lifetime } = TELEGRAM_CODE;

/** SQL: whether the owner's code may still clear earlier failed attempts today. */
const mayClear = sql`coalesce(held.cleared_at[${sql.lit(CLEARED_BY_CONTACT_DAILY)}] + ${interval(DAY)} <= now(), true)`;

/**
 * Issues a code, or nothing, in one statement. The new code overwrites the phone's earlier code and voids the
 * requester's code for another phone. Concurrent requests are serialised by the rows of the requester and of the
 * phone: budget and cooldown are checked again under their locks, so parallel requests gain nothing.
 *
 * Others who only type a number can't delay its owner: a contact overrides typed requests, cooldown and budget
 * included, and while a contact's code lives, others can't type the number. A contact also clears earlier failed
 * attempts, ten times a day at most, so they can't lock the owner out (docs/decisions/0013). So does a verified user who
 * types their own number.
 *
 * Typing another user's number costs as much as a code, so refusals can't be used to look up many numbers.
 *
 * A repeated request (the same `request_id` of the same Telegram user for the same number) gets the first one's code
 * while that code lives, and counts once.
 */
const issueCode = prepare(
  'issue-telegram-code',
  (args: {
    phone: string;
    telegram_id: number;
    proof: string;
    first_name: string;
    last_name: string;
    seed: Buffer;
    digest: Buffer;
    request_id: string | null;
  }) => sql<Outcome>`
    WITH facts AS MATERIALIZED (
      SELECT
        coalesce(held.telegram_id = ${args.telegram_id} AND held.request_id = ${args.request_id}
          AND held.digest IS NOT NULL AND NOT held.is_used AND held.tries < ${sql.lit(ATTEMPTS_PER_CODE)}
          AND held.expires_at > now(), false) AS is_repeated,
        coalesce(requester.request_id = ${args.request_id}, false) AS is_counted,
        ${args.proof} = 'typed' AND (
          EXISTS (SELECT FROM users WHERE phone = ${args.phone} AND telegram_id IS DISTINCT FROM ${args.telegram_id})
          OR coalesce(held.proof = 'contact' AND held.telegram_id <> ${args.telegram_id} AND NOT held.is_used
            AND held.digest IS NOT NULL AND held.expires_at > now(), false)
        ) AS belongs_to_another,
        CASE WHEN NOT overrides THEN held.issued_at[1] + ${interval(cooldown)} - now() END AS cooled_in,
        greatest(
          CASE WHEN NOT overrides THEN held.issued_at[${sql.lit(hourly)}] END,
          CASE WHEN requester.request_id = ${args.request_id} THEN NULL ELSE requester.issued_at[${sql.lit(hourly)}] END
        ) + ${interval(HOUR)} - now() AS budget_in,
        ${args.proof} = 'contact' AND EXISTS (
          SELECT FROM users owner JOIN users asker ON asker.telegram_id = ${args.telegram_id}
          WHERE owner.phone = ${args.phone} AND owner.is_verified AND owner.id <> asker.id
        ) AS number_stays,
        ${args.proof} = 'contact' OR EXISTS (
          SELECT FROM users WHERE phone = ${args.phone} AND telegram_id = ${args.telegram_id} AND is_verified
        ) AS is_owners,
        held.seed, held.expires_at, held.issued_at
      FROM (SELECT) one
      LEFT JOIN code_requesters requester ON requester.telegram_id = ${args.telegram_id}
      LEFT JOIN codes held ON held.channel = 'telegram' AND held.phone = ${args.phone},
      LATERAL (SELECT coalesce(
        ${args.proof} = 'contact' AND held.proof = 'typed' AND held.telegram_id <> ${args.telegram_id}, false
      ) AS overrides) of_others
    ), allowed AS MATERIALIZED (
      SELECT is_counted, belongs_to_another FROM facts
      WHERE NOT is_repeated AND coalesce(budget_in <= interval '0', true)
        AND (belongs_to_another OR coalesce(cooled_in <= interval '0', true))
    ), requested AS (
      INSERT INTO code_requesters AS requester (telegram_id, issued_at, request_id)
      SELECT ${args.telegram_id}, ARRAY[now()], ${args.request_id} FROM allowed WHERE NOT is_counted
      ON CONFLICT (telegram_id) DO UPDATE
      SET issued_at = (now() || requester.issued_at)[1:${sql.lit(hourly)}], request_id = excluded.request_id
      WHERE coalesce(requester.issued_at[${sql.lit(hourly)}] + ${interval(HOUR)} <= now(), true)
        AND coalesce(requester.request_id <> excluded.request_id, true)
      RETURNING 1
    ), counted AS (
      SELECT belongs_to_another FROM allowed WHERE is_counted OR EXISTS (SELECT FROM requested)
    ), silenced AS (
      UPDATE codes SET digest = NULL
      WHERE channel = 'telegram' AND telegram_id = ${args.telegram_id} AND phone <> ${args.phone}
        AND digest IS NOT NULL AND EXISTS (SELECT FROM counted WHERE NOT belongs_to_another)
      RETURNING 1
    ), issued AS (
      INSERT INTO codes AS held (channel, phone, seed, digest, request_id, proof, telegram_id, first_name, last_name,
        expires_at, issued_at)
      SELECT 'telegram', ${args.phone}, ${args.seed}, ${args.digest}, ${args.request_id}, ${args.proof},
        ${args.telegram_id}, ${args.first_name}, ${args.last_name}, now() + ${interval(lifetime)}, ARRAY[now()]
      FROM counted, (SELECT count(*) FROM silenced) AS silenced_first
      WHERE NOT belongs_to_another
      ON CONFLICT (channel, phone) DO UPDATE
      SET (seed, digest, request_id, is_used, proof, telegram_id, first_name, last_name, expires_at, tries, known_tries,
        issued_at, missed_at, cleared_at) = (
        excluded.seed, excluded.digest, excluded.request_id, false, excluded.proof, excluded.telegram_id,
        excluded.first_name, excluded.last_name, excluded.expires_at, 0, 0,
        CASE WHEN excluded.proof = 'contact' AND held.proof = 'typed' AND held.telegram_id <> excluded.telegram_id
          THEN excluded.issued_at ELSE (now() || held.issued_at)[1:${sql.lit(hourly)}] END,
        CASE WHEN (SELECT is_owners FROM facts) AND ${mayClear} THEN '{}' ELSE held.missed_at END,
        CASE WHEN (SELECT is_owners FROM facts) AND held.missed_at <> '{}' AND ${mayClear}
          THEN (now() || held.cleared_at)[1:${sql.lit(CLEARED_BY_CONTACT_DAILY)}] ELSE held.cleared_at END
      )
      WHERE held.issued_at[1] + ${interval(cooldown)} <= now()
        OR excluded.proof = 'contact' AND held.proof = 'typed' AND held.telegram_id <> excluded.telegram_id
      RETURNING seed, expires_at, issued_at
    ), told AS (
      SELECT seed, expires_at, issued_at FROM issued
      UNION ALL SELECT seed, expires_at, issued_at FROM facts WHERE is_repeated
    )
    SELECT told.seed, told.expires_at, ${secondsOf(sql`told.expires_at - now()`)} AS remaining,
      ${secondsOf(sql`told.issued_at[1] + ${interval(cooldown)} - now()`)} AS resend_in,
      belongs_to_another, EXISTS (SELECT FROM counted) AS is_counted, number_stays,
      ${secondsOf(sql`cooled_in`)} AS cooled_in, ${secondsOf(sql`budget_in`)} AS budget_in
    FROM facts LEFT JOIN told ON true`,
);

/** Issues a code for a Telegram user's number; earlier codes of the number and of the user stop working. */
export async function issueTelegramCode(db: Database, request: CodeRequest): Promise<IssuedCode> {
  const { phone, telegramId, proof, firstName, lastName, seed, digest, requestId = null } = request;
  const person = { phone, telegram_id: telegramId, proof, first_name: firstName, last_name: lastName };
  return untilUnchanged(async () => {
    const [outcome] = await db.run(issueCode, { ...person, seed, digest, request_id: requestId });
    return outcome && describeOutcome(outcome);
  });
}

/** undefined: nothing stood in the way when it looked, but another request was served first. */
function describeOutcome(outcome: Outcome): IssuedCode | undefined {
  const { seed, expires_at: expiresAt, remaining, resend_in: resendIn, number_stays: numberStays } = outcome;
  if (seed && expiresAt) {
    const resendAfter = Math.max(0, Math.ceil(resendIn ?? 0));
    return { ok: true, seed, expiresAt, remaining: Math.ceil(remaining ?? 0), resendAfter, numberStays };
  }
  const { budget_in: budgetIn, cooled_in: cooledIn } = outcome;
  // the budget first: it limits how many numbers one person can look up
  if (budgetIn !== null && budgetIn > 0) return { ok: false, error: 'code_limit', retryAfter: Math.ceil(budgetIn) };
  if (outcome.belongs_to_another) return outcome.is_counted ? { ok: false, error: 'contact_required' } : undefined;
  if (cooledIn !== null && cooledIn > 0) return { ok: false, error: 'code_cooldown', retryAfter: Math.ceil(cooledIn) };
  return undefined;
}
