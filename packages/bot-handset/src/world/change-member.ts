import type { ChatMember, ChatMemberUpdated, User } from '@grammyjs/types';
import { unixTime } from '../durations.ts';
import { accountOf, isAdministrator, isInside, memberOf } from './chat-members.ts';
import { postMessage, queueMessage } from './post-message.ts';
import type { Bot, Room, World } from './world.ts';

/**
 * Changes the membership of a user, as `actor` does it: people who come and go are announced in groups, and the bot gets
 * `my_chat_member` about itself and, where it manages the chat, `chat_member` about others.
 */
export function changeMember(world: World, bot: Bot, room: Room, actor: User, member: ChatMember): void {
  const old = memberOf(room, member.user);
  const isAboutBot = member.user.id === bot.user.id;
  const managed = isAdministrator(room, accountOf(bot));
  room.members.set(member.user.id, member);
  const wasInside = isInside(old);
  const isNowInside = isInside(member);
  const change: ChatMemberUpdated = {
    chat: room.chat,
    from: actor,
    date: unixTime(),
    old_chat_member: old,
    new_chat_member: member,
  };
  if (isAboutBot) bot.updates.add({ my_chat_member: change }, room.chat.id);
  else if (managed) bot.updates.add({ chat_member: change }, room.chat.id);
  if (room.chat.type !== 'channel' && wasInside !== isNowInside) {
    const news = isNowInside ? { new_chat_members: [member.user] } : { left_chat_member: member.user };
    const { message } = postMessage(world, bot, room, { from: actor, chat: room.chat, date: unixTime(), ...news });
    queueMessage(bot, room, message);
  }
  world.events.publish({ type: 'chat', bot: bot.user.username, chat_id: room.chat.id });
}
