import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from '@raqam/shared/client';
import type { Update } from 'telegraf/types';
import { callWithRetries } from '../api/call-bot-api.ts';

/** Lets one process answer an update, however many of them get it (docs/decisions/0049). */
export interface UpdateClaims {
  /**
   * Answers an update by `answer`, unless another process did. Waits while another one does, until that one has
   * answered or is gone.
   *
   * @returns rejects when `answer` does, or the process stops first: the update has to come again
   */
  run(update: Update, answer: () => Promise<void>): Promise<void>;
}

export interface UpdateClaimsOptions {
  /** Its timeout is `CLAIM_TIMEOUT_MS`. */
  api: ApiClient;
  botSecret: string;
  botId: string;
  /** Resolves after `ms` milliseconds; rejects when the process stops. */
  delay(ms: number): Promise<void>;
}

/** The timeout of the client for claims. Three attempts end before Telegram gives up on a webhook's answer. */
export const CLAIM_TIMEOUT_MS = 5_000;
/** A third of the time for which the API keeps a claim. */
const EXTEND_INTERVAL_MS = 5_000;
/** Between two questions about an update that another process answers. */
const ASK_AGAIN_MS = 1_000;

/** Without the API, each process answers what it gets: a person who is answered twice is better off than one who is not. */
export function createUpdateClaims({ api, botSecret, botId, delay }: UpdateClaimsOptions): UpdateClaims {
  const holder = randomUUID();

  async function claim(update: string) {
    const attempt = () => api.call('claimUpdate', { update, holder }, { botSecret });
    const { result } = await callWithRetries(attempt, delay);
    return result.ok ? result.data.state : 'unknown';
  }

  return {
    async run(update, answer) {
      const name = nameUpdate(botId, update);
      for (;;) {
        const state = await claim(name);
        if (state === 'answered') return;
        if (state === 'unknown') return answer();
        if (state === 'held') break;
        await delay(ASK_AGAIN_MS);
      }
      const extension = setInterval(() => void claim(name).catch(() => {}), EXTEND_INTERVAL_MS);
      let isAnswered = false;
      try {
        await answer();
        isAnswered = true;
      } finally {
        clearInterval(extension);
        // also while the process stops: the next one would answer it again
        const body = { update: name, holder, is_answered: isAnswered };
        await callWithRetries(() => api.call('releaseUpdate', body, { botSecret }), pause);
      }
    },
  };
}

/**
 * The name of an update: the same each time that Telegram delivers it. The time of its message is in it because the ids
 * begin anew after a week without updates, and with each start of an emulator.
 */
function nameUpdate(botId: string, update: Update): string {
  const message = 'message' in update ? update.message : Object(update).callback_query?.message;
  return `${botId}-${update.update_id}-${message?.date ?? 0}`;
}
