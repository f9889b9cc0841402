import type { Telegraf } from 'telegraf';
import { callUntil } from '../call-telegram.ts';
import type { SpokenContext } from '../features/spoken-context.ts';
import { ALLOWED_UPDATES, type Delay, type UpdateEvents, watchConnection } from './connection.ts';

/** How often the bot asks whether the webhook is still its own. */
const CHECK_INTERVAL_MS = 60_000;

export interface ReceiveDependencies {
  bot: Telegraf<SpokenContext>;
  webhook: { url: string; secret: string };
  delay: Delay;
  events: UpdateEvents;
}

/**
 * Has Telegram send updates to the webhook until `signal` aborts, and sets the webhook again when another program
 * removed or replaced it. The webhook stays set at the end: Telegram keeps what arrives for the next instance.
 *
 * @throws TokenRefused
 */
export async function receive(
  { bot, webhook, delay, events }: ReceiveDependencies,
  signal: AbortSignal,
): Promise<void> {
  const call = bot.telegram.callApi;
  const { url, secret } = webhook;
  const connection = watchConnection(events, delay, signal);
  let isSet = false;

  while (!signal.aborted) {
    try {
      bot.botInfo ??= await callUntil(call, 'getMe', {}, { signal });
      if (isSet) {
        const { url: current } = await callUntil(call, 'getWebhookInfo', {}, { signal });
        isSet = current === url;
        // Without the other URL, which may hold a secret
        if (!isSet) connection.interrupted('webhook_lost', current ? 'another webhook is set' : 'no webhook is set');
      }
      if (!isSet) {
        const payload = { url, secret_token: secret, allowed_updates: ALLOWED_UPDATES };
        await callUntil(call, 'setWebhook', payload, { signal });
        isSet = true;
      }
      connection.succeeded(bot.botInfo.username);
      await delay(CHECK_INTERVAL_MS, signal);
    } catch (error) {
      if (signal.aborted) break;
      await connection.failed(error);
    }
  }
}
