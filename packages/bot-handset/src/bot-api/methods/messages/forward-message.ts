import type { Message, MessageOrigin } from '@grammyjs/types';
import { findMessage } from '../../../world/post-message.ts';
import type { Room, StoredMessage } from '../../../world/world.ts';
import { type MessageContent, readMessageId, readMessageIds, sendContent } from '../../compose/compose-message.ts';
import { roomById, roomToWrite } from '../../compose/find-room.ts';
import { forwardable, originOf } from '../../compose/message-origin.ts';
import { readCaption } from '../../compose/read-text.ts';
import { badRequest } from '../../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';

/** The method `forwardMessage`. */
export function forwardMessage(context: MethodContext): MethodResult {
  roomToWrite(context);
  const stored = source(context, readMessageId(context));
  if (!stored) throw badRequest('message to forward not found');
  return { result: forward(context, stored) };
}

/** The method `forwardMessages`; messages that are not there or protected are skipped. */
export function forwardMessages(context: MethodContext): MethodResult {
  roomToWrite(context);
  const found = all(context);
  return { result: found.map((stored) => ({ message_id: forward(context, stored).message_id })) };
}

/** The method `copyMessage`; `caption` replaces the caption of a file. */
export function copyMessage(context: MethodContext): MethodResult {
  roomToWrite(context);
  const stored = source(context, readMessageId(context));
  if (!stored) throw badRequest('message to copy not found');
  const content = contentToCopy(stored.message);
  const { message_id } = sendContent(context, withCaption(context, content)).message;
  return { result: { message_id } };
}

/** The method `copyMessages`. */
export function copyMessages(context: MethodContext): MethodResult {
  roomToWrite(context);
  const found = all(context);
  return {
    result: found.map((stored) => ({
      message_id: sendContent(context, contentToCopy(stored.message)).message.message_id,
    })),
  };
}

function forward(context: MethodContext, { message }: StoredMessage): Message {
  const content = forwardable(message);
  if (!content || message.has_protected_content) throw badRequest("message can't be forwarded");
  const forward_origin: MessageOrigin = originOf(message);
  return sendContent(context, { ...content, forward_origin }).message;
}

function contentToCopy(message: Message): MessageContent {
  const content = forwardable(message);
  if (!content || message.has_protected_content) throw badRequest("message can't be copied");
  return content;
}

function withCaption({ world, args }: MethodContext, content: MessageContent): MessageContent {
  if (!args.has('caption')) return content;
  const { caption: _old, caption_entities: _entities, ...kept } = content;
  return { ...kept, ...readCaption(world, args) };
}

function sourceRoom({ bot, args }: MethodContext): Room {
  return roomById(bot, args.get('from_chat_id') ?? '');
}

function source(context: MethodContext, id: number): StoredMessage | undefined {
  return findMessage(sourceRoom(context), id);
}

function all(context: MethodContext): StoredMessage[] {
  const room = sourceRoom(context);
  const found = readMessageIds(context).flatMap((id) => findMessage(room, id) ?? []);
  return found.filter(({ message }) => forwardable(message) && !message.has_protected_content);
}
