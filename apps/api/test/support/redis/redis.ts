import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, inject } from 'vitest';
import { REDIS_HINT } from './find-redis.ts';

export interface TestRedis {
  /** A socket, which no other program can take over while Redis is down. */
  readonly url: string;
  /** The same with a password. */
  urlWith(password: string): string;
  /** Redis as its administrator sees it. */
  readonly client: Redis;
  start(): Promise<void>;
  /** Kills it as `kill -9` does; all counts are lost. */
  kill(): Promise<void>;
  /** Makes it hang: it keeps its connections and answers nothing. */
  freeze(): void;
  thaw(): void;
}

/**
 * A real Redis, without persistence, for the tests of a file or a group. Without Redis on the machine they are
 * skipped, except in CI, where they fail.
 */
export function useRedis(...settings: string[]): TestRedis {
  const path = join(tmpdir(), `${randomUUID()}.sock`);
  const state: { server?: ChildProcess; client?: Redis } = {};

  beforeAll(async () => {
    if (!inject('hasRedis') && inject('isCi')) throw new Error(REDIS_HINT);
    if (inject('hasRedis')) await redis.start();
  });
  beforeEach(({ skip }) => skip(!inject('hasRedis'), REDIS_HINT));
  afterAll(async () => {
    state.client?.disconnect();
    await redis.kill();
    await rm(path, { force: true });
  });

  const redis: TestRedis = {
    url: `redis://localhost/?path=${encodeURIComponent(path)}`,
    urlWith: (password) => redis.url.replace('localhost', `:${password}@localhost`),
    get client() {
      state.client ??= new Redis({ path }).on('error', () => {}); // it comes back by itself
      return state.client;
    },
    async start() {
      const options = ['--port', '0', '--unixsocket', path, '--save', '', '--appendonly', 'no', ...settings];
      const server = spawn('redis-server', options, { cwd: tmpdir(), stdio: ['ignore', 'pipe', 'inherit'] });
      state.server = server;
      for await (const line of createInterface(server.stdout)) {
        if (!/ready to accept connections/i.test(line)) continue;
        server.stdout.resume(); // or it would stand still once the pipe is full
        return;
      }
      throw new Error('Redis did not start');
    },
    async kill() {
      const { server } = state;
      if (!server || server.signalCode !== null) return;
      server.kill('SIGKILL');
      await once(server, 'exit');
    },
    freeze: () => void state.server?.kill('SIGSTOP'),
    thaw: () => void state.server?.kill('SIGCONT'),
  };
  return redis;
}
