import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { compileCache } from '@raqam/local-stack/compile-cache';
import { expect } from 'vitest';

/** The bot as it is deployed: a process of its own. */
export function startBot(env: Record<string, string>) {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...compileCache, ...env },
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', (line) => lines.push(line));
  return {
    lines,
    exit: once(child, 'close').then(([code]) => code),
    says: (text: string) => expect.poll(() => lines.join('\n')).toContain(text),
    kill: (signal: NodeJS.Signals = 'SIGTERM') => child.kill(signal),
  };
}
