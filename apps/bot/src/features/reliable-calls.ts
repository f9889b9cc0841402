import { type Context, type MiddlewareFn, TelegramError } from 'telegraf';
import type { CallTelegram } from '../call-telegram.ts';

export interface ReliableCallsDependencies {
  callTelegram: CallTelegram;
  /** Resolves after `ms` milliseconds; rejects when the process stops. */
  delay(ms: number): Promise<void>;
  /** Telegram ids of people whose answers wait for a retry. */
  waiting: Set<number>;
}

/** Pauses before retries; the last one repeats. */
const BACKOFF_MS = [500, 2_000, 5_000, 15_000, 30_000];
/** Maximum sum of the pauses of one update: the lifetime of a code (docs/policy.md §1). */
const RETRY_LIMIT_MS = 10 * 60_000;
/** Shorter pauses are not reported in `waiting`. */
const LONG_PAUSE_MS = 2_000;

/**
 * Retries every call that answers an update while Telegram is busy or unreachable, for the lifetime of a code: a lost
 * answer leaves the person without the code and in the cooldown before the next one. Calls that only read are made
 * once, because the bot works without their answer.
 */
export function createReliableCalls({
  callTelegram,
  delay,
  waiting,
}: ReliableCallsDependencies): MiddlewareFn<Context> {
  return (ctx, next) => {
    let waitedMs = 0;

    /** Resolves when the call may be retried; throws `error` if it must not. */
    async function waitAfter(error: unknown, attempt: number): Promise<void> {
      const pauseMs = Math.max(BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 0, askedToWaitMs(error));
      waitedMs += pauseMs;
      if (!isPassing(error) || waitedMs > RETRY_LIMIT_MS) throw error;
      const personId = ctx.from?.id;
      if (personId !== undefined && pauseMs > LONG_PAUSE_MS) waiting.add(personId);
      try {
        await delay(pauseMs);
      } finally {
        if (personId !== undefined) waiting.delete(personId);
      }
    }

    const call: CallTelegram = async (method, payload, options) => {
      if (method.startsWith('get')) return callTelegram(method, payload, options);
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await callTelegram(method, payload, options);
        } catch (error) {
          await waitAfter(error, attempt);
        }
      }
    };
    ctx.telegram.callApi = call;
    return next();
  };
}

/** 429, 5xx, and calls without an answer; any other error of Telegram's is final. */
function isPassing(error: unknown): boolean {
  return !(error instanceof TelegramError) || error.code === 429 || error.code >= 500;
}

function askedToWaitMs(error: unknown): number {
  return error instanceof TelegramError ? (error.parameters?.retry_after ?? 0) * 1_000 : 0;
}
