import { existsSync, readFileSync } from 'node:fs';

/** The kernel's USER_HZ is 100 on every Linux that Node.js runs on. */
const MS_PER_TICK = 10;

/** User and system CPU time of a process so far, in milliseconds; NaN without /proc. */
export function cpuTimeMs(pid: number): number {
  const fields = readStat(pid);
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK; // utime, stime
}

/** The CPU time of a process and its children, the ended ones too, in milliseconds; NaN without /proc. */
export function cpuTimeOfFamilyMs(pid: number): number {
  const fields = readStat(pid);
  const ended = (Number(fields[13]) + Number(fields[14])) * MS_PER_TICK; // cutime, cstime
  const children = readProc(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  const living = children.map(cpuTimeMs).filter((time) => !Number.isNaN(time)); // one may have ended meanwhile
  return living.reduce((sum, time) => sum + time, cpuTimeMs(pid) + ended);
}

function readStat(pid: number): string[] {
  return readProc(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
}

function readProc(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
