import { randomBytes } from 'node:crypto';
import type { Message, Poll } from '@grammyjs/types';
import { unixTime } from '../../../durations.ts';
import { remember } from '../../../world/bot-records.ts';
import { changeMessage } from '../../../world/post-message.ts';
import { inlineOnly, readMessage, sendContent } from '../../compose/compose-message.ts';
import { readFormatted } from '../../compose/read-text.ts';
import { readReplyMarkup } from '../../compose/reply-markup.ts';
import { badRequest } from '../../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';
import {
  booleanArg,
  integerArg,
  isObject,
  type JsonObject,
  jsonArg,
  optionalString,
} from '../../request/request-args.ts';

const MAX_QUESTION_LENGTH = 300;
const MAX_OPTION_LENGTH = 100;
const MIN_OPTIONS = 2;
const MAX_OPTIONS = 12;
const MAX_OPEN_SECONDS = 2_628_000;
const POLL_ID_BYTES = 8;

/** The method `sendPoll`; `open_period` and `close_date` are shown, but no clock closes the poll. */
export function sendPoll(context: MethodContext): MethodResult {
  const { bot } = context;
  const poll = readPoll(context);
  const { message } = sendContent(context, { poll });
  remember(bot.records.polls, poll.id, { chatId: message.chat.id, messageId: message.message_id });
  return { result: message };
}

/** The method `stopPoll`. */
export function stopPoll(context: MethodContext): MethodResult {
  const { world, bot, args } = context;
  const { room, stored } = readMessage(context, 'stop poll');
  const { poll, reply_markup: _old, ...kept } = stored.message;
  if (!poll || stored.message.from?.id !== bot.user.id) throw badRequest("message with poll can't be stopped");
  if (poll.is_closed) throw badRequest('poll has already been closed');
  const markup = inlineOnly(readReplyMarkup(args, room.chat.type === 'private'));
  const closed: Poll = { ...poll, is_closed: true };
  const message: Message = { ...kept, poll: closed, ...markup };
  changeMessage(world, bot, room, stored, message);
  return { result: closed };
}

function readPoll(context: MethodContext): Poll {
  const { args, world } = context;
  const question = readFormatted(
    world,
    args.get('question') ?? '',
    args.get('question_parse_mode') ?? '',
    jsonArg(args, 'question_entities', 'question_entities'),
  );
  if (question.text === '') throw badRequest('poll question must be non-empty');
  if ([...question.text].length > MAX_QUESTION_LENGTH) {
    throw badRequest(`poll question length must not exceed ${MAX_QUESTION_LENGTH}`);
  }
  const options = readOptions(context);
  const isQuiz = args.get('type') === 'quiz';
  const openPeriod = integerArg(args, 'open_period', 0, 0, MAX_OPEN_SECONDS);
  const closeDate = integerArg(args, 'close_date', 0, 0, Number.MAX_SAFE_INTEGER);
  return {
    id: randomBytes(POLL_ID_BYTES).readBigUInt64BE().toString(),
    question: question.text,
    ...(question.entities.length > 0 ? { question_entities: question.entities } : {}),
    options,
    total_voter_count: 0,
    is_closed: booleanArg(args, 'is_closed'),
    is_anonymous: !args.has('is_anonymous') || booleanArg(args, 'is_anonymous'),
    type: isQuiz ? 'quiz' : 'regular',
    allows_multiple_answers: booleanArg(args, 'allows_multiple_answers'),
    allows_revoting: args.has('allows_revoting') ? booleanArg(args, 'allows_revoting') : !isQuiz,
    members_only: booleanArg(args, 'members_only'),
    ...(isQuiz ? readSolution(context, options.length) : {}),
    ...(openPeriod > 0 ? { open_period: openPeriod, close_date: unixTime() + openPeriod } : {}),
    ...(closeDate > 0 ? { close_date: closeDate } : {}),
  };
}

function readOptions({ args, world }: MethodContext): Poll['options'] {
  const list = jsonArg(args, 'options', 'options');
  if (!Array.isArray(list)) throw badRequest('expected an Array of PollOption');
  if (list.length < MIN_OPTIONS) throw badRequest(`poll must have at least ${MIN_OPTIONS} option`);
  if (list.length > MAX_OPTIONS) throw badRequest(`poll can't have more than ${MAX_OPTIONS} options`);
  return list.map((each, index) => {
    const option: JsonObject = isObject(each) ? each : { text: String(each) };
    const source = optionalString(option, 'text') ?? '';
    const { text_entities: given } = option;
    const { text, entities } = readFormatted(world, source, optionalString(option, 'text_parse_mode') ?? '', given);
    if (text === '') throw badRequest('poll options must be non-empty');
    if ([...text].length > MAX_OPTION_LENGTH) {
      throw badRequest(`poll options length must not exceed ${MAX_OPTION_LENGTH}`);
    }
    return {
      persistent_id: String(index),
      text,
      ...(entities.length > 0 ? { text_entities: entities } : {}),
      voter_count: 0,
    };
  });
}

/** The right answers of a quiz: `correct_option_ids`, or the older `correct_option_id`. */
function readSolution({ args, world }: MethodContext, optionCount: number): Partial<Poll> {
  const list = jsonArg(args, 'correct_option_ids', 'correct_option_ids') ?? [
    Number(args.get('correct_option_id') ?? -1),
  ];
  const ids = Array.isArray(list) ? list.map(Number) : [];
  const isValid = ids.length > 0 && ids.every((id) => Number.isInteger(id) && id >= 0 && id < optionCount);
  if (!isValid) throw badRequest('wrong correct option ID specified');
  const explanation = readFormatted(
    world,
    args.get('explanation') ?? '',
    args.get('explanation_parse_mode') ?? '',
    jsonArg(args, 'explanation_entities', 'explanation_entities'),
  );
  return {
    correct_option_ids: ids,
    ...(explanation.text ? { explanation: explanation.text } : {}),
    ...(explanation.entities.length > 0 ? { explanation_entities: explanation.entities } : {}),
  };
}
