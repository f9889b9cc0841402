import { describeDurations, type Figures } from './figures.ts';
import type { Load } from './load.ts';

/**
 * Runs an operation over and over on each connection, and describes the runs that end within `seconds` after the
 * warm-up. `runs` counts all of them, those of the warm-up too.
 */
export async function runClosedLoop(
  load: Load,
  { connections, warmUpSeconds, seconds }: { connections: number; warmUpSeconds: number; seconds: number },
): Promise<Figures & { runs: number }> {
  const begin = performance.now() + warmUpSeconds * 1000;
  const end = begin + seconds * 1000;
  const durations: number[] = [];
  let runs = 0;

  await Promise.all(
    Array.from({ length: connections }, async (_, connection) => {
      for (let started = performance.now(); started < end; runs++) {
        await load.run(connection);
        const now = performance.now();
        if (now >= begin && now < end) durations.push(now - started);
        started = now;
      }
    }),
  );
  return { ...describeDurations(durations, seconds), runs };
}
