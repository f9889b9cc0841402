import { type Kysely, sql } from 'kysely';

/** Changes of an account's number (docs/decisions/0040). Only adds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TYPE alert_kind ADD VALUE 'number_changed'`.execute(db);
  await sql`
    ALTER TABLE alerts
      -- of a change: the number before it, which "it was not me" gives back, and when it was proved; NULL: there was none
      ADD COLUMN former_phone e164,
      ADD COLUMN former_proved_at timestamptz,
      -- the masked number after it
      ADD COLUMN new_phone text,
      -- it was taken back
      ADD COLUMN undone_at timestamptz
  `.execute(db);
  // the challenges of few people name an account, so sign-ups write nothing to it
  await sql`CREATE INDEX challenges_of_user ON challenges (user_id) WHERE user_id IS NOT NULL`.execute(db);
}
