/** Telegram allows about 30 messages a second to all chats together. Five are left to answers that come meanwhile. */
const ALERTS_FROM = 25;
const SECOND_MS = 1_000;

/** Keeps alerts below Telegram's limit. Answers to people count and never wait. */
export interface SendRate {
  /** Counts a message that is sent now. */
  count(): void;
  /** Resolves when an alert may be sent; rejects when `delay` does. */
  waitForRoom(): Promise<void>;
}

/**
 * @param now milliseconds of a monotonic clock
 * @param delay resolves after `ms` milliseconds
 */
export function createSendRate(now: () => number, delay: (ms: number) => Promise<void>): SendRate {
  let sentAt: number[] = [];
  return {
    count() {
      sentAt = [...sentAt.filter((at) => at > now() - SECOND_MS), now()];
    },
    async waitForRoom() {
      for (;;) {
        sentAt = sentAt.filter((at) => at > now() - SECOND_MS);
        const oldest = sentAt.at(-ALERTS_FROM);
        if (oldest === undefined) return;
        await delay(oldest + SECOND_MS - now());
      }
    },
  };
}
