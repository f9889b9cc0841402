import { isDeepStrictEqual } from 'node:util';
import type { LinkPreviewOptions, Message } from '@grammyjs/types';
import { unixTime } from '../../durations.ts';
import { badRequest } from '../request/bot-api-error.ts';
import {
  booleanArg,
  booleanField,
  integerArg,
  isObject,
  jsonArg,
  optionalString,
  requiredArg,
} from '../request/request-args.ts';
import { formatText } from '../text/format-text.ts';
import type { FormattedText } from '../text/formatted-text.ts';
import type { MethodContext, MethodResult } from '../world/method-context.ts';
import { nextMessageId, type Room, type StoredMessage, shownMessage, storeMessage, userOf } from '../world/world.ts';
import { existingRoom, roomToWrite } from './find-room.ts';
import { type ParsedMarkup, readReplyMarkup } from './reply-markup.ts';

const MAX_TEXT_LENGTH = 4_096;
const MAX_DELETED_AT_ONCE = 100;
const MAX_MESSAGE_ID = 2 ** 31 - 1;

const CHAT_ACTIONS: ReadonlySet<string> = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
]);

/** The method `sendMessage`. */
export function sendMessage(context: MethodContext): MethodResult {
  const { args } = context;
  const content = readText(context);
  const room = roomToWrite(context);
  const markup = readReplyMarkup(args, room.chat.type === 'private');
  const preview = readPreview(context);
  const message: Message = {
    message_id: 0,
    from: botSender(context),
    chat: room.chat,
    date: unixTime(),
    ...readReply(context, room),
    ...textFields(content),
    ...(preview ? { link_preview_options: preview } : {}),
    ...(booleanArg(args, 'protect_content') ? { has_protected_content: true } : {}),
    ...(markup.kind === 'inline' ? { reply_markup: markup.markup } : {}),
  };
  // The id is assigned last, so that a refused message uses none.
  message.message_id = nextMessageId(room);
  const stored = storeMessage(room, markup.kind === 'keyboard' ? { message, keyboard: markup.markup } : { message });
  publish(context, 'message', room, stored);
  return { result: message };
}

/** The method `editMessageText`. */
export function editMessageText(context: MethodContext): MethodResult {
  const content = readText(context);
  const { room, stored } = messageToEdit(context);
  const markup = inlineOnly(readReplyMarkup(context.args, room.chat.type === 'private'));
  if (stored.message.text === undefined) throw badRequest('there is no text in the message to edit');
  const { entities: _old, reply_markup: _oldMarkup, link_preview_options: _oldPreview, ...kept } = stored.message;
  const preview = readPreview(context);
  return edit(context, room, stored, {
    ...kept,
    ...textFields(content),
    ...(preview ? { link_preview_options: preview } : {}),
    ...markup,
    edit_date: unixTime(),
  });
}

/** The method `editMessageReplyMarkup`. */
export function editMessageReplyMarkup(context: MethodContext): MethodResult {
  const { room, stored } = messageToEdit(context);
  const markup = inlineOnly(readReplyMarkup(context.args, room.chat.type === 'private'));
  const { reply_markup: _old, ...kept } = stored.message;
  return edit(context, room, stored, { ...kept, ...markup });
}

/** The method `deleteMessage`. */
export function deleteMessage(context: MethodContext): MethodResult {
  const room = existingRoom(context);
  const id = messageId(context);
  if (!findMessage(room, id)) throw badRequest('message to delete not found');
  remove(context, room, [id]);
  return { result: true };
}

/** The method `deleteMessages`; unknown messages are skipped. */
export function deleteMessages(context: MethodContext): MethodResult {
  const room = existingRoom(context);
  const ids = jsonArg(context.args, 'message_ids', 'message_ids');
  if (ids === undefined) throw badRequest('message identifiers are not specified');
  if (!Array.isArray(ids)) throw badRequest('expected an Array of message identifiers');
  if (ids.length > MAX_DELETED_AT_ONCE) throw badRequest('too many message identifiers specified');
  const numbers = ids.map(Number);
  if (numbers.some((id) => !Number.isInteger(id) || id <= 0)) throw badRequest('invalid message identifier specified');
  remove(context, room, numbers);
  return { result: true };
}

/** The method `sendChatAction`. */
export function sendChatAction(context: MethodContext): MethodResult {
  const action = requiredArg(context.args, 'action').toLowerCase();
  if (!CHAT_ACTIONS.has(action)) throw badRequest('wrong parameter action in request');
  const room = roomToWrite(context);
  const { world, bot } = context;
  world.events.publish({ type: 'typing', bot: bot.user.username, chat_id: room.chat.id, action });
  return { result: true };
}

function readText(context: MethodContext): FormattedText {
  const { args, world } = context;
  const source = args.get('text') ?? '';
  if (source === '') throw badRequest('message text is empty');
  const parseMode = args.get('parse_mode') ?? '';
  const entities = parseMode === '' ? jsonArg(args, 'entities', 'entities') : undefined;
  const content = formatText(source, parseMode, entities, (id) => {
    const person = world.people.get(id);
    return person && userOf(person);
  });
  if (content.text === '') throw badRequest('text must be non-empty');
  if ([...content.text].length > MAX_TEXT_LENGTH) throw badRequest('message is too long');
  return content;
}

function textFields({ text, entities }: FormattedText): Pick<Message, 'text' | 'entities'> {
  return entities.length > 0 ? { text, entities } : { text };
}

function readPreview({ args }: MethodContext): LinkPreviewOptions | undefined {
  const value = jsonArg(args, 'link_preview_options', 'link preview options');
  if (value === undefined) {
    return booleanArg(args, 'disable_web_page_preview') ? { is_disabled: true } : undefined;
  }
  if (!isObject(value)) throw badRequest('object expected as link preview options');
  if (booleanField(value, 'is_disabled')) return { is_disabled: true };
  const url = optionalString(value, 'url');
  const options: LinkPreviewOptions = url ? { url } : {};
  for (const name of ['prefer_small_media', 'prefer_large_media', 'show_above_text'] as const) {
    if (booleanField(value, name)) options[name] = true;
  }
  return Object.keys(options).length > 0 ? options : undefined;
}

/** `reply_parameters`, or the older `reply_to_message_id`. */
function readReply({ args }: MethodContext, room: Room): Pick<Message, 'reply_to_message'> {
  const value = jsonArg(args, 'reply_parameters', 'reply parameters');
  if (value !== undefined && !isObject(value)) throw badRequest('object expected as reply parameters');
  const id = value
    ? Number(optionalString(value, 'message_id') ?? 0)
    : integerArg(args, 'reply_to_message_id', 0, 0, MAX_MESSAGE_ID);
  if (id === 0) return {};
  const original = findMessage(room, id);
  if (!original) {
    const isOptional = value
      ? booleanField(value, 'allow_sending_without_reply')
      : booleanArg(args, 'allow_sending_without_reply');
    if (isOptional) return {};
    throw badRequest('message to be replied not found');
  }
  const { reply_to_message: _nested, ...quoted } = original.message;
  // The type wants the nested field to be present and undefined; Telegram simply leaves it out.
  return { reply_to_message: quoted as NonNullable<Message['reply_to_message']> };
}

function messageToEdit(context: MethodContext): { room: Room; stored: StoredMessage } {
  const { args, bot } = context;
  if (args.has('inline_message_id') && !args.has('chat_id')) throw badRequest('MESSAGE_ID_INVALID');
  const room = existingRoom(context);
  const stored = findMessage(room, messageId(context));
  if (!stored) throw badRequest('message to edit not found');
  // Telegram edits a bot's own messages only, and none that brought a reply keyboard.
  if (stored.message.from?.id !== bot.user.id || stored.keyboard) throw badRequest("message can't be edited");
  return { room, stored };
}

function edit(context: MethodContext, room: Room, stored: StoredMessage, message: Message): MethodResult {
  const { edit_date: _oldDate, ...before } = stored.message;
  const { edit_date: _newDate, ...after } = message;
  if (isDeepStrictEqual(before, after)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  }
  stored.message = message;
  room.changed.notify();
  publish(context, 'edited', room, stored);
  return { result: message };
}

function inlineOnly(markup: ParsedMarkup): Pick<Message, 'reply_markup'> {
  if (markup.kind === 'keyboard') throw badRequest('inline keyboard expected');
  return markup.kind === 'inline' ? { reply_markup: markup.markup } : {};
}

function remove({ world, bot }: MethodContext, room: Room, ids: number[]): void {
  room.messages = room.messages.filter((stored) => !ids.includes(stored.message.message_id));
  room.changed.notify();
  world.events.publish({ type: 'deleted', bot: bot.user.username, chat_id: room.chat.id, message_ids: ids });
}

function publish({ world, bot }: MethodContext, type: 'message' | 'edited', room: Room, stored: StoredMessage): void {
  world.events.publish({ type, bot: bot.user.username, chat_id: room.chat.id, message: shownMessage(stored) });
}

function messageId({ args }: MethodContext): number {
  const id = integerArg(args, 'message_id', 0, 0, MAX_MESSAGE_ID);
  if (id === 0) throw badRequest('message identifier is not specified');
  return id;
}

function findMessage(room: Room, id: number): StoredMessage | undefined {
  return room.messages.find((stored) => stored.message.message_id === id);
}

function botSender({ bot }: MethodContext) {
  const { id, is_bot, first_name, username } = bot.user;
  return { id, is_bot, first_name, username };
}
