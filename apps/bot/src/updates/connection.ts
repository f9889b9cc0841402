import { TelegramError } from 'telegraf';
import { describeError } from '../describe-error.ts';

/** What becomes of the way on which updates arrive. */
export interface UpdateEvents {
  /** Updates arrive, again or for the first time. */
  onConnected(): void;
  /** They don't, and it is tried again. Told once for a row of failures of one kind. */
  onInterrupted(kind: Interruption, reason: string): void;
}

/** Another instance polls; a webhook is set while this one polls; Telegram does not answer, or not as it should. */
export type Interruption = 'conflict' | 'webhook' | 'unreachable';

/** Telegram doesn't know the token: no further try will help. */
export class TokenRefused extends Error {}

/** Waits; returns early once `signal` aborts. */
export type Delay = (ms: number, signal: AbortSignal) => Promise<void>;

/** The updates that the bot looks at. */
export const ALLOWED_UPDATES = ['message', 'callback_query'] as const;

/** Milliseconds between tries; it doubles up to the last. */
const BACKOFF = { first: 1_000, last: 30_000 };

/** Keeps count of what fails on one connection, tells it once, and waits longer and longer. */
export function watchConnection({ onConnected, onInterrupted }: UpdateEvents, delay: Delay, signal: AbortSignal) {
  let told: Interruption | undefined;
  let pause = BACKOFF.first;
  let connected = false;

  return {
    get isConnected() {
      return connected;
    },
    succeeded(): void {
      if (!connected) onConnected();
      connected = true;
      told = undefined;
      pause = BACKOFF.first;
    },
    /** Resolves when the next try may be made. Throws TokenRefused where none will help. */
    async failed(error: unknown): Promise<void> {
      const code = error instanceof TelegramError ? error.code : undefined;
      if (code === 401 || code === 404) throw new TokenRefused();
      connected = false;
      const kind = describeInterruption(error);
      if (told !== kind) onInterrupted(kind, describeError(error));
      told = kind;
      const asked = error instanceof TelegramError ? (error.parameters?.retry_after ?? 0) * 1_000 : 0;
      await delay(Math.max(pause, asked), signal);
      pause = Math.min(pause * 2, BACKOFF.last);
    },
  };
}

/** Telegram answers 409 to both conflicts: "terminated by setWebhook", "webhook is active", or neither. */
function describeInterruption(error: unknown): Interruption {
  if (!(error instanceof TelegramError) || error.code !== 409) return 'unreachable';
  return /webhook/i.test(error.description) ? 'webhook' : 'conflict';
}
