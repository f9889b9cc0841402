import { setTimeout as timer } from 'node:timers/promises';

/** Below Prometheus' own limit of 10 s, also where two reads come one after the other. */
const READ_TIMEOUT_MS = 2_000;

/**
 * Makes a function that reads what a scrape shows and never fails it: undefined where `read` fails or is late. One read
 * at a time: scrapes while the database is frozen don't add to its queue.
 */
export function readAtScrape<Value>(read: () => Promise<Value>): () => Promise<Value | undefined> {
  let reading: Promise<Value | undefined> | undefined;
  return async () => {
    reading ??= read()
      .catch(() => undefined)
      .finally(() => {
        reading = undefined;
      });
    const inTime = new AbortController();
    const late = timer(READ_TIMEOUT_MS, undefined, { signal: inTime.signal, ref: false }).catch(() => undefined);
    const value = await Promise.race([reading, late]);
    inTime.abort();
    return value;
  };
}
