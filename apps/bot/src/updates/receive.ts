import type { Telegraf } from 'telegraf';
import type { SpokenContext } from '../features/language.ts';
import { callTelegram } from './call-telegram.ts';
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
      bot.botInfo ??= await callTelegram(bot, 'getMe', {}, { signal });
      const { url, secret } = webhook;
      await callTelegram(
        bot,
        'setWebhook',
        { url, secret_token: secret, allowed_updates: ALLOWED_UPDATES },
        { signal },
      );
      connection.succeeded();
    } catch (error) {
      if (signal.aborted) break;
      await connection.failed(error);
    }
  }
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
