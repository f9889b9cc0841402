import { Composer, Telegraf } from 'telegraf';
import { describeError } from './describe-error.ts';
import { createCommands } from './features/commands.ts';
import { createLanguage, type SpokenContext } from './features/language.ts';
import { createPhone, type PhoneDependencies } from './features/phone.ts';
import { createReliableReply } from './features/reliable-reply.ts';

export interface BotDependencies extends PhoneDependencies {
  telegramApiRoot: string;
  /** Waits so many milliseconds. */
  delay(ms: number): Promise<void>;
  /** Hears of an update that could not be answered. The update itself holds a phone number, and is not told. */
  onError(reason: string): void;
}

/** Milliseconds: more than the API's tries (11 s) and a reply's tries take together. Telegraf waits for a whole batch before it polls again. */
const HANDLER_TIMEOUT = 40_000;

/** The bot, connected to nothing yet. It speaks in private chats only: a number is nobody else's business. */
export function createBot(
  token: string,
  { telegramApiRoot, delay, onError, ...deps }: BotDependencies,
): Telegraf<SpokenContext> {
  const bot = new Telegraf<SpokenContext>(token, {
    handlerTimeout: HANDLER_TIMEOUT,
    telegram: { apiRoot: telegramApiRoot, webhookReply: false },
  });
  bot.use(Composer.privateChat(createReliableReply(delay), createLanguage(), createCommands(), createPhone(deps)));
  bot.catch((error) => onError(describeError(error))); // without it one bad update would lose its batch
  return bot;
}
