import { type Kysely, sql } from 'kysely';

/**
 * Telegram Login as a channel (docs/decisions/0041). Its state is derived from the challenge, so nothing else is stored.
 * Only adds: an older api never meets the new value as long as it serves alone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TYPE channel ADD VALUE 'telegram_login'`.execute(db);
}
