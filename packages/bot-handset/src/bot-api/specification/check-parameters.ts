import type { Notes } from '../../notes.ts';
import { type BotApiError, badRequest } from '../request/bot-api-error.ts';
import type { RequestArgs } from '../request/request-args.ts';
import { nearestName } from './nearest-name.ts';
import type { Method } from './specification.ts';

/** Longer names are no mistake in writing. */
const MAX_SHOWN_NAME = 64;

/** Parameters that the documentation calls required, and Telegram does not. */
const NOT_REQUIRED: ReadonlySet<string> = new Set([
  'setWebhook.url', // deletes the webhook
  'setMyCommands.commands', // deletes the commands
  'answerInlineQuery.results', // no results
]);

/** Names from earlier versions of the Bot API that Telegram still reads. */
const OLD_NAMES: ReadonlySet<string> = new Set([
  'allow_sending_without_reply',
  'disable_web_page_preview',
  'png_sticker',
  'reply_to_message_id',
  'tgs_sticker',
  'thumb',
  'webm_sticker',
]);

/** Telegram's words for a missing parameter, by its name. */
const MISSING: Readonly<Record<string, string>> = {
  chat_id: 'chat_id is empty',
  from_chat_id: 'chat_id is empty',
  text: 'message text is empty',
  message_id: 'message identifier is not specified',
  user_id: 'invalid user_id specified',
  callback_query_id: 'query is too old and response timeout expired or query ID is invalid',
  inline_query_id: 'query is too old and response timeout expired or query ID is invalid',
};
const FILES: ReadonlySet<string> = new Set([
  'animation',
  'audio',
  'document',
  'photo',
  'sticker',
  'video',
  'video_note',
  'voice',
]);

/** Telegram's words for a JSON parameter; of others the name. */
const JSON_NAMES: Readonly<Record<string, string>> = {
  reply_markup: 'reply keyboard markup',
  link_preview_options: 'link preview options',
  reply_parameters: 'reply parameters',
  menu_button: 'menu button',
  scope: 'BotCommandScope',
};

/**
 * Checks the arguments of a call against the documentation, and notes what Telegram reads otherwise than the bot's
 * author may think: unknown parameters and values of another type.
 *
 * @throws BotApiError 400 for a missing parameter and for malformed JSON
 */
export function checkParameters(name: string, method: Method, args: RequestArgs, notes: Notes): void {
  const { required, optional } = method;
  const types: Readonly<Record<string, string>> = { ...required, ...optional };
  noteUnknown(name, Object.keys(types), args, notes);
  for (const parameter of Object.keys(required)) {
    if (!args.get(parameter) && !NOT_REQUIRED.has(`${name}.${parameter}`)) throw missing(parameter);
  }
  for (const [parameter, type] of Object.entries(types)) {
    const value = args.get(parameter);
    if (value) checkType(`${name}: ${parameter}`, parameter, type, value, notes);
  }
}

function noteUnknown(name: string, known: readonly string[], args: RequestArgs, notes: Notes): void {
  for (const parameter of args.keys()) {
    // `method` is of a call in a webhook's reply
    if (known.includes(parameter) || OLD_NAMES.has(parameter) || parameter === 'method') continue;
    if ([...args.values()].some((value) => value.includes(`attach://${parameter}`))) continue;
    const nearest = nearestName(parameter, known);
    const hint = nearest ? `, did you mean ${nearest}?` : '';
    notes.add(`${name} has no parameter ${parameter.slice(0, MAX_SHOWN_NAME)}: Telegram ignores it${hint}`);
  }
}

function missing(parameter: string): BotApiError {
  if (FILES.has(parameter)) return badRequest(`there is no ${parameter.replace('_', ' ')} in the request`);
  return badRequest(MISSING[parameter] ?? `parameter "${parameter}" is required`);
}

function checkType(where: string, parameter: string, type: string, value: string, notes: Notes): void {
  if (type === 'number' && !/^\s*-?\d/.test(value)) notes.add(`${where} is not a number: Telegram reads it as 0`);
  if (type === 'boolean' && !/^(?:true|yes|1|false|no|0)$/i.test(value)) {
    notes.add(`${where} is neither true nor false: Telegram reads it as false`);
  }
  const isJson = type.endsWith('[]') || (/[A-Z]/.test(type) && !type.includes('InputFile'));
  if (!isJson) return;
  const shown = JSON_NAMES[parameter] ?? parameter;
  try {
    JSON.parse(value);
  } catch {
    throw badRequest(`can't parse ${shown} JSON object`);
  }
}
