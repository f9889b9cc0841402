import type { Bot } from '../../world/world.ts';
import { badRequest } from '../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../request/method-context.ts';

/** The texts of a bot that Telegram shows: its name, the text in an empty chat, and the one in its profile. */
export type DescriptionKind = 'name' | 'description' | 'short_description';

const MAX_LENGTH = { name: 64, description: 512, short_description: 120 };
const TOO_LONG = {
  name: 'bot name is too long',
  description: 'bot description is too long',
  short_description: 'bot short description is too long',
};

/** The methods `setMyName`, `setMyDescription` and `setMyShortDescription`. An empty text deletes the current one. */
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

/** The methods `getMyName`, `getMyDescription` and `getMyShortDescription`: of one language, or else for everybody. */
export function getDescription(kind: DescriptionKind): (context: MethodContext) => MethodResult {
  return ({ bot, args }) => ({
    result: { [kind]: descriptionShownTo(bot, kind, languageOf(args.get('language_code'))) },
  });
}

/** The text for people whose app is in `languageCode`; empty if there is none, and the first name for the name. */
export function descriptionShownTo(bot: Bot, kind: DescriptionKind, languageCode: string): string {
  const language = languageCode.slice(0, 2).toLowerCase();
  return (
    bot.descriptions.get(`${kind}|${language}`) ??
    bot.descriptions.get(`${kind}|`) ??
    (kind === 'name' ? bot.user.first_name : '')
  );
}

function languageOf(code = ''): string {
  if (!/^([a-z]{2})?$/.test(code)) throw badRequest('invalid language code specified');
  return code;
}
