import { randomBytes } from 'node:crypto';
import type {
  CallbackQuery,
  ChatMemberBanned,
  ChatMemberMember,
  Contact,
  Message,
  Update,
  User,
} from '@grammyjs/types';
import { unixTime } from '../durations.ts';
import { botAsMember, memberUser } from '../telegram/methods/chat-methods.ts';
import { formatPlainText } from '../telegram/text/format-text.ts';
import {
  type Bot,
  groupRoom,
  nextMessageId,
  type Person,
  privateRoom,
  type Room,
  shownMessage,
  storeMessage,
  userOf,
  type World,
} from '../telegram/world/world.ts';
import { HandsetError, notFound } from './handset-error.ts';
import type { ActionInput } from './read-input.ts';

const MAX_CALLBACKS = 1_000;

/** The author of every forwarded message: a person outside the emulator. */
const STRANGER: User = { id: 4_000_000_001, is_bot: false, first_name: 'Somebody else' };

/**
 * Acts as a person in a chat with a bot, and queues the update.
 *
 * @returns the answer of the handset API: the sent message, or the id of the pressed button's query
 * @throws HandsetError 404 for an unknown message, 409 for a bot that the person blocked
 */
export function actAsPerson(world: World, bot: Bot, person: Person, action: ActionInput): object {
  if (!action.inGroup && bot.blockedBy.has(person.telegram_id)) {
    throw new HandsetError(409, 'bot_blocked', `${person.first_name} blocked @${bot.user.username}: unblock it first`);
  }
  const room = action.inGroup ? groupRoom(bot) : privateRoom(bot, person);
  if (action.kind === 'press') return press(bot, person, room, action);
  const message = {
    message_id: nextMessageId(room),
    from: userOf(person),
    chat: room.chat,
    date: unixTime(),
    ...(action.isForwarded
      ? { forward_origin: { type: 'user' as const, sender_user: STRANGER, date: unixTime() } }
      : {}),
    ...contentOf(person, action),
  };
  room.isStarted = true;
  const stored = storeMessage(room, { message });
  world.events.publish({
    type: 'message',
    bot: bot.user.username,
    chat_id: room.chat.id,
    message: shownMessage(stored),
  });
  bot.updates.add({ message }, room.chat.id, action.deliveries);
  return message;
}

/** Blocks or unblocks a bot. A change sends the bot `my_chat_member`, as with Telegram. */
export function setBlocked(world: World, bot: Bot, person: Person, isBlocked: boolean): void {
  if (bot.blockedBy.has(person.telegram_id) === isBlocked) return;
  const room = privateRoom(bot, person);
  // Only a bot with a chat can be blocked.
  room.isStarted = true;
  if (isBlocked) bot.blockedBy.add(person.telegram_id);
  else bot.blockedBy.delete(person.telegram_id);
  const member: ChatMemberMember = botAsMember(bot);
  const kicked: ChatMemberBanned = { user: memberUser(bot), status: 'kicked', until_date: 0 };
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

function contentOf(
  person: Person,
  action: Exclude<ActionInput, { kind: 'press' }>,
): Pick<Message, 'text' | 'entities'> | { contact: Contact } {
  switch (action.kind) {
    case 'text': {
      const { text, entities } = formatPlainText(action.text);
      return entities.length > 0 ? { text, entities } : { text };
    }
    case 'own_contact':
      return {
        contact: {
          // Telegram usually leaves out the +.
          phone_number: person.phone.replace(/^\+/, ''),
          first_name: person.first_name,
          ...(person.last_name ? { last_name: person.last_name } : {}),
          user_id: person.telegram_id,
        },
      };
    case 'contact': {
      const { phone_number, first_name, last_name, user_id } = action;
      return {
        contact: {
          phone_number,
          first_name,
          ...(last_name ? { last_name } : {}),
          ...(user_id === undefined ? {} : { user_id }),
        },
      };
    }
  }
}

function press(bot: Bot, person: Person, room: Room, action: Extract<ActionInput, { kind: 'press' }>): object {
  const stored = room.messages.find(({ message }) => message.message_id === action.message_id);
  if (!stored) throw notFound(`message_id ${action.message_id} is not in this chat`);
  const query: CallbackQuery = {
    id: randomBytes(8).readBigUInt64BE().toString(),
    from: userOf(person),
    message: stored.message,
    chat_instance: String(room.chat.id),
    data: action.callback_data,
  };
  bot.callbacks.set(query.id, { query });
  const [oldest] = bot.callbacks.keys();
  if (bot.callbacks.size > MAX_CALLBACKS && oldest) bot.callbacks.delete(oldest);
  bot.updates.add({ callback_query: query }, room.chat.id, action.deliveries);
  return { callback_query_id: query.id };
}
