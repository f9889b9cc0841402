import type { Language } from '@raqam/shared/languages';
import { sql } from 'kysely';
import { prepare } from '../../database/prepare.ts';

/** A saved chat. No row: it was never saved. */
export const findChat = prepare(
  'find-chat',
  { language: 'language?', is_blocked: 'bool' },
  (args: { telegram_id: number }) => sql`
    SELECT language, blocked_at IS NOT NULL AS is_blocked FROM telegram_chats WHERE telegram_id = ${args.telegram_id}`,
);

/** Saves a chat; `null` leaves the language or the block as it is. A chat that stays blocked keeps its time. */
export const saveChat = prepare(
  'save-chat',
  {},
  (args: { telegram_id: number; language: Language | null; is_blocked: boolean | null }) => sql`
    INSERT INTO telegram_chats AS chat (telegram_id, language, blocked_at)
    VALUES (${args.telegram_id}, ${args.language}::language, CASE WHEN ${args.is_blocked}::boolean THEN now() END)
    ON CONFLICT (telegram_id) DO UPDATE SET
      language = coalesce(excluded.language, chat.language),
      blocked_at = CASE WHEN coalesce(${args.is_blocked}, chat.blocked_at IS NOT NULL)
        THEN coalesce(chat.blocked_at, now())
      END`,
);
