import type { MiddlewareFn } from 'telegraf';
import { TelegramError } from 'telegraf';
import type { SpokenContext } from './language.ts';

/** Milliseconds before the second and the third try. */
const BACKOFF = [500, 2_000];
/** Milliseconds; a longer wait than this, and the person has given up. */
const PATIENCE = 10_000;

/**
 * Lets `ctx.reply` try again where Telegram was busy or out of reach: a code that does not arrive would leave
 * the person with the API's cooldown and nothing to show for it.
 */
export function createReliableReply(delay: (ms: number) => Promise<void>): MiddlewareFn<SpokenContext> {
  return (ctx, next) => {
    const reply = ctx.reply.bind(ctx);
    ctx.reply = async (...message) => {
      for (const pause of BACKOFF) {
        try {
          return await reply(...message);
        } catch (error) {
          const wait = Math.max(pause, askedToWait(error));
          if (!isPassing(error) || wait > PATIENCE) throw error;
          await delay(wait);
        }
      }
      return reply(...message);
    };
    return next();
  };
}

/** Everything but Telegram's "no": 429, 5xx, and what never got an answer. */
function isPassing(error: unknown): boolean {
  return !(error instanceof TelegramError) || error.code === 429 || error.code >= 500;
}

function askedToWait(error: unknown): number {
  return error instanceof TelegramError ? (error.parameters?.retry_after ?? 0) * 1_000 : 0;
}
