import { type Kysely, sql } from 'kysely';

/**
 * More channels, proofs and purposes of a challenge (docs/decisions/0034). Only adds: an older api never meets the new
 * values as long as it serves alone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Telegram Gateway
  await sql`ALTER TYPE channel ADD VALUE 'gateway'`.execute(db);
  await sql`ALTER TYPE proof ADD VALUE 'gateway'`.execute(db);
  await sql`ALTER TYPE proof ADD VALUE 'passkey'`.execute(db);
  await sql`ALTER TYPE challenge_purpose ADD VALUE 'change_phone'`.execute(db);
  await sql`ALTER TYPE alert_kind ADD VALUE 'card'`.execute(db);
  await sql`
    ALTER TABLE challenges
      -- the account whose number changes, or that this browser's person names before anything is proved; else NULL
      ADD COLUMN user_id uuid
  `.execute(db);
  await sql`
    ALTER TABLE alerts
      -- whose card the bot shows; else NULL
      ADD COLUMN challenge_id uuid
  `.execute(db);
}
