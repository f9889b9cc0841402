import type { CallHandset } from './call-handset.ts';
import type { ChatMessage } from './chat-message.ts';
import { showChat } from './show-chat.ts';

/** A chat at one moment. */
export interface ChatState {
  messages: ChatMessage[];
  /** Updates from this chat that the bot has not confirmed: by its next `getUpdates`, or by 2xx of its webhook. */
  pendingUpdates: number;
  /** Changes with the chat. */
  revision: number;
}

/** Reads one chat of a person, and waits for its changes. */
export interface ChatReader {
  read(): Promise<ChatState>;
  /**
   * Waits until `find` returns a value; it is called at once, and again after every change.
   *
   * @param explain says what did not happen, for the error
   * @throws Error after the limit, with the chat so far
   */
  until<Found>(
    find: (state: ChatState) => Promise<Found | undefined> | Found | undefined,
    explain: (state: ChatState) => string,
  ): Promise<Found>;
}

const SECOND_MS = 1_000;
const LONGEST_WAIT_SECONDS = 30;

/**
 * Makes the reader of a chat.
 *
 * @param path of the person in the handset API
 * @param query names the bot and the chat
 * @param title of the chat, for errors
 */
export function createChatReader(
  call: CallHandset,
  { path, query, title, limitMs }: { path: string; query: string; title: string; limitMs: number },
): ChatReader {
  const read = async (): Promise<ChatState> => {
    // First, so that all messages of a handled update are read after it
    const chat = await call<{ revision: number; pending_updates: number }>(`${path}/chat?${query}`);
    const messages = await call<ChatMessage[]>(`${path}/messages?${query}`);
    return { messages, pendingUpdates: chat.pending_updates, revision: chat.revision };
  };
  return {
    read,
    async until(find, explain) {
      const deadline = performance.now() + limitMs;
      for (;;) {
        const state = await read();
        const found = await find(state);
        if (found !== undefined) return found;
        const left = (deadline - performance.now()) / SECOND_MS;
        if (left <= 0) {
          const limit = `${limitMs / SECOND_MS} s`;
          throw new Error(`${explain(state)} (waited ${limit})\n${title}:\n${showChat(state.messages)}`);
        }
        const wait = Math.min(left, LONGEST_WAIT_SECONDS);
        await call(`${path}/chat?${query}&seen=${state.revision}&wait=${wait}`);
      }
    },
  };
}

/** What the bot did with the updates of a chat, for an error. */
export function explainSilence({ pendingUpdates }: ChatState): string {
  return pendingUpdates > 0
    ? 'it has not taken the update: does it run, with this apiRoot and token, and does its handler return?'
    : 'it took the update, and sent or changed no message here';
}
