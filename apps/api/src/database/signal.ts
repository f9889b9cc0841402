/** Something that may happen again and again, and that many can wait for. */
export interface Signal {
  /** Resolves when it happens next; at once after `close`. */
  next(): Promise<void>;
  fire(): void;
  close(): void;
}

export function createSignal(): Signal {
  let waiting = Promise.withResolvers<void>();
  let isClosed = false;
  const fire = () => {
    waiting.resolve();
    if (!isClosed) waiting = Promise.withResolvers();
  };
  return {
    next: () => waiting.promise,
    fire,
    close() {
      isClosed = true;
      fire();
    },
  };
}
