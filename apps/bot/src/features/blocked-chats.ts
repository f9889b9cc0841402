import { type Context, type MiddlewareFn, TelegramError } from 'telegraf';
import type { Chats } from '../chats.ts';

/** Records who has blocked the bot, by Telegram's refusal of an answer. The next message clears it. */
export function createBlockedChats(chats: Chats): MiddlewareFn<Context> {
  return async ({ from }, next) => {
    if (!from) return next();
    let isBlocked = false;
    try {
      await next();
    } catch (error) {
      if (!(error instanceof TelegramError && error.code === 403)) throw error;
      isBlocked = true;
    }
    await chats.save(from.id, { isBlocked });
  };
}
