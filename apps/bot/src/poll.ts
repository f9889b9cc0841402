import { type Telegraf, TelegramError } from 'telegraf';
import { describeError } from './bot.ts';
import type { SpokenContext } from './features/language.ts';

export interface PollingEvents {
  onPolling(): void;
  /** Polling was interrupted and will be tried again. Told once for a row of failures of one kind. */
  onInterrupted(kind: 'conflict' | 'unreachable', reason: string): void;
}

/** Telegram doesn't know the token: no further try will help. */
export class TokenRefused extends Error {}

/** The updates that the bot looks at. */
export const ALLOWED_UPDATES = ['message', 'callback_query'] as const;

/** Seconds; the longest poll that Telegram allows. */
const POLL_TIMEOUT = 50;
/** Milliseconds; an answer that is this late got lost on the way. */
const POLL_PATIENCE = (POLL_TIMEOUT + 15) * 1_000;
/** Milliseconds between tries; it doubles up to the last. */
const BACKOFF = { first: 1_000, last: 30_000 };

type PolyfilledSignal = NonNullable<NonNullable<Parameters<Telegraf['telegram']['callApi']>[2]>['signal']>;

/**
 * Polls until `signal` aborts. Telegraf's own polling ends for good at a 409 (another instance polls, as
 * during a redeploy) and while Telegram is out of reach at the start; both pass, so here they are tried
 * again, after longer and longer pauses. An update is confirmed after it was answered: one that a crash
 * interrupts comes again.
 *
 * @throws TokenRefused
 */
export async function poll(
  bot: Telegraf<SpokenContext>,
  signal: AbortSignal,
  delay: (ms: number, signal: AbortSignal) => Promise<void>,
  { onPolling, onInterrupted }: PollingEvents,
): Promise<void> {
  let offset = 0;
  let connected = false;
  let told: 'conflict' | 'unreachable' | undefined;
  let pause = BACKOFF.first;

  while (!signal.aborted) {
    try {
      if (!connected) {
        bot.botInfo ??= await bot.telegram.getMe();
        await bot.telegram.deleteWebhook();
      }
      const updates = await bot.telegram.callApi(
        'getUpdates',
        { offset, timeout: connected ? POLL_TIMEOUT : 0, allowed_updates: ALLOWED_UPDATES },
        // Telegraf's types want the signal of a polyfill; node-fetch takes the platform's own
        { signal: AbortSignal.any([signal, AbortSignal.timeout(POLL_PATIENCE)]) as unknown as PolyfilledSignal },
      );
      if (!connected) onPolling();
      connected = true;
      told = undefined;
      pause = BACKOFF.first;
      await Promise.all(updates.map((update) => bot.handleUpdate(update)));
      offset = (updates.at(-1)?.update_id ?? offset - 1) + 1;
    } catch (error) {
      if (signal.aborted) break;
      if (error instanceof TelegramError && (error.code === 401 || error.code === 404)) throw new TokenRefused();
      connected = false;
      const kind = error instanceof TelegramError && error.code === 409 ? 'conflict' : 'unreachable';
      if (told !== kind) onInterrupted(kind, describeError(error));
      told = kind;
      await delay(pause, signal);
      pause = Math.min(pause * 2, BACKOFF.last);
    }
  }
  if (connected) await confirm(bot, offset);
}

/** What was answered should not come again to the next instance; if it does, the API's cooldown holds. */
async function confirm(bot: Telegraf<SpokenContext>, offset: number): Promise<void> {
  await bot.telegram.callApi('getUpdates', { offset, limit: 1, timeout: 0 }).catch(() => {});
}
