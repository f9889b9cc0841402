import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type GuardTest, patternOf } from './guard.ts';

/** What a host of Vitest is asked for. */
export interface RunRequest {
  /** Files that are not as they were. */
  changed: string[];
  /** A pattern for the names of tests, for each file. */
  tests: { file: string; pattern: string }[];
}

/** How one test ended. */
export interface TestEnd {
  file: string;
  /** The titles of its blocks and its own, with ` > ` between them. */
  name: string;
  failures: string[];
}

export type TestRun =
  /** The tests that ran. */
  | { kind: 'ran'; tests: TestEnd[] }
  /** A file could not be loaded or prepared. */
  | { kind: 'broken'; reason: string };

/** Runs tests of one copy of the checkout. */
export interface TestRunner {
  /** Tells that a file of the copy is not as it was at the run before. */
  change(file: string): void;
  /** Runs tests of one package. Rejects when `signal` aborts. */
  run(folder: string, tests: readonly GuardTest[], signal: AbortSignal): Promise<TestRun>;
  close(): Promise<void>;
}

/** For a process to stop its database and end. */
const CLOSE_TIMEOUT_MS = 30_000;

/** Makes the runner of a copy. Each package has a process that stays between runs. */
export function createTestRunner(copy: string): TestRunner {
  const hosts = new Map<string, ChildProcess>();
  /** Changed files that the host of a package does not know of yet. */
  const unknown = new Map<string, Set<string>>();

  async function open(folder: string, signal: AbortSignal): Promise<ChildProcess> {
    const running = hosts.get(folder);
    if (running) return running;
    const host = fork(new URL('vitest-host.ts', import.meta.url), {
      cwd: join(copy, folder),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    hosts.set(folder, host);
    unknown.set(folder, new Set());
    await answerOf(host, signal);
    return host;
  }

  async function end(folder: string): Promise<void> {
    const host = hosts.get(folder);
    hosts.delete(folder);
    if (!host || host.exitCode !== null || host.signalCode !== null) return;
    host.kill();
    await once(host, 'exit');
  }

  return {
    change(file) {
      for (const files of unknown.values()) files.add(join(copy, file));
    },
    async run(folder, tests, signal) {
      try {
        const host = await open(folder, signal);
        const files = Map.groupBy(tests, ({ file }) => file);
        const request: RunRequest = {
          changed: [...(unknown.get(folder) ?? [])],
          tests: [...files].map(([file, own]) => ({
            file,
            pattern: own.map((test) => `(?:${patternOf(test)})`).join('|'),
          })),
        };
        unknown.get(folder)?.clear();
        host.send(request);
        return (await answerOf(host, signal)) as TestRun; // as the host sends it
      } catch (error) {
        await end(folder); // it may still run
        throw error;
      }
    },
    async close() {
      await Promise.all(
        [...hosts].map(async ([folder, host]) => {
          if (host.exitCode !== null || host.signalCode !== null) return;
          const exit = once(host, 'exit', { signal: AbortSignal.timeout(CLOSE_TIMEOUT_MS) });
          host.disconnect(); // it stops its database
          await exit.catch(() => end(folder));
        }),
      );
    },
  };
}

/** The next message of a host. Rejects if it ends before, or when `signal` aborts. */
async function answerOf(host: ChildProcess, signal: AbortSignal): Promise<unknown> {
  const ended = new AbortController();
  const exit = once(host, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`Vitest ended with ${code}`);
  });
  exit.catch(() => {});
  const message = once(host, 'message', { signal: AbortSignal.any([signal, ended.signal]) });
  message.catch(() => {});
  try {
    const [answer] = (await Promise.race([message, exit])) as unknown[];
    return answer;
  } finally {
    ended.abort();
  }
}
