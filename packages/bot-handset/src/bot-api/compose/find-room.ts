import { accountOf, isAdministrator, isInside, memberOf } from '../../world/chat-members.ts';
import type { Bot, Room } from '../../world/world.ts';
import { BotApiError, badRequest } from '../request/bot-api-error.ts';
import type { MethodContext } from '../request/method-context.ts';

/**
 * The chat that `chat_id` names. A person who never wrote to the bot counts as unknown.
 *
 * @throws BotApiError 400, or 403 for a chat that the bot is not in
 */
export function existingRoom({ bot, args }: Pick<MethodContext, 'bot' | 'args'>): Room {
  return roomById(bot, args.get('chat_id') ?? '');
}

/** Finds the chat for a message to it. Throws a BotApiError 400, or 403 if the person blocked the bot. */
export function roomToWrite(context: Pick<MethodContext, 'bot' | 'args'>): Room {
  const { bot } = context;
  const room = existingRoom(context);
  if (bot.blockedBy.has(room.chat.id)) throw new BotApiError(403, 'Forbidden: bot was blocked by the user');
  if (room.chat.type === 'channel' && !isAdministrator(room, accountOf(bot))) {
    throw badRequest('need administrator rights in the channel chat');
  }
  return room;
}

/** The chat with this id, written as digits, or as `@username`. Throws a BotApiError 400 or 403. */
export function roomById(bot: Bot, chatId: string): Room {
  if (chatId === '') throw badRequest('chat_id is empty');
  const room = findRoom(bot, chatId);
  if (!room?.isStarted) throw badRequest('chat not found');
  const member = memberOf(room, accountOf(bot));
  if (isInside(member)) return room;
  const action = member.status === 'kicked' ? 'was kicked from' : 'is not a member of';
  throw new BotApiError(403, `Forbidden: bot ${action} the ${room.chat.type} chat`);
}

function findRoom(bot: Bot, chatId: string): Room | undefined {
  if (/^-?\d{1,16}$/.test(chatId)) return bot.rooms.get(Number(chatId));
  if (!chatId.startsWith('@')) return undefined;
  const username = chatId.slice(1).toLowerCase();
  // People have no name that a bot could write to
  return [...bot.rooms.values()].find(
    ({ chat }) => chat.type !== 'private' && chat.username?.toLowerCase() === username,
  );
}
