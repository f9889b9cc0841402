import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // A known text, encrypted at the first start with a FERNET_KEY: it tells whether the key is still the same
  await sql`
    CREATE TABLE fernet_canary (
      is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
      token text NOT NULL
    )
  `.execute(db);
}
