import { Composer, Telegraf } from 'telegraf';
import { createCallTelegram } from './call-telegram.ts';
import { describeError } from './describe-error.ts';
import { createCommands } from './features/commands.ts';
import { createLanguage, type SpokenContext } from './features/language.ts';
import { createPhone, type PhoneDependencies } from './features/phone.ts';
import { createReliableCalls } from './features/reliable-calls.ts';

export interface BotDependencies extends PhoneDependencies {
  telegramApiRoot: string;
  /** Waits so many milliseconds; rejects once the process is told to stop. */
  delay(ms: number): Promise<void>;
  /** Aborts when the process is told to stop. */
  stopping: AbortSignal;
  /** The people whose answers wait for Telegram, kept up to date by the bot. */
  waiting: Set<number>;
  /** Called for an update that could not be answered. The update itself holds a phone number, and is left out. */
  onError(reason: string): void;
}

/**
 * The bot, not connected yet. It answers in private chats only, since nobody else should see a phone number.
 * `handleUpdate` resolves once the update was answered; it rejects only while the process stops, when the update has
 * to come again.
 */
export function createBot(
  token: string,
  { telegramApiRoot, delay, stopping, waiting, onError, ...deps }: BotDependencies,
): Telegraf<SpokenContext> {
  const bot = new Telegraf<SpokenContext>(token, { handlerTimeout: Number.POSITIVE_INFINITY }); // every call has its own
  const callTelegram = createCallTelegram(token, telegramApiRoot);
  bot.telegram.callApi = callTelegram;
  bot.use(
    Composer.privateChat(
      createReliableCalls({ callTelegram, delay, waiting }),
      createLanguage(),
      createCommands(),
      createPhone(deps),
    ),
  );
  bot.catch((error) => {
    if (stopping.aborted) throw error;
    onError(describeError(error)); // an update that can't be answered must not come again for ever
  });
  return bot;
}
