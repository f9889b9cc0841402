import { randomBytes } from 'node:crypto';
import type { InlineKeyboardMarkup, Message, Venue } from '@grammyjs/types';
import { unixTime } from '../../durations.ts';
import type { MediaKind } from '../../files/file-store.ts';
import { remember } from '../../world/bot-records.ts';
import { accountOf } from '../../world/chat-members.ts';
import { postMessage, queueMessage } from '../../world/post-message.ts';
import { type Bot, type Person, type Room, userOf, type World } from '../../world/world.ts';
import type { MessageContent } from '../compose/compose-message.ts';
import { captionOf, readFormatted, textFields } from '../compose/read-text.ts';
import { readReplyMarkup } from '../compose/reply-markup.ts';
import { readMedia } from '../media/read-input-file.ts';
import { badRequest } from '../request/bot-api-error.ts';
import type { MethodContext } from '../request/method-context.ts';
import { isObject, type JsonObject, MalformedField, optionalString, requiredString } from '../request/request-args.ts';

/** By type of the result: the kind of its file, and the fields that name it. */
const FILE_RESULTS: ReadonlyMap<string, { kind: MediaKind; prefix: string }> = new Map([
  ['photo', { kind: 'photo', prefix: 'photo' }],
  ['gif', { kind: 'animation', prefix: 'gif' }],
  ['mpeg4_gif', { kind: 'animation', prefix: 'mpeg4' }],
  ['video', { kind: 'video', prefix: 'video' }],
  ['audio', { kind: 'audio', prefix: 'audio' }],
  ['voice', { kind: 'voice', prefix: 'voice' }],
  ['document', { kind: 'document', prefix: 'document' }],
  ['sticker', { kind: 'sticker', prefix: 'sticker' }],
]);
const INLINE_ID_BYTES = 18;

type ResultContext = Pick<MethodContext, 'world' | 'bot' | 'files' | 'signal'>;

/** Checks an `InlineQueryResult` as far as it can be before it is chosen. Throws a BotApiError 400. */
export function checkResult(world: World, value: unknown): JsonObject {
  return namingResult(() => {
    if (!isObject(value)) throw new MalformedField('expected an Object');
    const type = requiredString(value, 'type');
    const id = requiredString(value, 'id');
    const { input_message_content: input } = value;
    if (id === '' || Buffer.byteLength(id) > 64) throw badRequest('RESULT_ID_INVALID');
    if (type === 'article') {
      requiredString(value, 'title');
      if (!isObject(input)) throw badRequest('MESSAGE_TEXT_EMPTY');
    } else if (!FILE_RESULTS.has(type) && !['location', 'venue', 'contact'].includes(type)) {
      throw badRequest('RESULT_TYPE_INVALID');
    }
    readMarkup(value);
    ownContent(world, value);
    return value;
  });
}

/** What the message of a result shows; files are fetched now. Throws a BotApiError 400. */
export async function contentOfResult(context: ResultContext, result: JsonObject): Promise<MessageContent> {
  const own = ownContent(context.world, result);
  if (own) return own;
  const { kind, prefix } = FILE_RESULTS.get(requiredString(result, 'type')) ?? { kind: 'document', prefix: 'document' };
  const value = optionalString(result, `${prefix}_file_id`) ?? optionalString(result, `${prefix}_url`);
  const media = await readMedia(context, kind, value, {
    title: optionalString(result, 'title'),
    performer: optionalString(result, 'performer'),
  });
  if (!media) throw badRequest('MEDIA_EMPTY');
  return { ...media, ...captionOf(context.world, result) };
}

/** Sends a message through a bot, as the person who chose an inline result or used a Mini App. */
export function postInlineMessage(
  world: World,
  bot: Bot,
  room: Room,
  person: Person,
  result: JsonObject,
  content: MessageContent,
): { message: Message; inlineMessageId: string } {
  const markup = readMarkup(result);
  const inlineMessageId = randomBytes(INLINE_ID_BYTES).toString('base64url');
  const { message } = postMessage(
    world,
    bot,
    room,
    {
      from: userOf(person),
      chat: room.chat,
      date: unixTime(),
      via_bot: accountOf(bot),
      ...content,
      ...(markup ? { reply_markup: markup } : {}),
    },
    { inlineMessageId },
  );
  remember(bot.records.inlineMessages, inlineMessageId, { chatId: room.chat.id, messageId: message.message_id });
  queueMessage(bot, room, message);
  return { message, inlineMessageId };
}

/** The inline keyboard of a result. */
export function readMarkup(result: JsonObject): InlineKeyboardMarkup | undefined {
  const { reply_markup: given } = result;
  if (given === undefined) return undefined;
  const markup = readReplyMarkup(new Map([['reply_markup', JSON.stringify(given)]]), true);
  if (markup.kind === 'keyboard') throw badRequest('inline keyboard expected');
  return markup.kind === 'inline' ? markup.markup : undefined;
}

/** The content that needs no file: `input_message_content`, a location, a venue or a contact. */
function ownContent(world: World, result: JsonObject): MessageContent | undefined {
  const { input_message_content: input, type } = result;
  if (isObject(input)) return inputContent(world, input);
  if (type === 'location' || type === 'venue' || type === 'contact') return inputContent(world, result);
  return undefined;
}

function inputContent(world: World, input: JsonObject): MessageContent {
  const text = optionalString(input, 'message_text');
  if (text !== undefined) {
    const { entities } = input;
    return textFields(readFormatted(world, text, optionalString(input, 'parse_mode') ?? '', entities));
  }
  const phone = optionalString(input, 'phone_number');
  if (phone !== undefined) {
    const last = optionalString(input, 'last_name');
    return {
      contact: {
        phone_number: phone,
        first_name: requiredString(input, 'first_name'),
        ...(last ? { last_name: last } : {}),
      },
    };
  }
  const location = {
    latitude: Number(requiredString(input, 'latitude')),
    longitude: Number(requiredString(input, 'longitude')),
  };
  const address = optionalString(input, 'address');
  if (address === undefined) return { location };
  const venue: Venue = { location, title: requiredString(input, 'title'), address };
  return { location, venue };
}

function namingResult<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof MalformedField)) throw error;
    throw badRequest(`can't parse inline query result: ${error.message}`);
  }
}
