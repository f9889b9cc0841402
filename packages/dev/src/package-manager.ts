import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Milliseconds between two looks. */
const LOOK_AGAIN = 500;

/**
 * Calls `onEnd` once one of the processes between us and the package manager that the person started has
 * ended. `npx` and its shell pass no signal on: told to end, they leave pnpm and us behind.
 */
export function watchPackageManager(onEnd: () => void): void {
  const chain = findPackageManagers();
  const timer = setInterval(() => {
    if (chain.every(isAlive)) return;
    clearInterval(timer);
    onEnd();
  }, LOOK_AGAIN);
  timer.unref();
}

/** The ancestors up to the topmost package manager, among them the shells that the managers run scripts by. */
function findPackageManagers(): number[] {
  const ancestors: { pid: number; isManager: boolean }[] = [];
  for (let pid = process.ppid; pid > 1; ) {
    const { parent, command } = describe(pid);
    ancestors.push({ pid, isManager: /^(?:\S*node )?\S*\b(?:npm|npx|pnpm)\b/.test(command) });
    pid = parent;
  }
  const topmost = ancestors.findLastIndex(({ isManager }) => isManager);
  return ancestors.slice(0, topmost + 1).map(({ pid }) => pid);
}

function describe(pid: number): { parent: number; command: string } {
  try {
    if (existsSync('/proc/self')) {
      const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return { parent: Number(afterName.split(' ')[1]), command };
    }
    const [parent = '0', ...command] = execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], {
      encoding: 'utf8',
    })
      .trim()
      .split(/\s+/);
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
