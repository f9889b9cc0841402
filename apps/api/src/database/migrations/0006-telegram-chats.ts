import { type Kysely, sql } from 'kysely';

/** The bot's private chats, as far as the bot has to remember them: it stores nothing itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TYPE language AS ENUM ('uz', 'uz-Cyrl', 'ru', 'en')`.execute(db);
  await sql`
    CREATE TABLE telegram_chats (
      -- of the person; it is also the id of their private chat with the bot
      telegram_id bigint PRIMARY KEY,
      -- NULL: the person chose none, and gets answers in the language of their app
      language language,
      -- since when Telegram refuses messages to this chat
      blocked_at timestamptz
    )
  `.execute(db);
}
