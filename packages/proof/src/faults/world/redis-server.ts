import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { untilStdinEnds } from '@raqam/local-stack/until-stdin-ends';

export interface RedisServer {
  readonly url: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  /** It keeps its connections and answers nothing. */
  freeze(): void;
  thaw(): void;
}

export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

/** A real Redis without persistence, on a socket in `directory`. */
export function createRedisServer(directory: string): RedisServer {
  const path = `${directory}/redis.sock`;
  let server: ChildProcess | undefined;
  return {
    url: `redis://localhost/?path=${encodeURIComponent(path)}`,
    async start() {
      const command = ['redis-server', '--port', '0', '--unixsocket', path, '--save', '', '--appendonly', 'no'];
      const started = spawn('/bin/sh', untilStdinEnds('TERM', command), {
        cwd: directory,
        detached: true,
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      server = started;
      for await (const line of createInterface(started.stdout)) {
        if (!/ready to accept connections/i.test(line)) continue;
        started.stdout.resume();
        return;
      }
      throw new Error('Redis did not start');
    },
    async kill() {
      if (!server || server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
      server.stdin?.destroy();
    },
    freeze: () => void server?.kill('SIGSTOP'),
    thaw: () => void server?.kill('SIGCONT'),
  };
}
