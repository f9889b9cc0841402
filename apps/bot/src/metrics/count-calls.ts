import type { ApiClient } from '@raqam/shared/client';
import { TelegramError } from 'telegraf';
import type { CallTelegram } from '../call-telegram.ts';
import type { BotMetrics } from './bot-metrics.ts';

const MS_PER_SECOND = 1_000;
const secondsSince = (startMs: number) => (performance.now() - startMs) / MS_PER_SECOND;

/** Counts the calls of the Bot API, and keeps when Telegram last confirmed that updates come here. */
export function countTelegramCalls(
  call: CallTelegram,
  {
    telegramCalls,
    telegramDuration,
    lastContact,
    webhookPending,
  }: Pick<BotMetrics, 'telegramCalls' | 'telegramDuration' | 'lastContact' | 'webhookPending'>,
): CallTelegram {
  const counted = async (...[method, payload, options]: Parameters<CallTelegram>) => {
    const startMs = performance.now();
    let outcome = 'unreachable';
    try {
      const result = await call(method, payload, options);
      outcome = 'ok';
      if (['getUpdates', 'getWebhookInfo', 'setWebhook'].includes(method)) lastContact.setToCurrentTime();
      const { pending_update_count: pending }: { pending_update_count?: number } = Object(result); // of getWebhookInfo
      if (pending !== undefined) webhookPending.set(pending);
      return result;
    } catch (error) {
      if (error instanceof TelegramError) outcome = String(error.code);
      throw error;
    } finally {
      telegramCalls.inc({ method, outcome });
      if (method !== 'getUpdates') telegramDuration.observe({ method }, secondsSince(startMs));
    }
  };
  return counted as CallTelegram; // it returns what `call` does
}

/** Counts the calls of the api. */
export function countApiCalls(
  api: ApiClient,
  { apiCalls, apiDuration }: Pick<BotMetrics, 'apiCalls' | 'apiDuration'>,
): ApiClient {
  return {
    async call(name, body, options) {
      const startMs = performance.now();
      const result = await api.call(name, body, options);
      apiCalls.inc({ endpoint: name, outcome: result.ok ? 'ok' : result.error.code });
      if (name !== 'nextAlerts') apiDuration.observe({ endpoint: name }, secondsSince(startMs));
      return result;
    },
  };
}
