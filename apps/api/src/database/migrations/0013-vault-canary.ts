import { type Kysely, sql } from 'kysely';

/** As 0004 for FERNET_KEY: a known text, encrypted with the key that SECRET_KEY gives for secrets. Only adds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE vault_canary (
      is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
      token text NOT NULL
    )
  `.execute(db);
}
