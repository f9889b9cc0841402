import type { InlineQueryResult, InlineQueryResultsButton } from '@grammyjs/types';
import { privateRoom } from '../../../world/world.ts';
import { checkResult, contentOfResult, postInlineMessage } from '../../inline/inline-result.ts';
import { badRequest } from '../../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';
import { isObject, jsonArg, optionalString, requiredArg, requiredString } from '../../request/request-args.ts';

const MAX_RESULTS = 50;
const MAX_OFFSET_BYTES = 64;
const TOO_OLD = 'query is too old and response timeout expired or query ID is invalid';

/** The method `answerInlineQuery`. Nothing is cached: every query reaches the bot. */
export function answerInlineQuery({ world, bot, args }: MethodContext): MethodResult {
  const record = bot.records.inlineQueries.get(requiredArg(args, 'inline_query_id'));
  if (!record) throw badRequest(TOO_OLD);
  const list = jsonArg(args, 'results', 'inline query results') ?? [];
  if (!Array.isArray(list)) throw badRequest('expected an Array of InlineQueryResult');
  if (list.length > MAX_RESULTS) throw badRequest('RESULTS_TOO_MUCH');
  const results = list.map((each) => checkResult(world, each));
  if (new Set(results.map(({ id }) => id)).size < results.length) throw badRequest('RESULT_ID_DUPLICATE');
  const nextOffset = args.get('next_offset') ?? '';
  if (Buffer.byteLength(nextOffset) > MAX_OFFSET_BYTES) throw badRequest('NEXT_OFFSET_INVALID');
  const button = readButton(args);
  record.answer = {
    // The fields that the emulator reads were checked
    results: results as unknown as InlineQueryResult[],
    next_offset: nextOffset,
    ...(button ? { button } : {}),
  };
  bot.records.changed.notify();
  world.events.publish({
    type: 'inline_answer',
    bot: bot.user.username,
    telegram_id: record.query.from.id,
    id: record.query.id,
    ...record.answer,
  });
  return { result: true };
}

/** The method `answerWebAppQuery`: a message of the person who opened the Mini App, through the bot. */
export async function answerWebAppQuery(context: MethodContext): Promise<MethodResult> {
  const { world, bot, args } = context;
  const queryId = requiredArg(args, 'web_app_query_id');
  const person = world.people.get(bot.records.webAppQueries.get(queryId) ?? 0);
  if (!person) throw badRequest(TOO_OLD);
  const result = checkResult(world, jsonArg(args, 'result', 'inline query result'));
  const content = await contentOfResult(context, result);
  bot.records.webAppQueries.delete(queryId);
  const { inlineMessageId } = postInlineMessage(world, bot, privateRoom(bot, person), person, result, content);
  return { result: { inline_message_id: inlineMessageId } };
}

function readButton(args: MethodContext['args']): InlineQueryResultsButton | undefined {
  const value = jsonArg(args, 'button', 'InlineQueryResultsButton');
  if (!isObject(value)) return undefined;
  const text = requiredString(value, 'text');
  const start = optionalString(value, 'start_parameter');
  if (start !== undefined) return { text, start_parameter: start };
  const { web_app: app } = value;
  if (isObject(app)) return { text, web_app: { url: requiredString(app, 'url') } };
  throw badRequest("can't parse inline query results button: Button type is not specified");
}
