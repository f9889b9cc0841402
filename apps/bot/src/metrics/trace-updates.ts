import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyBaseLogger } from 'fastify';
import type { Update } from 'telegraf/types';
import type { BotMetrics } from './bot-metrics.ts';

const MS_PER_SECOND = 1_000;
/** So that each id has the 16 characters that the api takes for one. */
const UPDATE_ID_DIGITS = 10;

interface Trace {
  requestId: string;
  hasFailed: boolean;
}

export interface UpdateTraces {
  /** The id under which the api and the bot log the update that is being answered: the same when it comes again. */
  requestId(): string | undefined;
  /** Marks the update that is being answered as failed. */
  failed(): void;
  /** An update was dropped. */
  dropped(update: Update): void;
  /** Answers an update by `handle`; counts it and logs one line. */
  answer(update: Update, arrivedMs: number, handle: () => Promise<void>): Promise<void>;
}

/**
 * Follows each update from its arrival to its answer. Its `request_id` travels to the api with each call, so that one
 * search finds the lines of both. It holds the ids of bot and update, and nothing of the person.
 */
export function createUpdateTraces(
  botId: string,
  { updates, updateDuration }: Pick<BotMetrics, 'updates' | 'updateDuration'>,
  log: Pick<FastifyBaseLogger, 'info'>,
): UpdateTraces {
  const current = new AsyncLocalStorage<Trace>();
  return {
    requestId: () => current.getStore()?.requestId,
    failed() {
      const trace = current.getStore();
      if (trace) trace.hasFailed = true;
    },
    dropped: (update) => updates.inc({ kind: kindOf(update), outcome: 'dropped' }),
    async answer(update, arrivedMs, handle) {
      const kind = kindOf(update);
      const trace = {
        requestId: `update-${botId}-${String(update.update_id).padStart(UPDATE_ID_DIGITS, '0')}`,
        hasFailed: false,
      };
      try {
        await current.run(trace, handle);
      } catch (error) {
        updates.inc({ kind, outcome: 'left' });
        throw error;
      }
      const ms = performance.now() - arrivedMs;
      const outcome = trace.hasFailed ? 'failed' : 'answered';
      updates.inc({ kind, outcome });
      updateDuration.observe({ kind }, ms / MS_PER_SECOND);
      log.info({ request_id: trace.requestId, kind, outcome, ms: Math.round(ms) }, 'Answered');
    },
  };
}

function kindOf(update: Update): string {
  if ('message' in update) return 'message';
  return 'callback_query' in update ? 'callback_query' : 'other';
}
