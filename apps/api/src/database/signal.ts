/** An event that can happen again and again, and that many can wait for. */
export interface Signal {
  /** Resolves when it happens next; at once, with `closed`, after `close`. */
  next(): Promise<'fired' | 'closed'>;
  fire(): void;
  close(): void;
}

export function createSignal(): Signal {
  let waiting = Promise.withResolvers<'fired' | 'closed'>();
  let isClosed = false;
  return {
    next: () => waiting.promise,
    fire() {
      if (isClosed) return;
      const { resolve } = waiting;
      waiting = Promise.withResolvers();
      resolve('fired');
    },
    close() {
      isClosed = true;
      waiting.resolve('closed');
    },
  };
}
