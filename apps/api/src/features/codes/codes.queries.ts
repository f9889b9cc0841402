import { sql } from 'kysely';
import { prepare } from '../../database/prepare.ts';
import { WRONG_TRIES_PER_PHONE } from '../../policy.ts';

/** The code was right: it opens nothing more. */
export const useCode = prepare('use-code', (args: { channel: string; phone: string }, db) =>
  db
    .updateTable('codes')
    .set({ digest: sql`NULL` })
    .where('channel', '=', args.channel)
    .where('phone', '=', args.phone),
);

/** The try was wrong: it counts against this code and against the number. */
export const countMiss = prepare(
  'count-miss',
  (args: { channel: string; phone: string }) => sql<never>`
    UPDATE codes
    SET tries = tries + 1, missed_at = (now() || missed_at)[1:${sql.lit(WRONG_TRIES_PER_PHONE.daily)}]
    WHERE channel = ${args.channel} AND phone = ${args.phone}`,
);
