import { TelegramError } from 'telegraf';

/** Telegram allows about 30 messages a second to all chats together, and one a second to each. */
const LIMIT_PER_SECOND = 30;
/** Alerts leave the rest to answers, for which people wait. */
const ALERTS_PER_SECOND = 25;
const SECOND_MS = 1_000;

/** Calls that put a message into a chat, or change one. The others are not limited, or once for all people. */
const LIMITED = /^(send(?!ChatAction)|edit|copy|forward)/;
/** Those that change one do not count among the messages of their chat. */
const CHANGES = /^edit/;

/** Whether Telegram limits how often the bot makes a call. */
export const isLimited = (method: string): boolean => LIMITED.test(method);

/** Keeps the bot below Telegram's limits (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). */
export interface SendPace {
  /**
   * Makes a call once the limits allow it. The calls of a chat go one after another, and chats take turns in the order
   * in which they came. Where Telegram asked to wait (`retry_after`), only that chat waits.
   *
   * @returns what `call` does; rejects without a call when the process stops
   */
  run<Result>(
    about: { chatId: number; method: string; isAlert: boolean },
    call: () => Promise<Result>,
  ): Promise<Result>;
}

export interface SendPaceOptions {
  /** Resolves after `ms` milliseconds; rejects when the process stops. */
  delay(ms: number): Promise<void>;
  /** Aborts when the process stops. */
  stopping: AbortSignal;
}

export function createSendPace({ delay, stopping }: SendPaceOptions): SendPace {
  /** The last call of each chat. A change of a message waits until it ended, a message until it may follow. */
  const chats = new Map<number, { ended: Promise<void>; free: Promise<unknown> }>();
  /** Calls of the last second. A slot is free again a second after its call ended, so that the order of arrival at Telegram does not matter. */
  let taken = 0;
  const answers: PromiseWithResolvers<void>[] = [];
  const alerts: PromiseWithResolvers<void>[] = [];
  stopping.addEventListener('abort', () => {
    for (const turn of [...answers.splice(0), ...alerts.splice(0)]) turn.reject(stopping.reason);
  });

  const pause = (ms: number) => delay(ms).catch(() => {}); // at a stop, nobody has to wait

  const wait = (ms: number) => (ms > 0 ? pause(ms) : Promise.resolve());

  function grantTurns(): void {
    for (;;) {
      const limit = answers.length > 0 ? LIMIT_PER_SECOND : ALERTS_PER_SECOND;
      const turn = taken < limit ? (answers.shift() ?? alerts.shift()) : undefined;
      if (!turn) return;
      taken += 1;
      turn.resolve();
    }
  }

  async function takeTurn(isAlert: boolean): Promise<void> {
    stopping.throwIfAborted();
    const turn = Promise.withResolvers<void>();
    (isAlert ? alerts : answers).push(turn);
    grantTurns();
    await turn.promise;
  }

  /** A call that hangs keeps its slot for a second only: many of them must not delay everybody else. */
  async function giveBack(ended: Promise<unknown>): Promise<void> {
    await Promise.race([ended, pause(SECOND_MS)]);
    await pause(SECOND_MS);
    taken -= 1;
    grantTurns();
  }

  return {
    async run({ chatId, method, isAlert }, call) {
      const before = chats.get(chatId);
      const isChange = CHANGES.test(method);
      const ended = Promise.withResolvers<void>();
      const followed = Promise.withResolvers<void>();
      const own = { ended: ended.promise, free: Promise.all([before?.free, followed.promise]) };
      chats.set(chatId, own);
      let askedMs = 0;
      try {
        await (isChange ? before?.ended : before?.free);
        await takeTurn(isAlert);
        const result = call();
        void giveBack(result.catch(() => {}));
        return await result;
      } catch (error) {
        askedMs = askedToWaitMs(error);
        throw error;
      } finally {
        void wait(askedMs).then(ended.resolve);
        void wait(isChange ? askedMs : Math.max(askedMs, SECOND_MS)).then(followed.resolve);
        void own.free.then(() => {
          if (chats.get(chatId) === own) chats.delete(chatId);
        });
      }
    },
  };
}

function askedToWaitMs(error: unknown): number {
  return error instanceof TelegramError ? (error.parameters?.retry_after ?? 0) * SECOND_MS : 0;
}
