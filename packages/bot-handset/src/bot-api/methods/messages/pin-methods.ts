import { accountOf, isAdministrator } from '../../../world/chat-members.ts';
import { pinMessage } from '../../../world/pin-message.ts';
import type { Room } from '../../../world/world.ts';
import { readMessage } from '../../compose/compose-message.ts';
import { existingRoom } from '../../compose/find-room.ts';
import { badRequest } from '../../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';
import { integerArg } from '../../request/request-args.ts';

/** The method `pinChatMessage`: the chat gets a service message. */
export function pinChatMessage(context: MethodContext): MethodResult {
  const { world, bot } = context;
  const { room, stored } = readMessage(context, 'pin');
  checkRight(context, room);
  pinMessage(world, bot, room, accountOf(bot), stored);
  return { result: true };
}

/** The method `unpinChatMessage`; without `message_id` the newest pinned message. */
export function unpinChatMessage(context: MethodContext): MethodResult {
  const room = existingRoom(context);
  checkRight(context, room);
  const id = integerArg(context.args, 'message_id', 0, 0, Number.MAX_SAFE_INTEGER) || room.pinned.at(-1);
  if (id === undefined || !room.pinned.includes(id)) throw badRequest('message to unpin not found');
  room.pinned = room.pinned.filter((each) => each !== id);
  announce(context, room);
  return { result: true };
}

/** The method `unpinAllChatMessages`. */
export function unpinAllChatMessages(context: MethodContext): MethodResult {
  const room = existingRoom(context);
  checkRight(context, room);
  room.pinned = [];
  announce(context, room);
  return { result: true };
}

function announce({ world, bot }: MethodContext, room: Room): void {
  world.events.publish({ type: 'chat', bot: bot.user.username, chat_id: room.chat.id });
}

function checkRight({ bot }: MethodContext, room: Room): void {
  if (room.chat.type === 'private' || isAdministrator(room, accountOf(bot))) return;
  throw badRequest('not enough rights to manage pinned messages in the chat');
}
