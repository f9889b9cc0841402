import type { MenuButton } from '@grammyjs/types';
import type { Bot } from '../../world/world.ts';
import { badRequest } from '../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../request/method-context.ts';
import { isObject, jsonArg, MalformedField, objectField, requiredString } from '../request/request-args.ts';
import { checkWebAppLink } from '../text/link-entity.ts';

/** The key of the button for everybody, beside the ids of private chats. */
const EVERYBODY = 0;

/** The method `setChatMenuButton`: of one private chat, or without `chat_id` for everybody. */
export function setChatMenuButton(context: MethodContext): MethodResult {
  const { world, bot } = context;
  // Telegram reads the button before the chat
  const button = readButton(context);
  const key = readChat(context);
  if (button.type === 'default') bot.menuButtons.delete(key);
  else bot.menuButtons.set(key, button);
  world.events.publish({ type: 'commands', bot: bot.user.username });
  return { result: true };
}

/** The method `getChatMenuButton`: exactly what was set for this chat, or for everybody. */
export function getChatMenuButton(context: MethodContext): MethodResult {
  const key = readChat(context);
  const unset: MenuButton = { type: key === EVERYBODY ? 'commands' : 'default' };
  return { result: context.bot.menuButtons.get(key) ?? unset };
}

/** The menu button in the chat with a person: the chat's own, or else everybody's. */
export function menuButtonShownTo(bot: Bot, telegramId: number): MenuButton {
  return bot.menuButtons.get(telegramId) ?? bot.menuButtons.get(EVERYBODY) ?? { type: 'commands' };
}

function readChat({ bot, args }: MethodContext): number {
  const id = args.get('chat_id') ?? '';
  if (id === '') return EVERYBODY;
  if (!/^[1-9]\d{0,15}$/.test(id)) throw badRequest('invalid chat_id specified');
  if (!bot.rooms.get(Number(id))?.isStarted) throw badRequest('user not found');
  return Number(id);
}

function readButton({ args }: MethodContext): MenuButton {
  const value = jsonArg(args, 'menu_button', 'menu button');
  if (value === undefined || value === null) return { type: 'default' };
  try {
    if (!isObject(value)) throw new MalformedField('MenuButton must be an Object');
    const type = requiredString(value, 'type');
    if (type === 'default' || type === 'commands') return { type };
    if (type !== 'web_app') throw new MalformedField('MenuButton has unsupported type');
    const text = requiredString(value, 'text').trim();
    const link = requiredString(objectField(value, 'web_app'), 'url');
    if (text === '') throw badRequest('menu button text must be non-empty');
    const checked = checkWebAppLink(link);
    if (!checked.ok) throw badRequest(`menu button Web App URL '${link}' is invalid: ${checked.error}`);
    return { type, text, web_app: { url: checked.url } };
  } catch (error) {
    if (!(error instanceof MalformedField)) throw error;
    throw badRequest(`can't parse menu button: ${error.message}`);
  }
}
