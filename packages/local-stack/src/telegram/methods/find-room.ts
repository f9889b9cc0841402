import { BotApiError, badRequest } from '../request/bot-api-error.ts';
import type { MethodContext } from '../world/method-context.ts';
import type { Bot, Room } from '../world/world.ts';

/**
 * The chat that `chat_id` names. A person who never wrote to the bot counts as unknown.
 *
 * @throws BotApiError 400
 */
export function existingRoom({ bot, args }: Pick<MethodContext, 'bot' | 'args'>): Room {
  return roomById(bot, args.get('chat_id') ?? '');
}

/** Finds the chat for a message to it. Throws a BotApiError 400, or 403 if the person blocked the bot. */
export function roomToWrite(context: Pick<MethodContext, 'bot' | 'args'>): Room {
  const room = existingRoom(context);
  if (context.bot.blockedBy.has(room.chat.id)) throw new BotApiError(403, 'Forbidden: bot was blocked by the user');
  return room;
}

/** The chat with this id, written as digits. Throws a BotApiError 400. */
export function roomById(bot: Bot, chatId: string): Room {
  if (chatId === '') throw badRequest('chat_id is empty');
  const room = /^-?\d{1,16}$/.test(chatId) ? bot.rooms.get(Number(chatId)) : undefined;
  if (!room?.isStarted) throw badRequest('chat not found');
  return room;
}
