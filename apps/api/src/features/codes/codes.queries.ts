import { sql } from 'kysely';
import { prepare } from '../../database/prepare.ts';
import { DAY, WRONG_TRIES_PER_PHONE } from '../../policy.ts';

/** A code as it was read: what is written holds only while it is still so. */
export interface SeenCode {
  channel: string;
  phone: string;
  digest: Buffer;
  /** At this code. */
  tries: number;
  /** At this number, as far back as the budgets look. */
  misses: number;
}

/** Finds the code in the state it was seen in. */
export function isAsSeen(seen: SeenCode) {
  return sql`channel = ${seen.channel} AND phone = ${seen.phone} AND digest = ${seen.digest} AND NOT is_used
    AND tries = ${seen.tries} AND cardinality(missed_at) = ${seen.misses}`;
}

/** The try was wrong: it counts against this code and against the number. No row: the code changed meanwhile. */
export const countMiss = prepare(
  'count-miss',
  (seen: SeenCode) => sql<{ phone: string }>`
    UPDATE codes SET tries = tries + 1, missed_at = (now() || missed_at)[1:${sql.lit(WRONG_TRIES_PER_PHONE.daily)}]
    WHERE ${isAsSeen(seen)}
    RETURNING phone`,
);

/** The code was right, and opens nothing. No row: it changed meanwhile. */
export const useUp = prepare(
  'use-up',
  (seen: SeenCode) => sql<{ phone: string }>`
    UPDATE codes SET is_used = true WHERE ${isAsSeen(seen)} RETURNING phone`,
);

/** Forgets when Telegram users last asked, once no budget looks at it. */
export const forgetOldRequesters = prepare(
  'forget-old-requesters',
  () => sql<never>`DELETE FROM code_requesters WHERE issued_at[1] < now() - make_interval(secs => ${sql.lit(DAY)})`,
);

/** Forgets the numbers whose codes and wrong tries no budget looks at any more. */
export const forgetOldCodes = prepare(
  'forget-old-codes',
  () => sql<never>`
    DELETE FROM codes
    WHERE greatest(expires_at, issued_at[1], missed_at[1]) < now() - make_interval(secs => ${sql.lit(DAY)})`,
);
