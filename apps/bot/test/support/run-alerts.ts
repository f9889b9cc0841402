import { setImmediate } from 'node:timers/promises';
import { createApiClient } from '@raqam/shared/client';
import { type AlertTrouble, sendAlerts } from '../../src/alerts/send-alerts.ts';
import { createCallBotApi } from '../../src/api/call-bot-api.ts';
import { createChatApi } from '../../src/api/chat-api.ts';
import { createRequestCode } from '../../src/api/request-code.ts';
import { createBot } from '../../src/bot.ts';
import type { Brand } from '../../src/brand.ts';
import { createCallTelegram } from '../../src/call-telegram.ts';
import { createSendPace } from '../../src/send-pace.ts';
import { BOT_SECRET, BOT_TOKEN, NO_BRAND, REGISTER_URL } from './run-bot.ts';

export interface RunningAlerts {
  troubles: AlertTrouble[];
  /** Alerts that Telegram refused for good. */
  refused: string[];
  /** What became of each. */
  settled: string[];
  /** The pauses so far, in milliseconds; the clock goes on by each of them. */
  pauses: number[];
  /** From now on each pause ends with this promise. */
  holdPauses(until: Promise<never>): void;
  /** Resolves once the loop has ended. */
  stop(): Promise<void>;
}

/** Sends alerts as main.ts wires it. Its clock stands still but for its pauses, which take no time. */
export function startAlerts({
  stackUrl,
  apiUrl,
  brand = NO_BRAND,
}: {
  stackUrl: string;
  apiUrl: string;
  brand?: Brand;
}): RunningAlerts {
  const stopping = new AbortController();
  const { signal } = stopping;
  const api = createApiClient({ baseUrl: apiUrl, timeout: 60_000 });
  const [troubles, refused, settled, pauses]: [AlertTrouble[], string[], string[], number[]] = [[], [], [], []];
  let nowMs = 0;
  let held: Promise<void> | undefined;
  const delay = async (ms: number) => {
    await (held ?? setImmediate());
    signal.throwIfAborted();
    nowMs += ms;
    pauses.push(ms);
  };
  const { alerts } = createBot(BOT_TOKEN, {
    callTelegram: createCallTelegram(BOT_TOKEN, stackUrl),
    registerUrl: REGISTER_URL,
    brand,
    pace: createSendPace({ delay: () => setImmediate(), stopping: signal }),
    requestCode: createRequestCode(api, BOT_SECRET, delay),
    callApi: createCallBotApi(api, BOT_SECRET, delay),
    chatApi: createChatApi(api, BOT_SECRET),
    now: () => nowMs,
    delay,
    stopping: signal,
    waiting: new Set(),
    onRefused: () => {},
    onError: () => {},
  });
  const ended = sendAlerts(
    {
      ...alerts,
      api,
      botSecret: BOT_SECRET,
      onTrouble: (trouble) => troubles.push(trouble),
      onRefused: (reason) => refused.push(reason),
      onSettled: (outcome) => settled.push(outcome),
    },
    signal,
  );
  return {
    troubles,
    refused,
    settled,
    pauses,
    holdPauses(until) {
      held = until;
    },
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
