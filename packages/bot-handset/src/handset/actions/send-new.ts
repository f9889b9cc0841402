import type { Contact, Message, User } from '@grammyjs/types';
import { findQuote, type MessageContent } from '../../bot-api/compose/compose-message.ts';
import { throwDice } from '../../bot-api/compose/throw-dice.ts';
import { buildMedia } from '../../bot-api/media/build-media.ts';
import { formatPlainText } from '../../bot-api/text/format-text.ts';
import { unixTime } from '../../durations.ts';
import { findMessage, postMessage, queueMessage, quoted } from '../../world/post-message.ts';
import { type Bot, type Person, type Room, userOf, type World } from '../../world/world.ts';
import { HandsetError, notFound } from '../input/handset-error.ts';
import type { ActionInput, NewContent, SentFile } from './read-action.ts';

/** A person in a chat of a bot. */
export interface Actor {
  world: World;
  bot: Bot;
  person: Person;
  room: Room;
}

/** The author of messages that are forwarded from outside: a person whom the emulator does not know. */
const STRANGER: User = { id: 4_000_000_001, is_bot: false, first_name: 'Somebody else' };

/** Sends a new message as a person. */
export function sendNew(
  actor: Actor,
  content: NewContent,
  { replyTo, isForwarded, deliveries, album }: Pick<ActionInput, 'replyTo' | 'isForwarded' | 'deliveries'> & AlbumPart,
): Message {
  const origin = { type: 'user' as const, sender_user: STRANGER, date: unixTime() };
  return post(
    actor,
    {
      ...(replyTo ? replyFields(actor.room, replyTo) : {}),
      ...(isForwarded ? { forward_origin: origin } : {}),
      ...contentOf(actor, content),
      ...(album ? { media_group_id: album } : {}),
    },
    deliveries,
  );
}

interface AlbumPart {
  album?: string;
}

/** Posts a message of a person, and queues its update. In a channel the channel is the sender. */
export function post({ world, bot, person, room }: Actor, content: MessageContent, deliveries = 1): Message {
  const sender = room.chat.type === 'channel' ? { sender_chat: room.chat } : { from: userOf(person) };
  room.isStarted = true;
  const { message } = postMessage(world, bot, room, { ...sender, chat: room.chat, date: unixTime(), ...content });
  queueMessage(bot, room, message, false, deliveries);
  return message;
}

function replyFields(room: Room, { message_id, quote }: NonNullable<ActionInput['replyTo']>): MessageContent {
  const original = findMessage(room, message_id)?.message;
  if (!original) throw notFound(`message_id ${message_id} is not in this chat`);
  return { reply_to_message: quoted(original), ...(quote ? { quote: findQuote(original, quote) } : {}) };
}

function contentOf({ bot, person }: Actor, content: NewContent): MessageContent {
  switch (content.kind) {
    case 'text':
      return textContent(content.text);
    case 'own_contact':
      return { contact: ownContact(person) };
    case 'contact': {
      const { phone_number, first_name, last_name, user_id } = content;
      return {
        contact: {
          phone_number,
          first_name,
          ...(last_name ? { last_name } : {}),
          ...(user_id === undefined ? {} : { user_id }),
        },
      };
    }
    case 'media':
      return { ...mediaContent(bot, content.type, content.file), ...captionContent(content.caption) };
    case 'location': {
      const { latitude, longitude, venue } = content;
      const location = { latitude, longitude };
      return venue ? { location, venue: { location, ...venue } } : { location };
    }
    case 'dice':
      return { dice: throwDice(content.emoji) };
    case 'web_app_data':
      return { web_app_data: { data: content.data, button_text: content.button_text } };
  }
}

/** The fields of a person's text, which is trimmed and highlighted. */
export function textContent(source: string): Pick<Message, 'text' | 'entities'> {
  const { text, entities } = formatPlainText(source);
  return entities.length > 0 ? { text, entities } : { text };
}

/** The fields of a person's caption. */
export function captionContent(source: string): Pick<Message, 'caption' | 'caption_entities'> {
  const { text, entities } = formatPlainText(source);
  if (text === '') return {};
  return { caption: text, ...(entities.length > 0 ? { caption_entities: entities } : {}) };
}

function mediaContent(bot: Bot, type: Extract<NewContent, { kind: 'media' }>['type'], file: SentFile): MessageContent {
  const { files } = bot.records;
  if (!('fileId' in file)) return buildMedia(files, type, file.source, file.details);
  const content = files.find(file.fileId)?.content;
  if (!content || !(type in content)) throw new HandsetError(404, 'not_found', `there is no ${type} with this file_id`);
  return content;
}

function ownContact(person: Person): Contact {
  return {
    // Telegram usually leaves out the +.
    phone_number: person.phone.replace(/^\+/, ''),
    first_name: person.first_name,
    ...(person.last_name ? { last_name: person.last_name } : {}),
    user_id: person.telegram_id,
  };
}
