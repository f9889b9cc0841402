import { type Kysely, sql } from 'kysely';

/**
 * The updates that a bot's process answers or has answered (docs/decisions/0049), for a day: Telegram delivers one
 * again whose confirmation was late, and then perhaps to another process. Nothing of the person is in it. Only adds.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE bot_updates (
      -- chosen by the bot: the same each time that Telegram delivers it
      id text PRIMARY KEY,
      created_at timestamptz NOT NULL DEFAULT now(),
      -- the process that answers it until then; afterwards another one may
      holder uuid NOT NULL,
      held_until timestamptz NOT NULL,
      is_answered boolean NOT NULL DEFAULT false
    )
  `.execute(db);
  // for the clean-up
  await sql`CREATE INDEX bot_updates_created_at ON bot_updates (created_at)`.execute(db);
}
