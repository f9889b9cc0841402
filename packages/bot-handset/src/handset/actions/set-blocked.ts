import type { ChatMemberBanned, Update } from '@grammyjs/types';
import { unixTime } from '../../durations.ts';
import { accountOf } from '../../world/chat-members.ts';
import { type Bot, type Person, privateRoom, userOf, type World } from '../../world/world.ts';

/** Blocks or unblocks a bot. A change sends the bot `my_chat_member`, as with Telegram. */
export function setBlocked(world: World, bot: Bot, person: Person, isBlocked: boolean): void {
  if (bot.blockedBy.has(person.telegram_id) === isBlocked) return;
  const room = privateRoom(bot, person);
  // Only a bot with a chat can be blocked
  room.isStarted = true;
  if (isBlocked) bot.blockedBy.add(person.telegram_id);
  else bot.blockedBy.delete(person.telegram_id);
  const user = accountOf(bot);
  const member = { user, status: 'member' as const };
  const kicked: ChatMemberBanned = { user, status: 'kicked', until_date: 0 };
  const change: NonNullable<Update['my_chat_member']> = {
    chat: room.chat,
    from: userOf(person),
    date: unixTime(),
    old_chat_member: isBlocked ? member : kicked,
    new_chat_member: isBlocked ? kicked : member,
  };
  bot.updates.add({ my_chat_member: change }, person.telegram_id);
  world.events.publish({ type: 'person', telegram_id: person.telegram_id });
}
