import type { Telegraf } from 'telegraf';
import type { SpokenContext } from '../features/language.ts';
import { ALLOWED_UPDATES, type Delay, type UpdateEvents, watchConnection } from './connection.ts';

/**
 * Has Telegram send updates to the webhook, until `signal` aborts. The webhook stays set then: Telegram keeps
 * what comes meanwhile for the next instance.
 *
 * @throws TokenRefused
 */
export async function receive(
  bot: Telegraf<SpokenContext>,
  webhook: { url: string; secret: string },
  signal: AbortSignal,
  delay: Delay,
  events: UpdateEvents,
): Promise<void> {
  const connection = watchConnection(events, delay, signal);
  while (!signal.aborted && !connection.isConnected) {
    try {
      bot.botInfo ??= await bot.telegram.getMe();
      await bot.telegram.setWebhook(webhook.url, { secret_token: webhook.secret, allowed_updates: ALLOWED_UPDATES });
      connection.succeeded();
    } catch (error) {
      await connection.failed(error);
    }
  }
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
