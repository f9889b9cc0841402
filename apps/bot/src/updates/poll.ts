import type { Telegraf } from 'telegraf';
import type { SpokenContext } from '../features/language.ts';
import { callTelegram } from './call-telegram.ts';
import { ALLOWED_UPDATES, type Delay, type UpdateEvents, watchConnection } from './connection.ts';

/** Seconds; the longest poll that Telegram allows. */
const POLL_TIMEOUT = 50;
/** Milliseconds that the end of the process may wait for Telegram. */
const LAST_WORD = 3_000;

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
  delay: Delay,
  events: UpdateEvents,
): Promise<void> {
  const connection = watchConnection(events, delay, signal);
  let offset = 0;

  while (!signal.aborted) {
    try {
      if (!connection.isConnected) {
        bot.botInfo ??= await callTelegram(bot, 'getMe', {}, { signal });
        await callTelegram(bot, 'deleteWebhook', {}, { signal });
      }
      const timeout = connection.isConnected ? POLL_TIMEOUT : 0;
      const updates = await callTelegram(
        bot,
        'getUpdates',
        { offset, timeout, allowed_updates: ALLOWED_UPDATES },
        { signal, waits: timeout * 1_000 },
      );
      connection.succeeded();
      await Promise.all(updates.map((update) => bot.handleUpdate(update)));
      offset = (updates.at(-1)?.update_id ?? offset - 1) + 1;
    } catch (error) {
      if (signal.aborted) break;
      await connection.failed(error);
    }
  }
  if (connection.isConnected) await confirm(bot, offset);
}

/** What was answered should not come again to the next instance; if it does, the API's cooldown holds. */
async function confirm(bot: Telegraf<SpokenContext>, offset: number): Promise<void> {
  const signal = AbortSignal.timeout(LAST_WORD);
  await callTelegram(bot, 'getUpdates', { offset, limit: 1, timeout: 0 }, { signal }).catch(() => {});
}
