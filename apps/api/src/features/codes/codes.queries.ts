import { type RawBuilder, sql } from 'kysely';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { DAY, FAILED_ATTEMPTS_PER_PHONE } from '../../policy.ts';
import type { Channel } from './code-digest.ts';

/** A code as it was read. Writes are conditional on it: they do nothing if it has changed since. */
export interface SeenCode {
  channel: string;
  phone: string;
  digest: Buffer;
  /** Whether `tries` and `failures` count the failed attempts of known devices, or those of all others. */
  by_known_device: boolean;
  /** Failed attempts at this code. */
  tries: number;
  /** Failed attempts at this number, as far back as the budgets look. */
  failures: number;
}

/** Finds the code in the state it was seen in, not used yet. */
export function isAsSeen(seen: SeenCode) {
  return isUnchanged(seen, sql`false`);
}

/** Finds the code, live or used, in the state it was seen in. */
function isUnchanged(seen: SeenCode, isUsed: RawBuilder<boolean>) {
  return sql<boolean>`channel = ${seen.channel} AND phone = ${seen.phone} AND digest = ${seen.digest}
    AND is_used = ${isUsed} AND CASE WHEN ${seen.by_known_device}::boolean
      THEN known_tries = ${seen.tries} AND cardinality(known_failed_at) = ${seen.failures}
      ELSE tries = ${seen.tries} AND cardinality(missed_at) = ${seen.failures}
    END`;
}

/** Counts a failed attempt at this code, live or used, and at the number. No row: the code changed meanwhile. */
export const countFailure = prepare('count-failure', (seen: SeenCode & { is_used: boolean }) => {
  const isKnown = sql`${seen.by_known_device}::boolean`;
  const withNow = (column: string) => sql`(now() || ${sql.ref(column)})[1:${sql.lit(FAILED_ATTEMPTS_PER_PHONE.daily)}]`;
  return sql<{ phone: string }>`
    UPDATE codes
    SET tries = tries + CASE WHEN ${isKnown} THEN 0 ELSE 1 END,
      missed_at = CASE WHEN ${isKnown} THEN missed_at ELSE ${withNow('missed_at')} END,
      known_tries = known_tries + CASE WHEN ${isKnown} THEN 1 ELSE 0 END,
      known_failed_at = CASE WHEN ${isKnown} THEN ${withNow('known_failed_at')} ELSE known_failed_at END
    WHERE ${isUnchanged(seen, sql`${seen.is_used}::boolean`)}
    RETURNING phone`;
});

/** Uses up a right code that opens no account. No row: the code changed meanwhile. */
export const useUp = prepare(
  'use-up',
  (seen: SeenCode) => sql<{ phone: string }>`
    UPDATE codes SET is_used = true, used_at = now(), session_id = NULL WHERE ${isAsSeen(seen)} RETURNING phone`,
);

/** A batch of rows in the order of the key, and the last key of the previous batch. */
export interface Walk {
  batch: number;
  after: string;
}

/** The last key of a batch; null after the last row. */
export interface Walked {
  last: string | null;
}

/** Deletes the Telegram users of a batch whose last request is too old for every budget. */
export const deleteOldRequesters = prepare(
  'delete-old-requesters',
  (args: Walk) => sql<Walked>`
    WITH batch AS MATERIALIZED (
      SELECT telegram_id FROM code_requesters WHERE telegram_id > ${args.after}::bigint
      ORDER BY telegram_id LIMIT ${args.batch}
    ), deleted AS (
      DELETE FROM code_requesters WHERE telegram_id IN (
        SELECT telegram_id FROM code_requesters
        WHERE telegram_id IN (SELECT telegram_id FROM batch) AND issued_at[1] < now() - ${interval(DAY)}
        FOR UPDATE SKIP LOCKED
      )
    )
    SELECT max(telegram_id)::text AS last FROM batch`,
);

/** Deletes the numbers of a batch whose codes and failed attempts are too old for every budget. */
const deleteOldCodes = (channel: Channel) =>
  prepare(
    `delete-old-${channel}-codes`,
    (args: Walk) => sql<Walked>`
      WITH batch AS MATERIALIZED (
        SELECT phone FROM codes WHERE channel = ${sql.lit(channel)} AND phone > ${args.after}
        ORDER BY phone LIMIT ${args.batch}
      ), deleted AS (
        DELETE FROM codes WHERE channel = ${sql.lit(channel)} AND phone IN (
          SELECT phone FROM codes
          WHERE channel = ${sql.lit(channel)} AND phone IN (SELECT phone FROM batch)
            AND greatest(expires_at, issued_at[1], missed_at[1], known_failed_at[1]) < now() - ${interval(DAY)}
          FOR UPDATE SKIP LOCKED
        )
      )
      SELECT max(phone) AS last FROM batch`,
  );

export const deleteOldTelegramCodes = deleteOldCodes('telegram');
export const deleteOldSmsCodes = deleteOldCodes('sms');
