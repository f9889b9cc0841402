import type { MediaDetails, MediaSource } from '../../bot-api/media/build-media.ts';
import { MEDIA_KINDS, type MediaKind } from '../../files/file-store.ts';
import { invalidField } from '../input/handset-error.ts';
import { flag, type Input, integer, number, object, text } from '../input/read-fields.ts';
import { readTelegramId } from '../input/read-input.ts';
import { SAMPLES } from './samples.ts';

/** A file that a person sends: one that the bot knows, or new bytes. */
export type SentFile = { fileId: string } | { source: MediaSource; details: MediaDetails };

/** What a new message shows. */
export type NewContent =
  | { kind: 'text'; text: string }
  | { kind: 'own_contact' }
  | { kind: 'contact'; phone_number: string; user_id?: number; first_name: string; last_name?: string }
  | { kind: 'media'; type: MediaKind; file: SentFile; caption: string }
  | { kind: 'location'; latitude: number; longitude: number; venue?: { title: string; address: string } }
  | { kind: 'dice'; emoji: string }
  | { kind: 'web_app_data'; data: string; button_text: string };

/** What a person does with messages that are there. */
export type Change =
  | { kind: 'press'; callback_data: string; message_id: number }
  | { kind: 'forward'; message_id: number; from: ChatName }
  | { kind: 'edit'; message_id: number; text?: string; caption?: string }
  | { kind: 'delete' | 'pin' | 'unpin'; message_id: number }
  | { kind: 'reaction'; message_id: number; emoji: string | null }
  | { kind: 'vote'; message_id: number; option_ids: number[] }
  | { kind: 'album'; items: NewContent[] }
  | { kind: 'inline_query'; query: string; offset: string }
  | { kind: 'choose'; inline_query_id: string; result_id: string }
  | { kind: 'pay'; message_id?: number; link?: string; shipping_option_id?: string };

/** `private`, `group` (the one that is there from the start), or the id of a group or channel. */
export type ChatName = 'private' | 'group' | number;

/** An action of a person in a chat. */
export type ActionInput = (NewContent | Change) & {
  chat: ChatName;
  isForwarded: boolean;
  deliveries: number;
  replyTo?: { message_id: number; quote?: string };
};

export const MAX_MESSAGE_ID = 2 ** 31 - 1;
const MAX_TEXT_LENGTH = 4_096;
const MAX_CAPTION_LENGTH = 1_024;
const MAX_QUERY_LENGTH = 256;
const MAX_NAME_LENGTH = 256;
const MAX_FILE_ID_LENGTH = 256;
const MAX_PIXELS = 10_000;
const MAX_SECONDS = 86_400;
const MAX_DELIVERIES = 100;
const MAX_ALBUM = 10;
const MAX_OPTIONS = 12;
/** A file in a JSON body; Telegram's own limit for people is 2 GB. */
const MAX_BASE64_LENGTH = 70 * 1024 * 1024;
const SAMPLE_PLACE = { latitude: 41.311081, longitude: 69.240562 };

const CONTENT_KINDS = ['text', 'contact', ...MEDIA_KINDS, 'location', 'venue', 'dice', 'web_app_data'] as const;
const CHANGE_KINDS = [
  'callback_data',
  'edit',
  'delete',
  'pin',
  'unpin',
  'reaction',
  'vote',
  'album',
  'inline_query',
  'chosen_inline_result',
  'pay',
] as const;

/** Body of `POST /handset/users/:telegram_id/messages`. Throws a HandsetError 400 that names the wrong field. */
export function readAction(body: unknown): ActionInput {
  const input = object(body, 'the body');
  const { forward, reply_to: reply } = input;
  const isForwarding = typeof forward === 'object';
  const given: string[] = [...CONTENT_KINDS, ...CHANGE_KINDS].filter((name) => input[name] !== undefined);
  if (isForwarding) given.push('forward');
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    const kinds = [...CONTENT_KINDS, ...CHANGE_KINDS, 'forward'].join(', ');
    throw invalidField('the body', `must have exactly one of ${kinds}`);
  }
  return {
    chat: readChatName(input, 'chat'),
    isForwarded: (isForwarding ? undefined : flag(input, 'forward')) ?? false,
    deliveries: integer(input, 'redeliver', 1, MAX_DELIVERIES) ?? 1,
    ...(reply === undefined ? {} : { replyTo: readReplyTo(reply) }),
    ...(isForwarding ? readForward(forward) : (readContent(input) ?? readChange(kind, input))),
  };
}

function readContent(input: Input): NewContent | undefined {
  const { contact } = input;
  if (contact === 'own') return { kind: 'own_contact' };
  if (contact !== undefined) return readContact(contact);
  const type = MEDIA_KINDS.find((each) => input[each] !== undefined);
  if (type) {
    const caption = text(input, 'caption', MAX_CAPTION_LENGTH) ?? '';
    return { kind: 'media', type, file: readFile(type, input[type]), caption };
  }
  if (input['location'] !== undefined) return readLocation(input['location'], 'location');
  if (input['venue'] !== undefined) {
    const venue = object(input['venue'], 'venue');
    const title = required(text(venue, 'title', MAX_NAME_LENGTH), 'venue.title');
    const address = required(text(venue, 'address', MAX_NAME_LENGTH), 'venue.address');
    return { ...readLocation(venue, 'venue'), venue: { title, address } };
  }
  if (input['dice'] !== undefined) {
    return { kind: 'dice', emoji: input['dice'] === true ? '🎲' : required(text(input, 'dice', 8), 'dice') };
  }
  if (input['web_app_data'] !== undefined) {
    const sent = object(input['web_app_data'], 'web_app_data');
    const data = required(text(sent, 'data', MAX_TEXT_LENGTH), 'web_app_data.data');
    return { kind: 'web_app_data', data, button_text: text(sent, 'button_text', MAX_NAME_LENGTH) ?? 'Open' };
  }
  if (input['text'] === undefined) return undefined;
  const said = text(input, 'text', MAX_TEXT_LENGTH);
  if (!said?.trim()) throw invalidField('text', 'must not be empty');
  return { kind: 'text', text: said };
}

function readChange(kind: string, input: Input): Change {
  if (kind === 'callback_data') {
    const data = text(input, 'callback_data', MAX_TEXT_LENGTH);
    const id = integer(input, 'message_id', 1, MAX_MESSAGE_ID);
    if (!data) throw invalidField('callback_data', 'must not be empty');
    if (id === undefined) throw invalidField('message_id', 'is required with callback_data');
    return { kind: 'press', callback_data: data, message_id: id };
  }
  const value = input[kind];
  if (kind === 'album') return readAlbum(value);
  if (kind === 'inline_query' && typeof value === 'string') return readInlineQuery({ query: value });
  const fields = object(value, kind);
  switch (kind) {
    case 'edit': {
      const said = text(fields, 'text', MAX_TEXT_LENGTH);
      const caption = text(fields, 'caption', MAX_CAPTION_LENGTH);
      if ((said === undefined) === (caption === undefined)) throw invalidField('edit', 'must have text or caption');
      if (said !== undefined && !said.trim()) throw invalidField('edit.text', 'must not be empty');
      const message_id = readMessageId(fields, kind);
      return said === undefined ? { kind, message_id, caption: caption ?? '' } : { kind, message_id, text: said };
    }
    case 'delete':
    case 'pin':
    case 'unpin':
      return { kind, message_id: readMessageId(fields, kind) };
    case 'reaction': {
      const emoji = fields['emoji'] === null ? null : required(text(fields, 'emoji', 16), 'reaction.emoji');
      return { kind, message_id: readMessageId(fields, kind), emoji };
    }
    case 'vote': {
      const { option_ids: ids } = fields;
      if (!Array.isArray(ids) || !ids.every((id) => Number.isInteger(id) && id >= 0 && id < MAX_OPTIONS)) {
        throw invalidField('vote.option_ids', 'must be a list of numbers of options, from 0');
      }
      return { kind, message_id: readMessageId(fields, kind), option_ids: ids };
    }
    case 'inline_query':
      return readInlineQuery(fields);
    case 'chosen_inline_result':
      return {
        kind: 'choose',
        inline_query_id: required(text(fields, 'inline_query_id', MAX_NAME_LENGTH), `${kind}.inline_query_id`),
        result_id: required(text(fields, 'result_id', MAX_NAME_LENGTH), `${kind}.result_id`),
      };
    default:
      return readPay(fields);
  }
}

function readPay(fields: Input): Change {
  const id = integer(fields, 'message_id', 1, MAX_MESSAGE_ID);
  const link = text(fields, 'link', MAX_NAME_LENGTH);
  const option = text(fields, 'shipping_option_id', MAX_NAME_LENGTH);
  if ((id === undefined) === (link === undefined)) throw invalidField('pay', 'must have message_id or link');
  return {
    kind: 'pay',
    ...(id === undefined ? {} : { message_id: id }),
    ...(link === undefined ? {} : { link }),
    ...(option === undefined ? {} : { shipping_option_id: option }),
  };
}

function readInlineQuery(fields: Input): Change {
  const query = text(fields, 'query', MAX_QUERY_LENGTH);
  if (query === undefined) throw invalidField('inline_query.query', 'is required');
  return { kind: 'inline_query', query, offset: text(fields, 'offset', MAX_NAME_LENGTH) ?? '' };
}

function readAlbum(value: unknown): Change {
  if (!Array.isArray(value) || value.length < 2 || value.length > MAX_ALBUM) {
    throw invalidField('album', `must be a list of 2 to ${MAX_ALBUM} files: [{ "photo": true }, …]`);
  }
  const items = value.map((each) => {
    const content = readContent(object(each, 'album'));
    if (content?.kind !== 'media') throw invalidField('album', 'must have files only');
    return content;
  });
  return { kind: 'album', items };
}

function readForward(value: unknown): Change {
  const fields = object(value, 'forward');
  return { kind: 'forward', message_id: readMessageId(fields, 'forward'), from: readChatName(fields, 'from_chat') };
}

function readReplyTo(value: unknown) {
  if (typeof value === 'number') return { message_id: readMessageId({ message_id: value }, 'reply_to') };
  const fields = object(value, 'reply_to');
  const quote = text(fields, 'quote', MAX_CAPTION_LENGTH);
  return { message_id: readMessageId(fields, 'reply_to'), ...(quote ? { quote } : {}) };
}

/** Reads the name of a chat; the private one if absent. */
function readChatName(input: Input, name: string): ChatName {
  const value = input[name];
  if (value === undefined || value === 'private') return 'private';
  if (value === 'group') return 'group';
  if (typeof value === 'number' && Number.isSafeInteger(value) && value < 0) return value;
  throw invalidField(name, 'must be "private", "group" or the id of a group or channel');
}

/** `chat` of a query. */
export function readChatQuery(value: string | undefined): ChatName {
  return readChatName({ chat: /^-\d{1,16}$/.test(value ?? '') ? Number(value) : value }, 'chat');
}

function readFile(type: MediaKind, value: unknown): SentFile {
  if (value === true) return { source: SAMPLES[type](), details: { duration: 1 } };
  const fields = object(value, type);
  const fileId = text(fields, 'file_id', MAX_FILE_ID_LENGTH);
  if (fileId) return { fileId };
  const encoded = text(fields, 'base64', MAX_BASE64_LENGTH);
  const fileName = text(fields, 'file_name', MAX_NAME_LENGTH);
  const mimeType = text(fields, 'mime_type', MAX_NAME_LENGTH);
  const sample = SAMPLES[type]();
  return {
    source: {
      bytes: encoded === undefined ? sample.bytes : Buffer.from(encoded, 'base64'),
      fileName: fileName ?? (encoded === undefined ? sample.fileName : undefined),
      mimeType: mimeType ?? (encoded === undefined ? sample.mimeType : undefined),
    },
    details: {
      width: integer(fields, 'width', 1, MAX_PIXELS),
      height: integer(fields, 'height', 1, MAX_PIXELS),
      duration: integer(fields, 'duration', 0, MAX_SECONDS),
      performer: text(fields, 'performer', MAX_NAME_LENGTH),
      title: text(fields, 'title', MAX_NAME_LENGTH),
      emoji: text(fields, 'emoji', 16),
    },
  };
}

function readLocation(value: unknown, name: string) {
  if (value === true) return { kind: 'location' as const, ...SAMPLE_PLACE };
  const fields = object(value, name);
  const latitude = number(fields, 'latitude', -90, 90) ?? (name === 'venue' ? SAMPLE_PLACE.latitude : undefined);
  const longitude = number(fields, 'longitude', -180, 180) ?? (name === 'venue' ? SAMPLE_PLACE.longitude : undefined);
  if (latitude === undefined) throw invalidField(`${name}.latitude`, 'is required');
  if (longitude === undefined) throw invalidField(`${name}.longitude`, 'is required');
  return { kind: 'location' as const, latitude, longitude };
}

function readContact(value: unknown): NewContent {
  if (typeof value === 'string') throw invalidField('contact', 'must be "own" or an object');
  const card = object(value, 'contact');
  const phone = text(card, 'phone_number', 64);
  const last = text(card, 'last_name', 64);
  const { user_id: userId } = card;
  // The number on the card is not checked, because any client can send any card.
  if (!phone) throw invalidField('contact.phone_number', 'is required');
  return {
    kind: 'contact' as const,
    phone_number: phone,
    first_name: text(card, 'first_name', 64) ?? '',
    ...(last === undefined ? {} : { last_name: last }),
    ...(userId === undefined || userId === null ? {} : { user_id: readTelegramId(userId, 'contact.user_id') }),
  };
}

function readMessageId(input: Input, name: string): number {
  return required(integer(input, 'message_id', 1, MAX_MESSAGE_ID), `${name}.message_id`);
}

function required<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw invalidField(name, 'is required');
  return value;
}
