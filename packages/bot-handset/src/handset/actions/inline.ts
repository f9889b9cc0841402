import { randomBytes } from 'node:crypto';
import type { ChosenInlineResult, InlineQuery, Message } from '@grammyjs/types';
import { contentOfResult, postInlineMessage, readMarkup } from '../../bot-api/inline/inline-result.ts';
import type { JsonObject } from '../../bot-api/request/request-args.ts';
import { NO_FILES } from '../../bot-api/request/uploaded-file.ts';
import { remember } from '../../world/bot-records.ts';
import { userOf } from '../../world/world.ts';
import { notFound } from '../input/handset-error.ts';
import type { Actor } from './send-new.ts';

const QUERY_ID_BYTES = 8;

/** Types `@bot query` in the chat; the bot's answer is at `GET /handset/inline-queries/:id`. */
export function sendInlineQuery({ bot, person, room }: Actor, text: string, offset: string): object {
  const query: InlineQuery = {
    id: randomBytes(QUERY_ID_BYTES).readBigUInt64BE().toString(),
    from: userOf(person),
    // In the chat with the bot itself
    chat_type: room.chat.type === 'private' ? 'sender' : room.chat.type,
    query: text,
    offset,
  };
  remember(bot.records.inlineQueries, query.id, { query });
  bot.updates.add({ inline_query: query }, person.telegram_id);
  return { inline_query_id: query.id };
}

/** Sends a result of an inline query to the chat; the bot gets `chosen_inline_result`. */
export async function chooseResult(
  { world, bot, person, room }: Actor,
  queryId: string,
  resultId: string,
  signal: AbortSignal,
): Promise<Message> {
  const record = bot.records.inlineQueries.get(queryId);
  const found = record?.answer?.results.find(({ id }) => id === resultId);
  if (!record || !found) throw notFound(`inline query ${queryId} has no result ${resultId}`);
  // Only the fields that were checked are read
  const result = found as unknown as JsonObject;
  const content = await contentOfResult({ world, bot, files: NO_FILES, signal }, result);
  room.isStarted = true;
  const { message, inlineMessageId } = postInlineMessage(world, bot, room, person, result, content);
  const chosen: ChosenInlineResult = {
    from: userOf(person),
    result_id: resultId,
    query: record.query.query,
    // Telegram names the message only if it has buttons
    ...(readMarkup(result) ? { inline_message_id: inlineMessageId } : {}),
  };
  bot.updates.add({ chosen_inline_result: chosen }, person.telegram_id);
  return message;
}
