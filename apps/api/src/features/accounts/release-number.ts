import { type RawBuilder, sql } from 'kysely';

/**
 * SQL, common table expressions: the user `id` loses the number, for a row of `from`, to the person who proved it. What
 * was entered into an account whose number was never proved goes too, because the number's owner may have entered it.
 * `released` has the user.
 */
export function releaseNumber(id: string | null, from: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    losing AS MATERIALIZED (
      SELECT id, phone_proved_at IS NOT NULL AS account_stays FROM users WHERE id = ${id} AND EXISTS (SELECT FROM ${from})
    ), released AS (
      UPDATE users
      SET phone = NULL, phone_proved_at = NULL,
        first_name = CASE WHEN account_stays THEN first_name ELSE '' END,
        last_name = CASE WHEN account_stays THEN last_name ELSE '' END,
        address = CASE WHEN account_stays THEN address ELSE '' END,
        passport_id = CASE WHEN account_stays THEN passport_id ELSE '' END
      FROM losing WHERE users.id = losing.id
      RETURNING users.id, telegram_id, account_stays
    )`;
}
