import { sendContent } from '../../compose/compose-message.ts';
import { roomToWrite } from '../../compose/find-room.ts';
import { readPreview, readText } from '../../compose/read-text.ts';
import { badRequest } from '../../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';
import { requiredArg } from '../../request/request-args.ts';

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
  const { world, args } = context;
  const text = readText(world, args);
  return { result: sendContent(context, { ...text, ...readPreview(args) }).message };
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
