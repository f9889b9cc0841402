import { badRequest } from '../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../world/method-context.ts';
import type { Bot } from '../world/world.ts';

/** The texts of a bot that Telegram shows: in an empty chat, and in the bot's profile. */
export type DescriptionKind = 'description' | 'short_description';

const MAX_LENGTH = { description: 512, short_description: 120 };
const TOO_LONG = {
  description: 'bot description is too long',
  short_description: 'bot short description is too long',
};

/** The methods `setMyDescription` and `setMyShortDescription`. An empty text deletes the current one. */
export function setDescription(kind: DescriptionKind): (context: MethodContext) => MethodResult {
  return ({ world, bot, args }) => {
    const text = args.get(kind) ?? '';
    if ([...text].length > MAX_LENGTH[kind]) throw badRequest(TOO_LONG[kind]);
    const key = `${kind}|${languageOf(args.get('language_code'))}`;
    if (text === '') bot.descriptions.delete(key);
    else bot.descriptions.set(key, text);
    world.events.publish({ type: 'commands', bot: bot.user.username });
    return { result: true };
  };
}

/** The methods `getMyDescription` and `getMyShortDescription`: of one language, or else for everybody. */
export function getDescription(kind: DescriptionKind): (context: MethodContext) => MethodResult {
  return ({ bot, args }) => ({
    result: { [kind]: descriptionShownTo(bot, kind, languageOf(args.get('language_code'))) },
  });
}

/** The text for people whose app is in `languageCode`; empty if there is none. */
export function descriptionShownTo(bot: Bot, kind: DescriptionKind, languageCode: string): string {
  const language = languageCode.slice(0, 2).toLowerCase();
  return bot.descriptions.get(`${kind}|${language}`) ?? bot.descriptions.get(`${kind}|`) ?? '';
}

function languageOf(code = ''): string {
  if (!/^([a-z]{2})?$/.test(code)) throw badRequest('invalid language code specified');
  return code;
}
