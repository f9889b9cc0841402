import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { compileCache } from '@raqam/local-stack/compile-cache';
import { untilStdinEnds } from '@raqam/local-stack/until-stdin-ends';

export interface ProcessOptions {
  /** Of Node.js: flags, script and the script's arguments. */
  args: readonly string[];
  env: Record<string, string>;
  /** Answers 2xx once the service serves. */
  healthUrl: string;
  /** Called with every line of its output. */
  onLine(line: string): void;
  /** Called when it ends although nothing here ended it. */
  onExit(how: string): void;
}

export interface ServiceProcess {
  /** Starts it and resolves once it is healthy; the variables apply from now on. */
  start(changes?: { env?: Record<string, string>; args?: readonly string[] }): Promise<void>;
  /** As `kill -9`; resolves once it has ended. */
  kill(): Promise<void>;
  /** As a platform: SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>;
}

const POLL_INTERVAL_MS = 50;
const START_TIMEOUT_MS = 60_000;

/** Makes a service that can be started, killed and stopped any number of times; it ends with this process. */
export function createServiceProcess(options: ProcessOptions): ServiceProcess {
  let { args, env } = options;
  let child: ChildProcess | undefined;
  let isEnding = false;

  const hasEnded = (one: ChildProcess) => one.exitCode !== null || one.signalCode !== null;
  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (!child || hasEnded(child)) return child?.exitCode ?? null;
    isEnding = true;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    child.stdin?.destroy(); // ends the shell that watches it
    return child.exitCode;
  }

  return {
    async start(changes = {}) {
      env = { ...env, ...changes.env };
      args = changes.args ?? args;
      isEnding = false;
      const started = spawn('/bin/sh', untilStdinEnds('TERM', [process.execPath, ...args]), {
        env: { ...compileCache, ...env },
        detached: true,
        stdio: 'pipe',
      });
      child = started;
      started.stdin.on('error', () => {});
      for (const stream of [started.stdout, started.stderr]) createInterface(stream).on('line', options.onLine);
      started.once('exit', (code, signal) => {
        if (!isEnding) options.onExit(signal ?? `exit code ${code}`);
      });
      const deadline = performance.now() + START_TIMEOUT_MS;
      while (!(await isHealthy(options.healthUrl))) {
        if (hasEnded(started)) {
          if (isEnding) return;
          throw new Error(`${args.at(-1)} ended before it was healthy`);
        }
        if (performance.now() > deadline) throw new Error(`${args.at(-1)} is not healthy after a minute`);
        await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
      }
    },
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}

async function isHealthy(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    async (response) => {
      await response.body?.cancel();
      return response.ok;
    },
    () => false,
  );
}
