import { type Kysely, sql } from 'kysely';

/** Numbers that an operator may have sold again: docs/decisions/0039. Only adds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE users
      -- when somebody proved the number of this account while nobody used it; until the number is proved for the account
      -- again, an SMS does not open it
      ADD COLUMN phone_questioned_at timestamptz
  `.execute(db);
  await sql`
    ALTER TABLE challenges
      -- the number that was proved at this challenge, whose holder is in question; else NULL
      ADD COLUMN questioned_phone e164
  `.execute(db);
  await sql`
    ALTER TABLE alerts
      -- of a lost number: only the number was lost, and the account is as it was
      ADD COLUMN account_stays boolean NOT NULL DEFAULT false
  `.execute(db);
}
