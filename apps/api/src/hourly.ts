const FIRST_AFTER_MS = 60 * 1000;
const EVERY_MS = 60 * 60 * 1000;

export interface Run {
  /** The first one after the start. */
  isFirst: boolean;
  /** Aborts when the process stops. */
  signal: AbortSignal;
}

/** Runs `job` a minute after the start and then hourly. Returns a function that stops it. */
export function startHourly(job: (run: Run) => Promise<void>): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const first = setTimeout(() => void job({ isFirst: true, signal }), FIRST_AFTER_MS).unref();
  const timer = setInterval(() => void job({ isFirst: false, signal }), EVERY_MS).unref();
  return () => {
    controller.abort();
    clearTimeout(first);
    clearInterval(timer);
  };
}
