import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The resident set size of a process, in megabytes; NaN without /proc. */
export function memoryMb(pid: number): number {
  return readStatus(pid, /VmRSS:\s+(\d+) kB/);
}

/** Resets the peak of a process to what it uses now. */
export function resetPeakMemory(pid: number): void {
  const path = `/proc/${pid}/clear_refs`;
  if (existsSync(path)) writeFileSync(path, '5'); // proc_pid_clear_refs(5): reset the peak resident set size
}

/** The peak resident set size of a process, in megabytes; NaN without /proc. */
export function peakMemoryMb(pid: number): number {
  return readStatus(pid, /VmHWM:\s+(\d+) kB/);
}

function readStatus(pid: number, line: RegExp): number {
  const path = `/proc/${pid}/status`;
  const status = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return Number(line.exec(status)?.[1] ?? Number.NaN) / 1000;
}
