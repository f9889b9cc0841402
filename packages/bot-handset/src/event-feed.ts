/** A live event for the handset page. `bot` is a username, `telegram_id` the person of the chat. */
export type HandsetEvent =
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
  | {
      type: 'inline_answer';
      bot: string;
      telegram_id: number;
      id: string;
      results: object[];
      next_offset: string;
      button?: object;
    }
  | { type: 'checkout_refused'; bot: string; telegram_id: number; id: string; error: string }
  /** Members, title or pinned messages of a chat. */
  | { type: 'chat'; bot: string; chat_id: number }
  | { type: 'person'; telegram_id: number }
  | { type: 'commands' | 'bot'; bot: string };

/** An event of an extension, for the modules that it adds to the page. */
export interface ExtensionEvent {
  type: string;
  [field: string]: unknown;
}

export interface EventFeed {
  publish(event: HandsetEvent): void;
  /** Publishes an event of an extension. */
  publishExtra(event: ExtensionEvent): void;
  /** @returns a function that stops listening */
  subscribe(listener: (event: HandsetEvent | ExtensionEvent) => void): () => void;
}

/** Makes a feed without listeners; an event that no listener hears is dropped. */
export function createEventFeed(): EventFeed {
  const listeners = new Set<(event: HandsetEvent | ExtensionEvent) => void>();
  const publish = (event: HandsetEvent | ExtensionEvent) => {
    for (const listener of [...listeners]) listener(event);
  };
  return {
    publish,
    publishExtra: publish,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
