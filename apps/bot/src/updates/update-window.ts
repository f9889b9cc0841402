import type { Update } from 'telegraf/types';
import { type ChatQueues, senderOf } from './chat-queues.ts';

/** The updates that were read and are not confirmed to Telegram yet. */
export interface UpdateWindow {
  /** Confirms everything below it: the first update that is still to be answered. */
  readonly offset: number;
  readonly isEmpty: boolean;
  /** Queues the new ones among `updates`. */
  take(updates: readonly Update[]): void;
  /** Resolves once every taken update is answered or, at a stop, left. */
  settled(): Promise<void>;
}

/** Telegram gives no more updates at a time, and the same ones until they are confirmed. */
const BATCH_LIMIT = 100;
/** Answers are sent in turn, so one that so many others overtook waits for something else: a slow API, or Telegram. */
const OVERTAKEN_BY = 50;

/**
 * Telegram confirms updates by one offset, so an update counts as done when it and all before it were answered. What
 * a crash interrupts comes again.
 *
 * One exception: where the window is full, updates count as done although they are not answered yet if Telegram asked
 * to wait for their chat (`waiting`), if their sender floods the bot, or if half a window of later ones was answered
 * before them: everybody else would wait with them. They stay in memory, and only a crash or a stop loses them.
 */
export function createUpdateWindow(queues: ChatQueues, waiting: ReadonlySet<number>): UpdateWindow {
  let offset = 0;
  let entries: { id: number; sender: number; isDone: boolean; done: Promise<void> }[] = [];

  /** Moves the offset past the updates that are done at the front. */
  function advance(): void {
    const firstOpen = entries.findIndex(({ isDone }) => !isDone);
    const done = firstOpen < 0 ? entries : entries.slice(0, firstOpen);
    offset = (done.at(-1)?.id ?? offset - 1) + 1;
    entries = entries.slice(done.length);
  }

  return {
    get offset() {
      return offset;
    },
    get isEmpty() {
      return entries.length === 0;
    },
    take(updates) {
      const known = new Set(entries.map(({ id }) => id));
      let hasNew = false;
      for (const update of updates) {
        const id = update.update_id;
        if (known.has(id)) continue;
        known.add(id);
        hasNew = true;
        const entry = { id, sender: senderOf(update), isDone: false, done: Promise.resolve() };
        entry.done = queues.add(update).then(
          () => {
            entry.isDone = true;
            advance();
          },
          () => {}, // left: it has to come again
        );
        entries.push(entry);
      }
      if (updates.length < BATCH_LIMIT || hasNew) return;
      let overtakenBy = 0;
      for (const entry of entries.toReversed()) {
        if (entry.isDone) overtakenBy += 1;
        else if (overtakenBy >= OVERTAKEN_BY || waiting.has(entry.sender) || queues.isFull(entry.sender))
          entry.isDone = true;
      }
      advance();
    },
    async settled() {
      await Promise.all(entries.map(({ done }) => done));
    },
  };
}
