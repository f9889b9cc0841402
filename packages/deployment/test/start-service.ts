import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** Starts api or bot on a free port, without Telegram, until the test ends. Returns its origin once it listens. */
export async function startService(command: string[], cwd: string, variables: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, command, {
    cwd,
    env: { ...variables, HOST: '127.0.0.1', PORT: '0', TELEGRAM_API_ROOT: 'http://telegram.invalid' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  for await (const line of createInterface(child.stdout)) {
    const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (origin) return origin;
  }
  throw new Error('The service ended before it listened');
}
