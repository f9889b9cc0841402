import type { ApiClient, ApiFailure } from '@raqam/shared/client';
import type { Alert } from '@raqam/shared/contract/bot';
import { DEFAULT_LANGUAGE } from '@raqam/shared/languages';
import { TelegramError } from 'telegraf';
import type { Chats } from '../api/chats.ts';
import type { Brand } from '../brand.ts';
import type { CallTelegram } from '../call-telegram.ts';
import { describeError } from '../describe-error.ts';
import type { AlertOutcome } from '../metrics/bot-metrics.ts';
import { alertMessage } from './alert-message.ts';

/** The API waits this long for the first alert. */
export const ALERT_POLL_S = 25;
/** Alerts that are read at a time. */
const BATCH_LIMIT = 20;
/** After an empty answer, which comes at once while the API stops. */
const IDLE_PAUSE_MS = 1_000;
/** Pause after a failure, which doubles from the first to the last value. */
const BACKOFF_MS = { first: 1_000, last: 30_000 };

/** `api`: by the code of its error; `telegram`: any failure there. */
export type AlertTrouble = { api: ApiFailure['code'] } | { telegram: string };

export interface AlertDependencies {
  /** Its timeout is longer than `ALERT_POLL_S`. */
  api: ApiClient;
  botSecret: string;
  /** Keeps to Telegram's limits. */
  callTelegram: CallTelegram;
  chats: Chats;
  brand: Brand;
  /** Resolves after `ms` milliseconds; rejects when the process stops. */
  delay(ms: number): Promise<void>;
  /** Called when alerts can't be read, sent or acknowledged: once until one of these succeeds. */
  onTrouble(trouble: AlertTrouble): void;
  /** Called for an alert that Telegram refuses for good. Blocks of the bot are not reported. */
  onRefused(reason: string): void;
  /** Called for each alert that Telegram has taken or refused for good. */
  onSettled(outcome: AlertOutcome): void;
}

/**
 * Sends the alerts that the API has for people, until `signal` aborts. Each is acknowledged once Telegram has taken or
 * refused it for good; the API gives the others again. Never rejects.
 */
export async function sendAlerts(deps: AlertDependencies, signal: AbortSignal): Promise<void> {
  const { api, botSecret, callTelegram, chats, brand, delay, onTrouble, onRefused, onSettled } = deps;
  let isReported = false;
  let pauseMs = BACKOFF_MS.first;

  try {
    for (;;) {
      const alerts = await untilDone(read);
      for (const alert of alerts) {
        signal.throwIfAborted();
        await untilDone(() => send(alert));
        await untilDone(() => acknowledge(alert));
      }
      if (alerts.length === 0) await delay(IDLE_PAUSE_MS);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }

  /** Repeats a step until it succeeds; rejects when it fails while the process stops. */
  async function untilDone<Result>(step: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        const result = await step();
        isReported = false;
        pauseMs = BACKOFF_MS.first;
        return result;
      } catch (error) {
        signal.throwIfAborted();
        if (!isReported) onTrouble(describeTrouble(error));
        isReported = true;
        await delay(Math.max(pauseMs, askedToWaitMs(error)));
        pauseMs = Math.min(pauseMs * 2, BACKOFF_MS.last);
      }
    }
  }

  async function read(): Promise<Alert[]> {
    const body = { seconds: ALERT_POLL_S, limit: BATCH_LIMIT };
    const result = await api.call('nextAlerts', body, { botSecret, signal });
    if (!result.ok) throw new ApiRefused(result.error.code);
    return result.data.alerts;
  }

  async function send(alert: Alert): Promise<void> {
    const chat = await chats.find(alert.telegram_id);
    if (chat?.isBlocked) return onSettled('blocked');
    const language = chat?.language ?? alert.card?.language ?? DEFAULT_LANGUAGE;
    const message = alertMessage(alert, language, brand);
    if (!message) return;
    try {
      await callTelegram('sendMessage', message);
      onSettled('sent');
    } catch (error) {
      if (!(error instanceof TelegramError)) throw error;
      if (error.code === 403) {
        await chats.save(alert.telegram_id, { isBlocked: true });
        onSettled('blocked');
      } else if (error.code === 400) {
        onRefused(describeError(error));
        onSettled('refused');
      } else throw error;
    }
  }

  async function acknowledge({ id }: Alert): Promise<void> {
    const result = await api.call('acknowledgeAlerts', { ids: [id] }, { botSecret });
    if (!result.ok) throw new ApiRefused(result.error.code);
  }
}

function describeTrouble(error: unknown): AlertTrouble {
  return error instanceof ApiRefused ? { api: error.code } : { telegram: describeError(error) };
}

class ApiRefused extends Error {
  readonly code: ApiFailure['code'];
  constructor(code: ApiFailure['code']) {
    super(code);
    this.code = code;
  }
}

function askedToWaitMs(error: unknown): number {
  return error instanceof TelegramError ? (error.parameters?.retry_after ?? 0) * 1_000 : 0;
}
