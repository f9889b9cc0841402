import type { Message } from '@grammyjs/types';
import { accountOf, isAdministrator, isInside, memberOf } from './chat-members.ts';
import {
  type Bot,
  nextMessageId,
  type Room,
  type StoredMessage,
  shownMessage,
  storeMessage,
  type World,
} from './world.ts';

/** A message before it gets its id. */
export type Draft = Omit<Message, 'message_id'>;

/** Fields of service messages: a bot without admin rights gets them in groups too. */
const SERVICE_FIELDS: readonly (keyof Message)[] = [
  'new_chat_members',
  'left_chat_member',
  'new_chat_title',
  'pinned_message',
  'group_chat_created',
  'supergroup_chat_created',
  'successful_payment',
  'refunded_payment',
  'migrate_to_chat_id',
];

/** Gives a message its id, and shows it in the chat. */
export function postMessage(
  world: World,
  bot: Bot,
  room: Room,
  draft: Draft,
  more: Omit<StoredMessage, 'message'> = {},
): StoredMessage {
  const message: Message = { message_id: nextMessageId(room), ...draft };
  const stored = storeMessage(room, { ...more, message });
  publish(world, bot, 'message', room, stored);
  return stored;
}

/** Replaces a message in its chat. */
export function changeMessage(world: World, bot: Bot, room: Room, stored: StoredMessage, message: Message): void {
  stored.message = message;
  showChange(world, bot, room, stored);
}

/** Shows a message again whose reactions or votes changed. */
export function showChange(world: World, bot: Bot, room: Room, stored: StoredMessage): void {
  room.changed.notify();
  publish(world, bot, 'edited', room, stored);
}

/** Removes messages from a chat; unknown ones are skipped. */
export function removeMessages(world: World, bot: Bot, room: Room, ids: readonly number[]): void {
  room.messages = room.messages.filter((stored) => !ids.includes(stored.message.message_id));
  room.pinned = room.pinned.filter((id) => !ids.includes(id));
  room.changed.notify();
  world.events.publish({ type: 'deleted', bot: bot.user.username, chat_id: room.chat.id, message_ids: [...ids] });
}

/** The message with this id. */
export function findMessage(room: Room, id: number): StoredMessage | undefined {
  return room.messages.find((stored) => stored.message.message_id === id);
}

/** A message as another one quotes it: without the one that it answers itself. */
export function quoted(message: Message): NonNullable<Message['reply_to_message']> {
  const { reply_to_message: _nested, ...rest } = message;
  // The type wants the nested field to be present and undefined; Telegram leaves it out
  return rest as NonNullable<Message['reply_to_message']>;
}

/** Queues the update about a new or edited message, `times` times, unless the bot may not see it. */
export function queueMessage(bot: Bot, room: Room, message: Message, isEdited = false, times = 1): void {
  if (!isVisible(bot, room, message)) return;
  const isPost = room.chat.type === 'channel';
  const type = isEdited ? (isPost ? 'edited_channel_post' : 'edited_message') : isPost ? 'channel_post' : 'message';
  bot.updates.add({ [type]: message }, room.chat.id, times);
}

/**
 * Privacy mode: a bot that does not manage a group gets commands, replies to it, mentions of it, messages through it
 * and service messages. https://core.telegram.org/bots/features#privacy-mode
 */
function isVisible(bot: Bot, room: Room, message: Message): boolean {
  if (room.chat.type === 'private') return true;
  if (!isInside(memberOf(room, accountOf(bot)))) return false;
  if (bot.user.can_read_all_group_messages) return true;
  if (isAdministrator(room, accountOf(bot))) return true;
  if (room.chat.type === 'channel') return false;
  if (SERVICE_FIELDS.some((field) => message[field] !== undefined)) return true;
  if (message.via_bot?.id === bot.user.id || message.reply_to_message?.from?.id === bot.user.id) return true;
  const text = message.text ?? message.caption ?? '';
  if (/^\/\w+(?!\w*@)/.test(text)) return true;
  return text.toLowerCase().includes(`@${bot.user.username.toLowerCase()}`);
}

function publish(world: World, bot: Bot, type: 'message' | 'edited', room: Room, stored: StoredMessage): void {
  world.events.publish({ type, bot: bot.user.username, chat_id: room.chat.id, message: shownMessage(stored) });
}
