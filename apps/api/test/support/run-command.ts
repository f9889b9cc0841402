import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { compileCache } from '@raqam/local-stack/compile-cache';
import { expect, onTestFinished } from 'vitest';
import { BOT_SECRET, SECRET_KEY } from './test-api.ts';

export const START = 'src/server.ts';
export const MIGRATE = 'src/database/migrate.main.ts';

/** All variables that the api needs, except for the database. */
export const environment = {
  SECRET_KEY,
  TELEGRAM_BOT_SECRET: BOT_SECRET,
  CORS_ALLOWED_ORIGINS: 'https://example.uz',
  HOST: '127.0.0.1',
  PORT: '0',
};

/** Runs a command of the api with only these variables; the end of the test ends it. */
export function run(entry: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [entry], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...compileCache, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', (line) => lines.push(line));
  const exit = once(child, 'close').then(([code]) => code);
  const url = () => /http:[^" ]+/.exec(lines.join('\n'))?.[0];
  return {
    lines,
    exit,
    /** Whether /readyz answers 200, as a deployment's health check asks. */
    isReady: () =>
      fetch(`${url()}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    url,
    says: (text: string) => expect.poll(() => lines.join('\n')).toContain(text),
    stop: () => child.kill('SIGTERM') && exit,
    /** Ends it as `kill -9` does. */
    kill: () => child.kill('SIGKILL') && exit,
  };
}

/** The log lines above `info`, parsed: each is one line of JSON. */
export const troubles = (lines: string[]) =>
  lines.map((line) => JSON.parse(line)).filter(({ level }: { level: string }) => level !== 'info');
