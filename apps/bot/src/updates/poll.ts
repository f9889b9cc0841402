import { setTimeout as timer } from 'node:timers/promises';
import type { Telegraf } from 'telegraf';
import { callUntil } from '../call-telegram.ts';
import type { SpokenContext } from '../features/spoken-context.ts';
import type { ChatQueues } from './chat-queues.ts';
import { ALLOWED_UPDATES, type Delay, type UpdateEvents, watchConnection } from './connection.ts';
import { createUpdateWindow } from './update-window.ts';

/** The longest poll that Telegram allows. */
const POLL_TIMEOUT_S = 50;
/** While updates are unconfirmed Telegram answers every poll at once, so the bot asks for new ones this often. */
const POLL_INTERVAL_MS = 100;
/** When the process stops, updates in progress may take this long. */
const DRAIN_TIMEOUT_MS = 20_000;
/** The last confirmation, at the end of the process. */
const CONFIRM_TIMEOUT_MS = 3_000;

export interface PollDependencies {
  bot: Telegraf<SpokenContext>;
  queues: ChatQueues;
  /** Telegram ids of people whose answers wait for a retry. */
  waiting: ReadonlySet<number>;
  delay: Delay;
  events: UpdateEvents;
}

/**
 * Polls until `signal` aborts. Telegraf's own polling stops for good at a 409 (another instance polls, as during a
 * redeploy) and while Telegram is unreachable at the start; here both are retried with backoff. An update is
 * confirmed after it was answered, so one that a crash interrupts comes again.
 *
 * @throws TokenRefused
 */
export async function poll(
  { bot, queues, waiting, delay, events }: PollDependencies,
  signal: AbortSignal,
): Promise<void> {
  const call = bot.telegram.callApi;
  const connection = watchConnection(events, delay, signal);
  const window = createUpdateWindow(queues, waiting);

  while (!signal.aborted) {
    try {
      if (!connection.isConnected) {
        bot.botInfo ??= await callUntil(call, 'getMe', {}, { signal });
        await callUntil(call, 'deleteWebhook', {}, { signal });
      }
      const timeout = connection.isConnected && window.isEmpty ? POLL_TIMEOUT_S : 0;
      const updates = await callUntil(
        call,
        'getUpdates',
        { offset: window.offset, timeout, allowed_updates: ALLOWED_UPDATES },
        { signal, pollSeconds: timeout },
      );
      connection.succeeded(bot.botInfo?.username);
      window.take(updates);
      await atMost(POLL_INTERVAL_MS, window.settled(), signal);
    } catch (error) {
      if (signal.aborted) break;
      await connection.failed(error);
    }
  }
  await atMost(DRAIN_TIMEOUT_MS, window.settled());
  if (!connection.isConnected) return;
  // Otherwise the next instance answers these updates again, with the same codes.
  const { offset } = window;
  const limit = AbortSignal.timeout(CONFIRM_TIMEOUT_MS);
  await callUntil(call, 'getUpdates', { offset, limit: 1, timeout: 0 }, { signal: limit }).catch(() => {});
}

/** Waits for `work`, but no longer than `ms`. */
async function atMost(ms: number, work: Promise<void>, signal?: AbortSignal): Promise<void> {
  const done = new AbortController();
  const limit = signal ? AbortSignal.any([signal, done.signal]) : done.signal;
  await Promise.race([work, timer(ms, undefined, { signal: limit }).catch(() => {})]);
  done.abort();
}
