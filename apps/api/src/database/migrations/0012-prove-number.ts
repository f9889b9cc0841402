import { type Kysely, sql } from 'kysely';

/** Challenges that prove a number to a client and open no account. Only adds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TYPE challenge_purpose AS ENUM ('sign_in', 'prove_number')`.execute(db);
  await sql`
    ALTER TABLE challenges
      ADD COLUMN purpose challenge_purpose NOT NULL DEFAULT 'sign_in',
      -- that the number is proved to; NULL: the site itself
      ADD COLUMN client_id text
  `.execute(db);
}
