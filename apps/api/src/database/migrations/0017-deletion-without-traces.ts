import { type Kysely, sql } from 'kysely';

/**
 * Finds what a deleted user leaves behind (docs/decisions/0029). Only adds. Sign-ups by code write to none of the indexes:
 * a challenge is in them once another one has replaced it, a newcomer's sign-in writes no alert, and users' events are
 * not those of administrators.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE INDEX challenges_replaced_of_phone ON challenges (phone)
    WHERE NOT is_current AND secret_digest IS NULL AND phone IS NOT NULL
  `.execute(db);
  await sql`
    CREATE INDEX challenges_replaced_of_telegram_id ON challenges (telegram_id)
    WHERE NOT is_current AND nonce_digest IS NULL AND telegram_id IS NOT NULL
  `.execute(db);
  // of the person whose number it is: the provider reports it later, when nobody knows the number
  await sql`ALTER TABLE deliveries ADD COLUMN person text COLLATE "C"`.execute(db);
  await sql`CREATE INDEX alerts_of_user ON alerts (user_id)`.execute(db);
  await sql`CREATE INDEX events_by_admin ON events ((data ->> 'admin'), at) WHERE actor = 'admin'`.execute(db);
}
