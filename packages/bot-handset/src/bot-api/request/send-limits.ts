import { SECOND_MS } from '../../durations.ts';
import { tooManyRequests } from './bot-api-error.ts';

/** As Telegram documents them (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). */
const MESSAGES_PER_SECOND = 30;
/** Of one chat. Telegram lets short bursts pass, of a size that it does not tell. */
const MESSAGES_PER_SECOND_AND_CHAT = 1;

/** Calls that put a message into a chat, or change one; these do not count among the messages of the chat. */
const LIMITED = /^(send(?!chataction)|edit|copy|forward)/i;
const CHANGES = /^edit/i;

/** Telegram's limits on messages. */
export interface SendLimits {
  /** Counts a call of a bot. Throws a BotApiError, 429, when it is one too many. */
  count(token: string, method: string, chatId: string | undefined): void;
  /** Calls that were taken, and refused because of their chat or of all chats together. */
  readonly counts: Readonly<SendCounts>;
}

export interface SendCounts {
  taken: number;
  refusedByChat: number;
  refusedOverall: number;
  /** The most that were taken in any second. */
  busiestSecond: number;
}

/** @param now milliseconds of a monotonic clock */
export function createSendLimits(now: () => number): SendLimits {
  const counts: SendCounts = { taken: 0, refusedByChat: 0, refusedOverall: 0, busiestSecond: 0 };
  /** The times of calls, by bot, and by bot and chat. */
  const times = new Map<string, number[]>();

  /** The calls of the last second. */
  function recent(key: string): number[] {
    const kept = (times.get(key) ?? []).filter((at) => at > now() - SECOND_MS);
    times.set(key, kept);
    return kept;
  }

  return {
    counts,
    count(token, method, chatId) {
      if (!LIMITED.test(method)) return;
      const ofChat = CHANGES.test(method) || chatId === undefined ? undefined : recent(`${token} ${chatId}`);
      if (ofChat && ofChat.length >= MESSAGES_PER_SECOND_AND_CHAT) {
        counts.refusedByChat += 1;
        throw tooManyRequests(1);
      }
      const ofBot = recent(token);
      if (ofBot.length >= MESSAGES_PER_SECOND) {
        counts.refusedOverall += 1;
        throw tooManyRequests(1);
      }
      ofBot.push(now());
      ofChat?.push(now());
      counts.taken += 1;
      counts.busiestSecond = Math.max(counts.busiestSecond, ofBot.length);
    },
  };
}
