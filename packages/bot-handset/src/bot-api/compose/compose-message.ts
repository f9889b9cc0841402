import type { Message } from '@grammyjs/types';
import { unixTime } from '../../durations.ts';
import { accountOf } from '../../world/chat-members.ts';
import { type Draft, findMessage, postMessage, quoted } from '../../world/post-message.ts';
import type { Room, StoredMessage } from '../../world/world.ts';
import { badRequest } from '../request/bot-api-error.ts';
import type { MethodContext } from '../request/method-context.ts';
import { booleanArg, booleanField, integerArg, isObject, jsonArg, optionalString } from '../request/request-args.ts';
import { existingRoom, roomToWrite } from './find-room.ts';
import { type ParsedMarkup, readReplyMarkup } from './reply-markup.ts';

export const MAX_MESSAGE_ID = 2 ** 31 - 1;

/** What a message shows: text, or a file with a caption, or a poll … */
export type MessageContent = Partial<Omit<Message, 'message_id' | 'chat' | 'date'>>;

/**
 * Sends a message of the bot with the parameters that all `send…` methods share: `chat_id`, `reply_parameters`,
 * `reply_markup`, `protect_content`, `message_effect_id`.
 *
 * @throws BotApiError 400, 403
 */
export function sendContent(
  context: MethodContext,
  content: MessageContent,
  more: Omit<StoredMessage, 'message' | 'keyboard'> = {},
  options: { canPay?: boolean } = {},
): StoredMessage {
  const { world, bot, args } = context;
  const room = roomToWrite(context);
  const markup = readReplyMarkup(args, room.chat.type === 'private', options.canPay);
  const draft: Draft = {
    ...senderFields(context, room),
    ...readReply(context, room),
    ...content,
    ...(booleanArg(args, 'protect_content') ? { has_protected_content: true as const } : {}),
    ...(args.get('message_effect_id') ? { effect_id: args.get('message_effect_id') ?? '' } : {}),
    ...(markup.kind === 'inline' ? { reply_markup: markup.markup } : {}),
  };
  // The id is assigned last, so that a refused message uses none
  return postMessage(world, bot, room, draft, {
    ...more,
    ...(markup.kind === 'keyboard' ? { keyboard: markup.markup } : {}),
  });
}

/** `from`, `chat` and `date`; a channel post has its channel as sender. */
export function senderFields(
  { bot }: MethodContext,
  room: Room,
): Pick<Draft, 'from' | 'sender_chat' | 'chat' | 'date'> {
  const place = { chat: room.chat, date: unixTime() };
  return room.chat.type === 'channel' ? { sender_chat: room.chat, ...place } : { from: accountOf(bot), ...place };
}

/** `reply_parameters`, or the older `reply_to_message_id`. */
export function readReply({ args }: MethodContext, room: Room): Pick<Message, 'reply_to_message' | 'quote'> {
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
  const reply = { reply_to_message: quoted(original.message) };
  const text = value && optionalString(value, 'quote');
  return text ? { ...reply, quote: findQuote(original.message, text) } : reply;
}

/** The place of a quotation in the message that it is from. Throws a BotApiError 400 if it is not there. */
export function findQuote(original: Message, text: string): NonNullable<Message['quote']> {
  const position = (original.text ?? original.caption ?? '').indexOf(text);
  if (position === -1) throw badRequest('QUOTE_TEXT_INVALID');
  return { text, position, is_manual: true };
}

/** The message of the chat that `message_id` names. `what` says in the error what was to be done with it. */
export function readMessage(context: MethodContext, what: string): { room: Room; stored: StoredMessage } {
  const room = existingRoom(context);
  const stored = findMessage(room, readMessageId(context));
  if (!stored) throw badRequest(`message to ${what} not found`);
  return { room, stored };
}

/** `message_id` of the call. */
export function readMessageId({ args }: MethodContext, name = 'message_id'): number {
  const id = integerArg(args, name, 0, 0, MAX_MESSAGE_ID);
  if (id === 0) throw badRequest('message identifier is not specified');
  return id;
}

/** `message_ids` of a call, at most 100. */
export function readMessageIds({ args }: MethodContext): number[] {
  const ids = jsonArg(args, 'message_ids', 'message_ids');
  if (ids === undefined) throw badRequest('message identifiers are not specified');
  if (!Array.isArray(ids)) throw badRequest('expected an Array of message identifiers');
  if (ids.length > MAX_IDS_AT_ONCE) throw badRequest('too many message identifiers specified');
  const numbers = ids.map(Number);
  if (numbers.some((id) => !Number.isInteger(id) || id <= 0)) throw badRequest('invalid message identifier specified');
  return numbers;
}

const MAX_IDS_AT_ONCE = 100;

/** The markup of an edited message, which can only be an inline keyboard. */
export function inlineOnly(markup: ParsedMarkup): Pick<Message, 'reply_markup'> {
  if (markup.kind === 'keyboard') throw badRequest('inline keyboard expected');
  return markup.kind === 'inline' ? { reply_markup: markup.markup } : {};
}
