import type { ApiClient } from '@raqam/shared/client';
import type { Language } from '@raqam/shared/languages';

/** A private chat with the bot, as the API stores it. */
export interface Chat {
  /** The person's choice; null: none. */
  language: Language | null;
  /** Whether Telegram refuses messages to this chat. */
  isBlocked: boolean;
}

/** The chats that the API stores: the bot keeps no state of its own. */
export interface ChatApi {
  /**
   * Returns null when the chat was never saved.
   *
   * @throws when the API does not answer, or refuses
   */
  find(telegramId: number): Promise<Chat | null>;
  /** Returns whether the API saved it. A chat without a language keeps the one that was saved. */
  save(telegramId: number, chat: Chat): Promise<boolean>;
}

/** The timeout of the client for chats: short, because the person waits for it, and the bot can answer without it. */
export const CHAT_TIMEOUT_MS = 2_000;

/** Calls the API with the bot's secret. The timeout of `api` is `CHAT_TIMEOUT_MS`. */
export function createChatApi(api: ApiClient, botSecret: string): ChatApi {
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
