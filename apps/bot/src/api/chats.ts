import type { Language } from '@raqam/shared/languages';
import { LRUCache } from 'lru-cache';
import type { Chat, ChatApi } from './chat-api.ts';

/** The chats that the API stores, read through a cache. Both functions wait at most a few seconds for the API. */
export interface Chats {
  /** Returns undefined when the API does not answer and the chat is not in the cache. */
  find(telegramId: number): Promise<Chat | undefined>;
  /**
   * Changes a chat, at once in this process and in the API. A change that the API did not save is sent again by the
   * next call. Nothing is sent when nothing changes.
   */
  save(telegramId: number, change: Partial<Chat>): Promise<void>;
}

export interface ChatsDependencies {
  api: ChatApi;
  /**
   * Finds the language of a chat that the API has never saved; null: none was chosen.
   *
   * @throws when it can't be read now
   */
  findFormerLanguage(telegramId: number): Promise<Language | null>;
  /** Milliseconds of a monotonic clock. */
  now(): number;
}

interface CachedChat extends Chat {
  isSaved: boolean;
}

/** So that the messages of one sign-in take one request. While the API is down, an older choice still counts. */
const CACHED_MS = 10 * 60_000;
/** The most recently active ones, about 2 MB. */
const MAX_CACHED = 10_000;

export function createChats({ api, findFormerLanguage, now }: ChatsDependencies): Chats {
  const cache = new LRUCache<number, CachedChat>({
    max: MAX_CACHED,
    ttl: CACHED_MS,
    ttlResolution: 0,
    perf: { now },
    allowStaleOnFetchRejection: true, // and `fetch` never rejects
    async fetchMethod(telegramId) {
      const chat = await api.find(telegramId);
      if (chat) return { ...chat, isSaved: true };
      return { language: await findFormerLanguage(telegramId), isBlocked: false, isSaved: false };
    },
  });

  return {
    find: (telegramId) => cache.fetch(telegramId),
    async save(telegramId, change) {
      const known = cache.peek(telegramId);
      // the API did not answer and may have a language for this chat: `null` in the cache would hide it
      if (known === undefined && change.language === undefined) return;
      const chat = { language: null, isBlocked: false, ...known, ...change };
      if (known?.isSaved && known.language === chat.language && known.isBlocked === chat.isBlocked) return;
      const isSaved = await api.save(telegramId, chat);
      cache.set(telegramId, { ...chat, isSaved }, { ttl: isSaved ? CACHED_MS : 0 }); // 0: kept until it is saved
    },
  };
}
