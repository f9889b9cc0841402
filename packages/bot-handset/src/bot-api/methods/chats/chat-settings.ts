import { unixTime } from '../../../durations.ts';
import { accountOf, isAdministrator } from '../../../world/chat-members.ts';
import { postMessage, queueMessage } from '../../../world/post-message.ts';
import type { Room } from '../../../world/world.ts';
import { existingRoom } from '../../compose/find-room.ts';
import { badRequest } from '../../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';

const MAX_TITLE_LENGTH = 128;
const MAX_DESCRIPTION_LENGTH = 255;

/** The method `setChatTitle`: the chat gets a service message. */
export function setChatTitle(context: MethodContext): MethodResult {
  const { world, bot, args } = context;
  const room = chatToChange(context);
  const title = (args.get('title') ?? '').trim().slice(0, MAX_TITLE_LENGTH);
  if (title === '') throw badRequest("title can't be empty");
  room.chat = { ...room.chat, title } as Room['chat']; // a private chat, which has no title, was refused
  const sender = room.chat.type === 'channel' ? { sender_chat: room.chat } : { from: accountOf(bot) };
  const draft = { ...sender, chat: room.chat, date: unixTime(), new_chat_title: title };
  queueMessage(bot, room, postMessage(world, bot, room, draft).message);
  world.events.publish({ type: 'chat', bot: bot.user.username, chat_id: room.chat.id });
  return { result: true };
}

/** The method `setChatDescription`. */
export function setChatDescription(context: MethodContext): MethodResult {
  const room = chatToChange(context);
  const description = (context.args.get('description') ?? '').trim();
  if (description.length > MAX_DESCRIPTION_LENGTH) throw badRequest('chat description is too long');
  if (description === (room.description ?? '')) throw badRequest('chat description is not modified');
  room.description = description;
  return { result: true };
}

function chatToChange(context: MethodContext): Room {
  const room = existingRoom(context);
  if (room.chat.type === 'private') throw badRequest("can't change private chat title");
  if (!isAdministrator(room, accountOf(context.bot))) throw badRequest('not enough rights to change chat title');
  return room;
}
