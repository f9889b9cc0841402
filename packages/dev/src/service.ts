import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { compileCache } from '@raqam/local-stack/compile-cache';
import { untilStdinEnds } from '@raqam/local-stack/until-stdin-ends';
import { formatLogLine } from './format-log-line.ts';

export interface ServiceOptions {
  name: string;
  /** The program; Node.js where left out. */
  command?: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  /** Answers 2xx once the service is ready. */
  readyUrl: string;
  /** Called with every line that the service prints. */
  print(line: string): void;
}

export interface Service {
  name: string;
  /** Rejects when the service ends without `stop`. */
  failed: Promise<never>;
  /** Resolves once `readyUrl` answers 2xx; rejects when the service ends first. */
  ready(): Promise<void>;
  /** Ends the service and everything it started; resolves to its exit code, null when it was killed. */
  stop(): Promise<number | null>;
}

/** Between two requests to a starting service's `readyUrl`. */
const POLL_INTERVAL_MS = 100;
/** A service that has not ended by then is killed. */
const STOP_TIMEOUT_MS = 12_000;
/** Of a service's last output, in the error of a service that ended by itself. */
const KEPT_LINES = 20;

/** Starts a service in a process group of its own, which ends with this process, even when this one is killed. */
export function startService(options: ServiceOptions): Service {
  const { name, command = process.execPath, args, cwd, env, readyUrl, print } = options;
  const child = spawn('/bin/sh', untilStdinEnds('TERM', [command, ...args]), {
    cwd,
    env: { ...compileCache, ...env },
    detached: true,
    stdio: 'pipe',
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      said.push(line);
      if (said.length > KEPT_LINES) said.shift();
      print(`${name.padEnd(5)} │ ${formatLogLine(line)}`);
    });
  }

  let stopping = false;
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('close', (code) => {
      if (!stopping) reject(new Error(`${name} ended with ${code}:\n${said.join('\n')}`));
    });
  });
  failed.catch(() => {}); // `ready` and `failed` report it

  return {
    name,
    failed,
    ready: () => Promise.race([untilAnswers(readyUrl, () => stopping || child.exitCode !== null), failed]),
    async stop() {
      stopping = true;
      await endGroup(child);
      return child.exitCode;
    },
  };
}

async function untilAnswers(url: string, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const answered = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
}

async function endGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'close');
  process.kill(-pid, 'SIGTERM');
  const killTimer = setTimeout(() => process.kill(-pid, 'SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(killTimer);
}
