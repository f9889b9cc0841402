import { describeDurations, type Figures } from './figures.ts';
import type { Load } from './load.ts';

/**
 * Starts an operation at a fixed rate until `seconds` are over or `signal` aborts. A duration begins when its run was
 * due, so that a run which waits for a free connection because earlier ones are slow counts as slow itself (no
 * coordinated omission). Timers make a run up to about a millisecond late, which the durations include.
 *
 * @throws the first error of a run
 */
export async function runAtRate(
  load: Load,
  options: { connections: number; perSecond: number; seconds: number; signal?: AbortSignal },
): Promise<Figures> {
  const { connections, perSecond, seconds, signal } = options;
  // used in turn: the server closes a connection that is idle for a minute
  const free = Array.from({ length: connections }, (_, connection) => connection);
  const waiting: ((connection: number) => void)[] = [];
  const durations: number[] = [];
  const running: Promise<void>[] = [];
  const begin = performance.now();
  let failure: unknown;

  const run = async (connection: number, due: number) => {
    try {
      await load.run(connection);
      durations.push(performance.now() - due);
    } catch (error) {
      failure ??= error;
    }
    const next = waiting.shift();
    if (next) next(connection);
    else free.push(connection);
  };
  for (let number = 0; number < perSecond * seconds && !signal?.aborted && !failure; number++) {
    const due = begin + (number * 1000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    const connection = free.shift() ?? (await new Promise<number>((resolve) => waiting.push(resolve)));
    running.push(run(connection, due));
  }
  await Promise.all(running);
  if (failure) throw failure;
  return describeDurations(durations, (performance.now() - begin) / 1000);
}
