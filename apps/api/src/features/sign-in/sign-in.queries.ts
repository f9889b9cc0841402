import { sql } from 'kysely';
import { prepare } from '../../database/prepare.ts';
import { DAY, HOUR, WRONG_TRIES_PER_PHONE } from '../../policy.ts';
import type { HeldCode } from '../codes/judge-try.ts';
import type { Proof } from '../users/decide-account.ts';

/** A number's newest code, with the user who has the code's telegram_id (`t_`) and the one who has its phone (`p_`). */
export interface LockedCode extends HeldCode {
  proof: Proof;
  telegram_id: number | null;
  full_name: string;
  t_id: string | null;
  t_telegram_id: number | null;
  t_is_active: boolean;
  t_is_verified: boolean;
  p_id: string | null;
  p_telegram_id: number | null;
  p_is_active: boolean;
  p_is_verified: boolean;
}

const { hourly, daily } = WRONG_TRIES_PER_PHONE;

/** Locks the code and both users, so that what is decided on stays true until the transaction ends. */
export const lockCode = prepare(
  'lock-code',
  (args: { channel: string; phone: string }) => sql<LockedCode>`
    SELECT code.digest, code.tries, code.proof, code.telegram_id, code.full_name,
      code.expires_at <= now() AS expired,
      extract(epoch FROM greatest(
        code.missed_at[${sql.lit(hourly)}] + make_interval(secs => ${sql.lit(HOUR)}),
        code.missed_at[${sql.lit(daily)}] + make_interval(secs => ${sql.lit(DAY)})
      ) - now())::float8 AS locked_for,
      t.id AS t_id, t.telegram_id AS t_telegram_id, t.is_active AS t_is_active, t.is_verified AS t_is_verified,
      p.id AS p_id, p.telegram_id AS p_telegram_id, p.is_active AS p_is_active, p.is_verified AS p_is_verified
    FROM (SELECT * FROM codes WHERE channel = ${args.channel} AND phone = ${args.phone} FOR UPDATE) code
    LEFT JOIN LATERAL (SELECT * FROM users WHERE telegram_id = code.telegram_id FOR UPDATE) t ON true
    LEFT JOIN LATERAL (SELECT * FROM users WHERE phone = code.phone FOR UPDATE) p ON true`,
);
