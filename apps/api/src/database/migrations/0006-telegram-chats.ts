import { type Kysely, sql } from 'kysely';

/** What the bot has to know of a chat with a person: it keeps nothing itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TYPE language AS ENUM ('uz', 'uz-Cyrl', 'ru', 'en')`.execute(db);
  await sql`
    CREATE TABLE telegram_chats (
      -- of the person, which is also the id of their private chat with the bot
      telegram_id bigint PRIMARY KEY,
      -- NULL: the person chose none, and is answered in the language of their app
      language language,
      -- since when Telegram refuses messages to this chat
      blocked_at timestamptz
    )
  `.execute(db);
}
