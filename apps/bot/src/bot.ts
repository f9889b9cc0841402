import { Composer, Telegraf } from 'telegraf';
import type { AlertDependencies } from './alerts/send-alerts.ts';
import type { ChatApi } from './api/chat-api.ts';
import { createChats } from './api/chats.ts';
import type { CallTelegram } from './call-telegram.ts';
import { describeError } from './describe-error.ts';
import { createBlockedChats } from './features/blocked-chats.ts';
import { createCommands } from './features/commands.ts';
import { createLanguage, findLanguageOfMenu } from './features/language.ts';
import { createPhone, type PhoneDependencies } from './features/phone.ts';
import { createReliableCalls } from './features/reliable-calls.ts';
import { createSignIn } from './features/sign-in.ts';
import type { SpokenContext } from './features/spoken-context.ts';
import { isLimited, type SendPace } from './send-pace.ts';

export interface BotDependencies extends PhoneDependencies {
  callTelegram: CallTelegram;
  /** Of all messages to people. */
  pace: SendPace;
  chatApi: ChatApi;
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects when the process stops. */
  delay(ms: number): Promise<void>;
  /** Aborts when the process stops. */
  stopping: AbortSignal;
  /** Telegram ids of people whose answers wait for a retry; the bot updates it. */
  waiting: Set<number>;
  /** Called for an update that could not be answered. The update itself holds a phone number, and is left out. */
  onError(reason: string): void;
}

interface Bot {
  bot: Telegraf<SpokenContext>;
  /** What alerts share with answers: the chats and Telegram's limits. */
  alerts: Pick<AlertDependencies, 'callTelegram' | 'chats' | 'brand' | 'delay'>;
}

/**
 * The bot, not connected yet. It answers in private chats only, so that phone numbers stay private.
 * `handleUpdate` resolves once the update was answered; it rejects only while the process stops, when the update has
 * to come again.
 */
export function createBot(
  token: string,
  { callTelegram: call, pace, chatApi, now, delay, stopping, waiting, onError, ...deps }: BotDependencies,
): Bot {
  const bot = new Telegraf<SpokenContext>(token, { handlerTimeout: Number.POSITIVE_INFINITY }); // every call has its own
  const paced = (isAlert: boolean) => {
    const pacedCall = (...[method, payload, options]: Parameters<CallTelegram>) => {
      const { chat_id: chatId }: { chat_id?: unknown } = Object(payload);
      if (typeof chatId !== 'number' || !isLimited(method)) return call(method, payload, options);
      return pace.run({ chatId, method, isAlert }, () => call(method, payload, options));
    };
    return pacedCall as CallTelegram; // it returns what `call` does
  };
  const callTelegram = paced(false);
  bot.telegram.callApi = callTelegram;
  const chats = createChats({
    api: chatApi,
    findFormerLanguage: (telegramId) => findLanguageOfMenu(bot.telegram, telegramId),
    now,
  });
  bot.use(
    Composer.optional(
      ({ chat, from }) => chat?.type === 'private' && from !== undefined,
      createReliableCalls({ callTelegram, delay, waiting }),
      createBlockedChats(chats),
      createLanguage(chats),
      createSignIn(deps),
      createCommands(deps),
      createPhone(deps),
    ),
  );
  bot.catch((error) => {
    if (stopping.aborted) throw error;
    onError(describeError(error)); // an update that can't be answered must not come again for ever
  });
  return { bot, alerts: { callTelegram: paced(true), chats, brand: deps.brand, delay } };
}
