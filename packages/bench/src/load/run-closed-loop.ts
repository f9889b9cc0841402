import { describeDurations, type Figures } from './figures.ts';
import type { Load } from './load.ts';

/** Also in a time too short for them, as of the bench's tests on a busy machine. */
const LEAST_RUNS = 10;

/**
 * Runs an operation over and over on each connection, and describes the runs that end within `seconds` after the
 * warm-up, or the first ten. `runs` counts all of them, those of the warm-up too.
 */
export async function runClosedLoop(
  load: Load,
  { connections, warmUpSeconds, seconds }: { connections: number; warmUpSeconds: number; seconds: number },
): Promise<Figures & { runs: number }> {
  const begin = performance.now() + warmUpSeconds * 1000;
  const end = begin + seconds * 1000;
  const durations: number[] = [];
  let runs = 0;
  let measuredMs = seconds * 1000;

  await Promise.all(
    Array.from({ length: connections }, async (_, connection) => {
      for (let started = performance.now(); started < end || durations.length < LEAST_RUNS; runs++) {
        await load.run(connection);
        const now = performance.now();
        if (now >= begin && (now < end || durations.length < LEAST_RUNS)) {
          durations.push(now - started);
          measuredMs = Math.max(measuredMs, now - begin);
        }
        started = now;
      }
    }),
  );
  return { ...describeDurations(durations, measuredMs / 1000), runs };
}
