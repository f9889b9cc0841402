import { existsSync, readFileSync } from 'node:fs';

export interface Figures {
  perSecond: number;
  /** Milliseconds */
  p50: number;
  p95: number;
  p99: number;
}

/**
 * Runs `work` on `connections` concurrent workers for `seconds` after a warm-up, and counts the runs that end within
 * the measured time. Calls `onStart` when that time begins, and `onEnd` when it ends.
 */
export async function measure(options: {
  connections: number;
  warmUp: number;
  seconds: number;
  work: (worker: number) => Promise<void>;
  onStart?: () => void;
  onEnd?: () => void;
}): Promise<Figures> {
  const { connections, warmUp, seconds, work } = options;
  const begin = performance.now() + warmUp * 1000;
  const end = begin + seconds * 1000;
  const durations: number[] = [];
  const mark = setTimeout(() => options.onStart?.(), warmUp * 1000);

  await Promise.all(
    Array.from({ length: connections }, async (_, worker) => {
      for (let started = performance.now(); started < end; ) {
        await work(worker);
        const now = performance.now();
        if (now >= begin && now < end) durations.push(now - started);
        started = now;
      }
    }),
  );
  options.onEnd?.();
  clearTimeout(mark);

  durations.sort((a, b) => a - b);
  const percentile = (share: number) => durations[Math.floor(durations.length * share)] ?? Number.NaN;
  return { perSecond: durations.length / seconds, p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) };
}

/** User and system CPU time of a process so far, in milliseconds; NaN without /proc. */
export function cpuTime(pid: number): number {
  const fields = readProc(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK; // utime, stime
}

/** The CPU time of all living children of a process, in milliseconds. */
export function cpuTimeOfChildren(pid: number): number {
  const children = readProc(`/proc/${pid}/task/${pid}/children`).trim().split(' ');
  return children.reduce((sum, child) => sum + cpuTime(Number(child)), 0);
}

function readProc(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** The kernel's USER_HZ is 100 on every Linux that Node.js runs on. */
const MS_PER_TICK = 10;
