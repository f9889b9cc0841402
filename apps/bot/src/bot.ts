import { Composer, Telegraf } from 'telegraf';
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

/** Milliseconds. The API's three tries fit into it; Telegraf waits for a whole batch before it polls again. */
const HANDLER_TIMEOUT = 20_000;

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

/** A TelegramError carries the call's payload, with the code in it: only what Telegram said is told. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
