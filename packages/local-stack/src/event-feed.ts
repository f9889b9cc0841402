import type { Sms } from './sms-store.ts';

/** A live event for the handset page. `bot` is a username, `telegram_id` the person of the chat. */
export type StackEvent =
  | { type: 'message' | 'edited'; bot: string; chat_id: number; message: object }
  | { type: 'deleted'; bot: string; chat_id: number; message_ids: number[] }
  | { type: 'typing'; bot: string; chat_id: number; action: string }
  | {
      type: 'callback_answer';
      bot: string;
      telegram_id: number;
      id: string;
      text?: string;
      show_alert?: boolean;
      url?: string;
    }
  | { type: 'person'; telegram_id: number }
  | { type: 'commands' | 'bot'; bot: string }
  | { type: 'sms'; sms: Sms };

export interface EventFeed {
  publish(event: StackEvent): void;
  /** @returns a function that stops listening */
  subscribe(listener: (event: StackEvent) => void): () => void;
}

/** Makes a feed without listeners; an event that no listener hears is dropped. */
export function createEventFeed(): EventFeed {
  const listeners = new Set<(event: StackEvent) => void>();
  return {
    publish(event) {
      for (const listener of [...listeners]) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
