import type pg from 'pg';

/** Nobody has used the account of a number for this interval. */
export async function leaveIdle(database: pg.Pool | pg.Client, phone: string, interval: string): Promise<void> {
  await database.query(
    `WITH idle AS (
       UPDATE users SET date_joined = date_joined - $2::interval, phone_proved_at = phone_proved_at - $2::interval
       WHERE phone = $1 RETURNING id
     )
     UPDATE sessions SET last_used_at = last_used_at - $2::interval, rotated_at = rotated_at - $2::interval,
       created_at = created_at - $2::interval FROM idle WHERE user_id = idle.id`,
    [phone, interval],
  );
}
