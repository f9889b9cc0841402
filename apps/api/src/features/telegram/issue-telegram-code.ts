import type { Phone } from '@raqam/shared/phone';
import { sql } from 'kysely';
import { type Database, untilUnchanged } from '../../database/database.ts';
import { prepare } from '../../database/prepare.ts';
import { HOUR, TELEGRAM_CODE } from '../../policy.ts';

export interface CodeRequest {
  phone: Phone;
  telegramId: number;
  proof: 'contact' | 'typed';
  firstName: string;
  lastName: string;
  digest: Buffer;
}

export type IssuedCode =
  /** The number is another verified user's and stays theirs, though the code opens the requester's own account. */
  | { ok: true; expiresAt: Date; numberStays: boolean }
  | { ok: false; error: 'contact_required' }
  | { ok: false; error: 'code_cooldown' | 'code_limit'; retryAfter: number };

/** Whether a code was issued, and what stood in its way. Times are in seconds from now. */
interface Outcome {
  expires_at: Date | null;
  belongs_to_another: boolean;
  number_stays: boolean;
  cooled_in: number | null;
  budget_in: number | null;
}

const { cooldown, hourly, lifetime } = TELEGRAM_CODE;
const seconds = (count: number) => sql`make_interval(secs => ${sql.lit(count)})`;

/**
 * Issues a code, or nothing, in one statement. An earlier code of the phone is overwritten, one of the same
 * telegram_id for another phone is silenced. Requests that come at once meet at the rows of the requester and of
 * the phone: budget and cooldown are looked at again under their locks, so that nobody gets more by haste.
 *
 * Who proves the number is held up by nobody who only typed it: a contact overrides what others typed, cooldown
 * and budget included, and while a contact's code lives, nobody else may type the number.
 */
const issueCode = prepare(
  'issue-telegram-code',
  (args: {
    phone: string;
    telegram_id: number;
    proof: string;
    first_name: string;
    last_name: string;
    digest: Buffer;
  }) => sql<Outcome>`
    WITH facts AS MATERIALIZED (
      SELECT
        ${args.proof} = 'typed' AND (
          EXISTS (SELECT FROM users WHERE phone = ${args.phone} AND telegram_id IS DISTINCT FROM ${args.telegram_id})
          OR coalesce(of_phone.proof = 'contact' AND of_phone.telegram_id <> ${args.telegram_id} AND NOT of_phone.is_used
            AND of_phone.digest IS NOT NULL AND of_phone.expires_at > now(), false)
        ) AS belongs_to_another,
        of_phone.issued_at[1] + ${seconds(cooldown)} - now() AS cooled_in,
        greatest(of_phone.issued_at[${sql.lit(hourly)}], requester.issued_at[${sql.lit(hourly)}])
          + ${seconds(HOUR)} - now() AS budget_in,
        ${args.proof} = 'contact' AND EXISTS (
          SELECT FROM users owner JOIN users asker ON asker.telegram_id = ${args.telegram_id}
          WHERE owner.phone = ${args.phone} AND owner.is_verified AND owner.id <> asker.id
        ) AS number_stays
      FROM (SELECT) one
      LEFT JOIN code_requesters requester ON requester.telegram_id = ${args.telegram_id}
      LEFT JOIN codes of_phone ON of_phone.channel = 'telegram' AND of_phone.phone = ${args.phone}
        AND NOT (${args.proof} = 'contact' AND of_phone.proof = 'typed' AND of_phone.telegram_id <> ${args.telegram_id})
    ), requested AS (
      INSERT INTO code_requesters AS requester (telegram_id, issued_at)
      SELECT ${args.telegram_id}, ARRAY[now()] FROM facts
      WHERE NOT belongs_to_another AND coalesce(greatest(cooled_in, budget_in) <= interval '0', true)
      ON CONFLICT (telegram_id) DO UPDATE SET issued_at = (now() || requester.issued_at)[1:${sql.lit(hourly)}]
      WHERE coalesce(requester.issued_at[${sql.lit(hourly)}] + ${seconds(HOUR)} <= now(), true)
      RETURNING 1
    ), silenced AS (
      UPDATE codes SET digest = NULL
      WHERE channel = 'telegram' AND telegram_id = ${args.telegram_id} AND phone <> ${args.phone}
        AND digest IS NOT NULL AND EXISTS (SELECT FROM requested)
      RETURNING 1
    ), issued AS (
      INSERT INTO codes AS held (channel, phone, digest, proof, telegram_id, first_name, last_name, expires_at, issued_at)
      SELECT 'telegram', ${args.phone}, ${args.digest}, ${args.proof}, ${args.telegram_id}, ${args.first_name}, ${args.last_name},
        now() + ${seconds(lifetime)}, ARRAY[now()]
      FROM requested, (SELECT count(*) FROM silenced) AS silenced_first
      ON CONFLICT (channel, phone) DO UPDATE
      SET (digest, is_used, proof, telegram_id, first_name, last_name, expires_at, tries, issued_at) = (
        excluded.digest, false, excluded.proof, excluded.telegram_id, excluded.first_name, excluded.last_name,
        excluded.expires_at, 0,
        CASE WHEN excluded.proof = 'contact' AND held.proof = 'typed' AND held.telegram_id <> excluded.telegram_id
          THEN excluded.issued_at ELSE (now() || held.issued_at)[1:${sql.lit(hourly)}] END
      )
      WHERE held.issued_at[1] + ${seconds(cooldown)} <= now()
        OR excluded.proof = 'contact' AND held.proof = 'typed' AND held.telegram_id <> excluded.telegram_id
      RETURNING expires_at
    )
    SELECT issued.expires_at, belongs_to_another, number_stays,
      extract(epoch FROM cooled_in)::float8 AS cooled_in, extract(epoch FROM budget_in)::float8 AS budget_in
    FROM facts LEFT JOIN issued ON true`,
);

/** Issues a code for a Telegram user's number; earlier codes of the number and of the user stop working. */
export async function issueTelegramCode(db: Database, request: CodeRequest): Promise<IssuedCode> {
  const { phone, telegramId, proof, firstName, lastName, digest } = request;
  const args = { phone, telegram_id: telegramId, proof, first_name: firstName, last_name: lastName, digest };
  return untilUnchanged(async () => {
    const [outcome] = await db.run(issueCode, args);
    return outcome && describeOutcome(outcome);
  });
}

/** undefined: nothing stood in the way when it looked, but another request was served first. */
function describeOutcome(outcome: Outcome): IssuedCode | undefined {
  const { expires_at: expiresAt, number_stays: numberStays, budget_in: budgetIn, cooled_in: cooledIn } = outcome;
  if (expiresAt) return { ok: true, expiresAt, numberStays };
  // the budget first: it bounds how many numbers one person may try until one is somebody's
  if (budgetIn !== null && budgetIn > 0) return { ok: false, error: 'code_limit', retryAfter: Math.ceil(budgetIn) };
  if (outcome.belongs_to_another) return { ok: false, error: 'contact_required' };
  if (cooledIn !== null && cooledIn > 0) return { ok: false, error: 'code_cooldown', retryAfter: Math.ceil(cooledIn) };
  return undefined;
}
