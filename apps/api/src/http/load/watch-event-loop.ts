const TICK_MS = 100;
/** A loop that is late at so many ticks in a row has more to do than it can. A single pause, as at the start, is none. */
const LATE_TICKS = 4;

export interface EventLoopWatch {
  /** Whether the event loop stays behind by more than so many milliseconds. */
  isBehind(ms: number): boolean;
  stop(): void;
}

/** Watches by how much each round of the event loop is late. */
export function watchEventLoop(): EventLoopWatch {
  let delays: number[] = []; // in milliseconds, of the last ticks
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    delays = [...delays, now - last - TICK_MS].slice(-LATE_TICKS);
    last = now;
  }, TICK_MS).unref();

  return {
    isBehind: (ms) => delays.length === LATE_TICKS && delays.every((delay) => delay > ms),
    stop: () => clearInterval(timer),
  };
}
