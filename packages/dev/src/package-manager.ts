import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const POLL_INTERVAL_MS = 500;

/**
 * Calls `onEnd` when a process between this one and the package manager that the person started has ended. `npx` and
 * its shell forward no signals: killed, as by a script or an editor, they would leave this process running.
 */
export function watchPackageManager(onEnd: () => void): void {
  const chain = findPackageManagers();
  const timer = setInterval(() => {
    if (chain.every(isAlive)) return;
    clearInterval(timer);
    onEnd();
  }, POLL_INTERVAL_MS);
  timer.unref();
}

/** The ancestors up to the topmost package manager, with the shells between them. */
function findPackageManagers(): number[] {
  const ancestors: { pid: number; isManager: boolean }[] = [];
  for (let pid = process.ppid; pid > 1; ) {
    const { parent, command } = readProcess(pid);
    ancestors.push({ pid, isManager: /^(?:\S*node )?\S*\b(?:npm|npx|pnpm)\b/.test(command) });
    pid = parent;
  }
  const topmost = ancestors.findLastIndex(({ isManager }) => isManager);
  return ancestors.slice(0, topmost + 1).map(({ pid }) => pid);
}

/** From /proc, which slim Linux images have without `ps`; elsewhere from `ps`. */
function readProcess(pid: number): { parent: number; command: string } {
  try {
    if (existsSync('/proc/self')) {
      const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return { parent: Number(afterName.split(' ')[1]), command };
    }
    const line = execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' });
    const [parent = '0', ...command] = line.trim().split(/\s+/);
    return { parent: Number(parent), command: command.join(' ') };
  } catch {
    return { parent: 0, command: '' };
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
