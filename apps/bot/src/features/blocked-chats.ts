import { type Context, type MiddlewareFn, TelegramError } from 'telegraf';
import type { Chats } from '../api/chats.ts';

/** Records a person's block of the bot when Telegram refuses an answer with 403. Their next message clears it. */
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
