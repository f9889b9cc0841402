import type { User } from '@grammyjs/types';
import { unixTime } from '../durations.ts';
import { postMessage, queueMessage, quoted } from './post-message.ts';
import type { Bot, Room, StoredMessage, World } from './world.ts';

/** Pins a message as `actor`. The bot gets the service message also for its own pins, as with Telegram. */
export function pinMessage(world: World, bot: Bot, room: Room, actor: User, { message }: StoredMessage): void {
  const id = message.message_id;
  room.pinned = [...room.pinned.filter((each) => each !== id), id];
  const sender = room.chat.type === 'channel' ? { sender_chat: room.chat } : { from: actor };
  const draft = { ...sender, chat: room.chat, date: unixTime(), pinned_message: quoted(message) };
  queueMessage(bot, room, postMessage(world, bot, room, draft).message);
  world.events.publish({ type: 'chat', bot: bot.user.username, chat_id: room.chat.id });
}
