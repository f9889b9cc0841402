import { badRequest } from '../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../request/method-context.ts';
import { booleanArg } from '../request/request-args.ts';

const MAX_ANSWER_LENGTH = 200;

/** The method `getMe`. */
export function getMe({ bot }: MethodContext): MethodResult {
  return { result: bot.user };
}

/** The method `answerCallbackQuery`. */
export function answerCallbackQuery({ world, bot, args }: MethodContext): MethodResult {
  const record = bot.callbacks.get(args.get('callback_query_id') ?? '');
  if (!record) throw badRequest('query is too old and response timeout expired or query ID is invalid');
  const text = args.get('text');
  if (text && [...text].length > MAX_ANSWER_LENGTH) throw badRequest('MESSAGE_TOO_LONG');
  const url = args.get('url');
  record.answer = {
    ...(text ? { text } : {}),
    ...(booleanArg(args, 'show_alert') ? { show_alert: true } : {}),
    ...(url ? { url } : {}),
  };
  bot.callbacksChanged.notify();
  const { id, from, message } = record.query;
  bot.rooms.get(message?.chat.id ?? from.id)?.changed.notify();
  world.events.publish({
    type: 'callback_answer',
    bot: bot.user.username,
    telegram_id: from.id,
    id,
    ...record.answer,
  });
  return { result: true };
}
