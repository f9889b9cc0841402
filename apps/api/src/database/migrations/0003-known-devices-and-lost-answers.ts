import { type Kysely, sql } from 'kysely';

/**
 * Columns are added, none renamed: the version before this one reads and writes them while it is replaced.
 * `missed_at` and `tries` count the failed attempts of unknown devices since.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE codes
      -- random; a Telegram code is derived from it, so that a repeated request gets the same code
      ADD COLUMN seed bytea CHECK (octet_length(seed) = 16),
      -- of the request that issued the code, where the client named it
      ADD COLUMN request_id text,
      -- when the code was used up and the session that it opened; valid while is_used is true
      ADD COLUMN used_at timestamptz,
      ADD COLUMN session_id uuid,
      -- failed attempts of devices that are signed in to the number's account: at this code, and newest first
      ADD COLUMN known_tries smallint NOT NULL DEFAULT 0,
      ADD COLUMN known_failed_at timestamptz[] NOT NULL DEFAULT '{}',
      -- SMS that such devices had from a reserve of their own, newest first
      ADD COLUMN known_issued_at timestamptz[] NOT NULL DEFAULT '{}',
      -- when a contact cleared the failed attempts of others, newest first
      ADD COLUMN cleared_at timestamptz[] NOT NULL DEFAULT '{}'
  `.execute(db);
  // of the newest request that the budget counts: asked again, it is not counted again
  await sql`ALTER TABLE code_requesters ADD COLUMN request_id text`.execute(db);

  // For the hourly clean-up. It walks codes and code_requesters, which hold a day or two, by their primary keys:
  // two more indexes would cost every sign-in more than that.
  await sql`CREATE INDEX sessions_by_rotation ON sessions (rotated_at)`.execute(db);
  await sql`CREATE INDEX sms_reports_by_age ON sms_reports (created_at)`.execute(db);
}
