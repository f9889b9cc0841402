import { isDeepStrictEqual } from 'node:util';
import type { Message } from '@grammyjs/types';
import { unixTime } from '../../../durations.ts';
import { MEDIA_KINDS } from '../../../files/file-store.ts';
import { changeMessage, findMessage, removeMessages } from '../../../world/post-message.ts';
import type { Room, StoredMessage } from '../../../world/world.ts';
import { inlineOnly, readMessage, readMessageId, readMessageIds } from '../../compose/compose-message.ts';
import { existingRoom } from '../../compose/find-room.ts';
import { readCaption, readPreview, readText } from '../../compose/read-text.ts';
import { readReplyMarkup } from '../../compose/reply-markup.ts';
import { readInputMedia } from '../../media/read-input-media.ts';
import { badRequest } from '../../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';
import { jsonArg } from '../../request/request-args.ts';

/** A message that a bot edits. */
export interface Edited {
  room: Room;
  stored: StoredMessage;
  /** Named by `inline_message_id`: the answer is `true`. */
  isInline: boolean;
}

/** The method `editMessageText`. */
export function editMessageText(context: MethodContext): MethodResult {
  const text = readText(context.world, context.args);
  const edited = messageToEdit(context);
  const markup = readMarkup(context, edited);
  if (edited.stored.message.text === undefined) throw badRequest('there is no text in the message to edit');
  const {
    entities: _old,
    reply_markup: _oldMarkup,
    link_preview_options: _oldPreview,
    ...kept
  } = edited.stored.message;
  return change(context, edited, { ...kept, ...text, ...readPreview(context.args), ...markup, edit_date: unixTime() });
}

/** The method `editMessageCaption`; an empty caption removes it. */
export function editMessageCaption(context: MethodContext): MethodResult {
  const edited = messageToEdit(context);
  const caption = readCaption(context.world, context.args);
  const markup = readMarkup(context, edited);
  const { message } = edited.stored;
  if (!MEDIA_KINDS.some((kind) => message[kind] !== undefined)) {
    throw badRequest('there is no caption in the message to edit');
  }
  const { caption: _old, caption_entities: _entities, reply_markup: _markup, ...kept } = message;
  return change(context, edited, { ...kept, ...caption, ...markup, edit_date: unixTime() });
}

/** The method `editMessageMedia`. */
export async function editMessageMedia(context: MethodContext): Promise<MethodResult> {
  const edited = messageToEdit(context);
  const value = jsonArg(context.args, 'media', 'InputMedia');
  if (value === undefined) throw badRequest('parameter "media" is required');
  const { content } = await readInputMedia(context, value);
  const markup = readMarkup(context, edited);
  const kept = { ...edited.stored.message };
  for (const field of REPLACED_FIELDS) delete kept[field];
  return change(context, edited, { ...kept, ...content, ...markup, edit_date: unixTime() });
}

/** What new media replaces. */
const REPLACED_FIELDS = [
  ...MEDIA_KINDS,
  'text',
  'entities',
  'caption',
  'caption_entities',
  'has_media_spoiler',
  'reply_markup',
] as const;

/** The method `editMessageReplyMarkup`. */
export function editMessageReplyMarkup(context: MethodContext): MethodResult {
  const edited = messageToEdit(context);
  const markup = readMarkup(context, edited);
  const { reply_markup: _old, ...kept } = edited.stored.message;
  return change(context, edited, { ...kept, ...markup });
}

/** The method `deleteMessage`. */
export function deleteMessage(context: MethodContext): MethodResult {
  const { room, stored } = readMessage(context, 'delete');
  removeMessages(context.world, context.bot, room, [stored.message.message_id]);
  return { result: true };
}

/** The method `deleteMessages`; unknown messages are skipped. */
export function deleteMessages(context: MethodContext): MethodResult {
  const room = existingRoom(context);
  removeMessages(context.world, context.bot, room, readMessageIds(context));
  return { result: true };
}

/** The inline keyboard of the edited message; without one it loses its own. */
export function readMarkup({ args }: MethodContext, { room }: Edited): Pick<Message, 'reply_markup'> {
  return inlineOnly(readReplyMarkup(args, room.chat.type === 'private'));
}

/** Finds the message that `message_id` or `inline_message_id` names, if the bot may edit it. Throws a BotApiError 400. */
export function messageToEdit(context: MethodContext): Edited {
  const { args, bot } = context;
  const inlineId = args.get('inline_message_id');
  if (inlineId && !args.has('chat_id')) {
    const place = bot.records.inlineMessages.get(inlineId);
    const room = place && bot.rooms.get(place.chatId);
    const stored = room && findMessage(room, place.messageId);
    if (!stored) throw badRequest('MESSAGE_ID_INVALID');
    return { room, stored, isInline: true };
  }
  const room = existingRoom(context);
  const stored = findMessage(room, readMessageId(context));
  if (!stored) throw badRequest('message to edit not found');
  const { from, sender_chat } = stored.message;
  const isOwn = from ? from.id === bot.user.id : sender_chat?.id === room.chat.id;
  // Telegram edits a bot's own messages only, and none that brought a reply keyboard or was forwarded
  if (!isOwn || stored.keyboard || stored.message.forward_origin) throw badRequest("message can't be edited");
  return { room, stored, isInline: false };
}

/** Replaces the edited message. Throws a BotApiError 400 if nothing is new. */
export function change(
  { world, bot }: MethodContext,
  { room, stored, isInline }: Edited,
  message: Message,
): MethodResult {
  const { edit_date: _oldDate, ...before } = stored.message;
  const { edit_date: _newDate, ...after } = message;
  if (isDeepStrictEqual(before, after)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  }
  changeMessage(world, bot, room, stored, message);
  return { result: isInline ? true : message };
}
