import { createApiClient } from '@raqam/shared/client';
import type { Language } from '@raqam/shared/languages';

/** What is known of a private chat with the bot. */
export interface Chat {
  /** The person's choice; null: none. */
  language: Language | null;
  /** Whether Telegram refuses messages to this chat. */
  isBlocked: boolean;
}

/** The API's memory of chats: the bot keeps no state of its own. */
export interface ChatApi {
  /**
   * Returns null when the API knows nothing of the chat.
   *
   * @throws when the API does not answer, or refuses
   */
  find(telegramId: number): Promise<Chat | null>;
  /** Returns whether the API saved it. A chat without a language keeps the one that was saved. */
  save(telegramId: number, chat: Chat): Promise<boolean>;
}

/** Short, because the answer waits for it, and can do without: a person who waits for a code waits longer anyway. */
const REQUEST_TIMEOUT_MS = 2_000;

/** Calls the API at `baseUrl` (as in WEBSITE_URL) with the bot's secret. */
export function createChatApi(baseUrl: string, botSecret: string): ChatApi {
  const api = createApiClient({ baseUrl, timeout: REQUEST_TIMEOUT_MS });
  return {
    async find(telegramId) {
      const result = await api.call('findChat', { telegram_id: telegramId }, { botSecret });
      if (!result.ok) throw new Error(result.error.code);
      const { chat } = result.data;
      return chat && { language: chat.language, isBlocked: chat.is_blocked };
    },
    async save(telegramId, { language, isBlocked }) {
      const body = { telegram_id: telegramId, ...(language && { language }), is_blocked: isBlocked };
      const { ok } = await api.call('saveChat', body, { botSecret });
      return ok;
    },
  };
}
