import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
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
  /** Gets every line that the service prints. */
  print(line: string): void;
}

export interface Service {
  name: string;
  /** Rejects when the service ends before it was told to. */
  failed: Promise<never>;
  /** Waits for `readyUrl`; rejects where the service ends first. */
  ready(): Promise<void>;
  /** Ends the service and whatever it started; resolves to its exit code, null when it had to be killed. */
  stop(): Promise<number | null>;
}

/** Milliseconds between two looks at a starting service. */
const LOOK_AGAIN = 100;
/** Milliseconds that a service has to end by itself. */
const PATIENCE = 12_000;

/**
 * Becomes a command whose process group ends when the standard input does: the pipe to us closes however we die.
 */
const UNTIL_WE_END = 'exec 3<&0; (read _ <&3; kill -TERM 0) >/dev/null 2>&1 & exec "$@" </dev/null 3<&-';

/** Starts a service as a process group of its own, so that nothing it starts outlives it, and it does not outlive us. */
export function startService(options: ServiceOptions): Service {
  const { name, command = process.execPath, args, cwd, env, readyUrl, print } = options;
  const child = spawn('/bin/sh', ['-c', UNTIL_WE_END, 'sh', command, ...args], {
    cwd,
    env,
    detached: true,
    stdio: 'pipe',
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      said.push(line);
      if (said.length > 20) said.shift();
      print(`${name.padEnd(5)} │ ${formatLogLine(line)}`);
    });
  }

  let stopping = false;
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('close', (code) => {
      if (!stopping) reject(new Error(`${name} ended with ${code}:\n${said.join('\n')}`));
    });
  });
  failed.catch(() => {}); // whoever waits for `ready` or `failed` hears of it

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
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
  }
}

async function endGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'close');
  process.kill(-pid, 'SIGTERM');
  const impatience = setTimeout(() => process.kill(-pid, 'SIGKILL'), PATIENCE);
  await ended;
  clearTimeout(impatience);
}
