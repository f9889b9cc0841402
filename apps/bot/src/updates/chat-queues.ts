import { LRUCache } from 'lru-cache';
import type { Update } from 'telegraf/types';

/** Answers the updates of one chat in order, and different chats at once. */
export interface ChatQueues {
  /**
   * Queues an update behind those of the same chat. An update that is queued or was answered recently is not queued
   * again: Telegram resends updates whose confirmation was late.
   *
   * @returns resolves once it was answered; rejects when the process stopped first, and it has to come again
   */
  add(update: Update): Promise<void>;
  /** Whether further updates of this person are dropped. */
  isFull(sender: number): boolean;
  /** The updates that are being answered, or wait behind others of their chat. */
  readonly size: number;
}

/** Updates that one chat may have waiting. Further ones are dropped: their sender floods the bot. */
const MAX_QUEUED = 20;
/** Answered updates that are recognised when they come again. */
const MAX_REMEMBERED = 1_000;

export interface ChatQueuesOptions {
  /** Rejects only where the update has to come again. `arrivedMs`: when it came, by `performance.now()`. */
  answer(update: Update, arrivedMs: number): Promise<void>;
  /** Called for an update that is dropped. */
  onDropped(update: Update): void;
}

export function createChatQueues({ answer, onDropped }: ChatQueuesOptions, stopping: AbortSignal): ChatQueues {
  const chats = new Map<number, { length: number; last: Promise<void> }>();
  const queued = new Map<number, Promise<void>>();
  const answeredIds = new LRUCache<number, true>({ max: MAX_REMEMBERED });

  return {
    get size() {
      return queued.size;
    },
    isFull: (sender) => (chats.get(sender)?.length ?? 0) >= MAX_QUEUED,
    add(update) {
      const known = queued.get(update.update_id);
      if (known) return known;
      if (answeredIds.has(update.update_id)) return Promise.resolve();

      const id = senderOf(update);
      const chat = chats.get(id) ?? { length: 0, last: Promise.resolve() };
      if (chat.length >= MAX_QUEUED) {
        onDropped(update);
        return Promise.resolve();
      }
      const arrivedMs = performance.now();
      chats.set(id, chat);
      chat.length += 1;

      const answered = chat.last
        .then(() => {
          stopping.throwIfAborted();
          return answer(update, arrivedMs);
        })
        .then(() => void answeredIds.set(update.update_id, true))
        .finally(() => {
          queued.delete(update.update_id);
          chat.length -= 1;
          if (chat.length === 0) chats.delete(id);
        });
      queued.set(update.update_id, answered);
      chat.last = answered.catch(() => {}); // the next one is answered, or left, by itself
      return answered;
    },
  };
}

/**
 * The person who caused an update: in private chats, the only ones the bot answers in, also the id of the chat. 0: nobody,
 * as with a post of a channel.
 */
export function senderOf(update: Update): number {
  const { message, callback_query: press } = update as Caused;
  return message?.from?.id ?? press?.from?.id ?? 0;
}

/** What Telegraf's types promise may be missing in a newer kind of update. */
type Caused = Partial<Record<'message' | 'callback_query', { from?: { id?: number } } | null>>;
