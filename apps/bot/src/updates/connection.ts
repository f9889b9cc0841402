import { TelegramError } from 'telegraf';
import { describeError } from '../describe-error.ts';

/** Events of the connection on which updates arrive. */
export interface UpdateEvents {
  /** Updates arrive, again or for the first time. `username` is the bot's own. */
  onConnected(username: string): void;
  /** They don't, and the bot retries. Called once for consecutive failures of one kind. */
  onInterrupted(kind: Interruption, reason: string): void;
}

/**
 * Another instance polls; a webhook is set while this one polls; the webhook of this one was removed or replaced;
 * Telegram does not answer, or not as it should.
 */
export type Interruption = 'conflict' | 'webhook' | 'webhook_lost' | 'unreachable';

/** Telegram doesn't know the token: no retry will help. */
export class TokenRefused extends Error {}

/** Waits; returns early once `signal` aborts. */
export type Delay = (ms: number, signal: AbortSignal) => Promise<void>;

/** The types of updates that the bot handles. */
export const ALLOWED_UPDATES = ['message', 'callback_query'] as const;

/** Pause between attempts, which doubles from the first to the last value. */
const BACKOFF_MS = { first: 1_000, last: 30_000 };

/** Follows one connection: reports each kind of failure once, and backs off. */
export function watchConnection({ onConnected, onInterrupted }: UpdateEvents, delay: Delay, signal: AbortSignal) {
  let reported: Interruption | undefined;
  let pauseMs = BACKOFF_MS.first;
  let connected = false;

  function interrupted(kind: Interruption, reason: string): void {
    connected = false;
    if (reported !== kind) onInterrupted(kind, reason);
    reported = kind;
  }

  return {
    get isConnected() {
      return connected;
    },
    interrupted,
    succeeded(username = ''): void {
      if (!connected) onConnected(username);
      connected = true;
      reported = undefined;
      pauseMs = BACKOFF_MS.first;
    },
    /** Resolves when the next attempt may be made. Throws TokenRefused if none can succeed. */
    async failed(error: unknown): Promise<void> {
      const code = error instanceof TelegramError ? error.code : undefined;
      if (code === 401 || code === 404) throw new TokenRefused();
      interrupted(kindOf(error), describeError(error));
      const askedMs = error instanceof TelegramError ? (error.parameters?.retry_after ?? 0) * 1_000 : 0;
      await delay(Math.max(pauseMs, askedMs), signal);
      pauseMs = Math.min(pauseMs * 2, BACKOFF_MS.last);
    },
  };
}

/** Telegram answers 409 to both conflicts: "terminated by setWebhook", "webhook is active", or neither. */
function kindOf(error: unknown): Interruption {
  if (!(error instanceof TelegramError) || error.code !== 409) return 'unreachable';
  return /webhook/i.test(error.description) ? 'webhook' : 'conflict';
}
