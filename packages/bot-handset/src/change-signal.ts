/** Wakes all waiters when its object changes: a chat, an update queue, or the SMS inbox. */
export interface ChangeSignal {
  /** How often `notify` was called. */
  readonly count: number;
  notify(): void;
  /** Resolves at the next `notify`, after `milliseconds`, or when `signal` aborts, whichever comes first. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Makes a signal without waiters. */
export function createChangeSignal(): ChangeSignal {
  const wakers = new Set<() => void>();
  let count = 0;
  return {
    get count() {
      return count;
    },
    notify() {
      count += 1;
      for (const wake of [...wakers]) wake();
    },
    wait(milliseconds, signal) {
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          wakers.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, milliseconds);
        signal.addEventListener('abort', wake);
        wakers.add(wake);
      });
    },
  };
}

/**
 * Waits until `read` returns a value, and calls it again after every change.
 *
 * @returns what `read` found, or undefined when `milliseconds` passed or `signal` aborted first
 */
export async function holdUntil<T>(
  read: () => T | undefined,
  changed: ChangeSignal,
  milliseconds: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const found = read();
    const left = deadline - performance.now();
    if (found !== undefined || left <= 0 || signal.aborted) return found;
    await changed.wait(left, signal);
  }
}
