import type { BotCommand } from '@grammyjs/types';
import type { Bot } from '../../world/world.ts';
import { roomById } from '../compose/find-room.ts';
import { badRequest } from '../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../request/method-context.ts';
import {
  booleanField,
  isObject,
  jsonArg,
  MalformedField,
  type RequestArgs,
  requiredString,
} from '../request/request-args.ts';

const MAX_COMMANDS = 100;
const MAX_NAME_LENGTH = 32;
const MAX_DESCRIPTION_LENGTH = 256;

const WIDE_SCOPES: ReadonlySet<string> = new Set([
  'default',
  'all_private_chats',
  'all_group_chats',
  'all_chat_administrators',
]);
const CHAT_SCOPES: ReadonlySet<string> = new Set(['chat', 'chat_administrators', 'chat_member']);

/** The method `setMyCommands`. An empty list deletes the current one. */
export function setMyCommands(context: MethodContext): MethodResult {
  const key = listKey(context);
  const commands = readCommands(context.args);
  if (commands.length > 0) context.bot.commands.set(key, commands);
  else context.bot.commands.delete(key);
  publish(context);
  return { result: true };
}

/** The method `getMyCommands`: the list of exactly this scope and language, without a fallback. */
export function getMyCommands(context: MethodContext): MethodResult {
  return { result: context.bot.commands.get(listKey(context)) ?? [] };
}

/** The method `deleteMyCommands`. */
export function deleteMyCommands(context: MethodContext): MethodResult {
  context.bot.commands.delete(listKey(context));
  publish(context);
  return { result: true };
}

/** The menu of a person's private chat, by Telegram's order of scopes and languages. */
export function commandsShownTo(bot: Bot, telegramId: number, languageCode: string): BotCommand[] {
  const language = languageCode.slice(0, 2).toLowerCase();
  const keys = [`chat:${telegramId}`, 'all_private_chats', 'default'].flatMap((scope) => [
    `${scope}|${language}`,
    `${scope}|`,
  ]);
  const key = keys.find((each) => bot.commands.has(each));
  return (key && bot.commands.get(key)) || [];
}

function listKey({ bot, args }: MethodContext): string {
  const language = args.get('language_code') ?? '';
  if (!/^([a-z]{2})?$/.test(language)) throw badRequest('invalid language code specified');
  return `${readScope(bot, args)}|${language}`;
}

function readScope(bot: Bot, args: RequestArgs): string {
  const scope = jsonArg(args, 'scope', 'BotCommandScope');
  if (scope === undefined) return 'default';
  if (!isObject(scope)) throw badRequest("can't parse BotCommandScope: BotCommandScope must be an Object");
  const type = field(scope, 'type', 'BotCommandScope');
  if (WIDE_SCOPES.has(type)) return type;
  if (!CHAT_SCOPES.has(type)) throw badRequest("can't parse BotCommandScope: Unsupported type specified");
  const room = roomById(bot, field(scope, 'chat_id', 'BotCommandScope'));
  if (type !== 'chat_member') return `${type}:${room.chat.id}`;
  return `${type}:${room.chat.id}:${field(scope, 'user_id', 'BotCommandScope')}`;
}

function readCommands(args: RequestArgs): BotCommand[] {
  const list = jsonArg(args, 'commands', 'commands') ?? [];
  if (!Array.isArray(list)) throw badRequest('expected an Array of BotCommand');
  if (list.length > MAX_COMMANDS) throw badRequest('there can be at most 100 bot commands');
  return list.map((each: unknown) => {
    if (!isObject(each)) throw badRequest("can't parse BotCommand: expected an Object");
    const command = field(each, 'command', 'BotCommand').replace(/^\//, '');
    const description = field(each, 'description', 'BotCommand').trim();
    if (command === '') throw badRequest('command must be non-empty');
    if (command.length > MAX_NAME_LENGTH) throw badRequest('command length must not exceed 32');
    if (!/^[a-z0-9_]+$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
    if (description === '') throw badRequest('command description must be non-empty');
    if ([...description].length > MAX_DESCRIPTION_LENGTH) {
      throw badRequest('command description length must not exceed 256');
    }
    return booleanField(each, 'is_ephemeral') ? { command, description, is_ephemeral: true } : { command, description };
  });
}

function field(object: Readonly<Record<string, unknown>>, name: string, what: string): string {
  try {
    return requiredString(object, name);
  } catch (error) {
    if (!(error instanceof MalformedField)) throw error;
    throw badRequest(`can't parse ${what}: ${error.message}`);
  }
}

function publish({ world, bot }: MethodContext): void {
  world.events.publish({ type: 'commands', bot: bot.user.username });
}
