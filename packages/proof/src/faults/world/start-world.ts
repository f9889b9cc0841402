import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from '@raqam/api/database/migrate';
import { apiEnvironment, BOT, botEnvironment } from '@raqam/dev/development-environment';
import { chooseFreePorts, type Ports } from '@raqam/dev/ports';
import { type LocalStack, startLocalStack } from '@raqam/local-stack/server';
import type { SourceChange } from './change-source.ts';
import { type DatabaseProxy, startDatabaseProxy } from './database-proxy.ts';
import { type DatabaseServer, startDatabaseServer } from './database-server.ts';
import { createRedisServer, type RedisServer } from './redis-server.ts';
import { createServiceProcess, type ServiceProcess } from './service-process.ts';

/** What a fault needs beside two replicas of the api, PostgreSQL and the emulators. */
export interface WorldOptions {
  /** Settings of PostgreSQL. */
  postgres?: Record<string, string>;
  hasRedis?: boolean;
  hasBot?: boolean;
  /** Further variables of the api. */
  api?: Record<string, string>;
  /** Of the api's clock. */
  clockShiftMs?: number;
  /** The api runs with these changes of its source. */
  changes?: readonly SourceChange[];
  /** The parent of the database's data, where the default has no room for the fault. */
  directory?: string;
}

export interface Replica extends ServiceProcess {
  url: string;
  /** The platform sends requests to it. */
  isServing: boolean;
}

/** Everything deployed as in production: each service a process of its own, with its own variables alone. */
export interface World {
  directory: string;
  /** The primary. */
  database: DatabaseServer;
  /** Between the api and the database. */
  proxy: DatabaseProxy;
  replicas: readonly [Replica, Replica];
  bot: ServiceProcess | undefined;
  redis: RedisServer | undefined;
  stack: LocalStack;
  /** The variables of the api, for its commands. */
  apiEnv: Record<string, string>;
  /** The output of all services. */
  lines: string[];
  /** Services that ended by themselves. */
  exits: string[];
  /** Runs at `stop`, before everything else. */
  undo(step: () => unknown): void;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../../../..', import.meta.url));
const changeSource = ['--import', import.meta.resolve('./change-source.ts')];
const shiftClock = ['--import', import.meta.resolve('./shift-clock.ts')];

/** The arguments of Node.js for a script of the api, with changes of its source. */
export function runApiScript(script: string, isChanged: boolean): string[] {
  return [...(isChanged ? changeSource : []), `${root}apps/api/src/${script}`];
}

/** The variable that `change-source` reads. */
export function describeChanges(changes: readonly SourceChange[]): Record<string, string> {
  return { PROOF_SOURCE_CHANGES: JSON.stringify(changes) };
}

/** `random` yields numbers from 0 to 1. Stops everything if the start fails. */
export async function startWorld(options: WorldOptions, random: () => number): Promise<World> {
  const undo: (() => unknown)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const directory = await mkdtemp(join(options.directory ?? tmpdir(), 'faults-'));
    undo.push(() => rm(directory, { recursive: true, force: true }));
    const database = await startDatabaseServer({
      dataDirectory: join(directory, 'data'),
      settings: { max_connections: '80', ...options.postgres },
    });
    undo.push(async () => {
      await database.stop();
      await rm(database.dataDirectory, { recursive: true, force: true }); // root's is elsewhere
    });
    await migrate(database.url);
    const proxy = await startDatabaseProxy(database.port, random);
    undo.push(() => proxy.close());
    const stack = await startLocalStack({ port: 0, bots: [BOT] });
    undo.push(() => stack.close());
    const redis = options.hasRedis ? createRedisServer(directory) : undefined;
    await redis?.start();
    undo.push(() => redis?.kill());

    const ports: Ports = { ...(await chooseFreePorts()), stack: stack.port };
    const url = Object.assign(new URL(database.url), { port: proxy.port }).href;
    const apiEnv = {
      ...apiEnvironment(ports, url),
      TRUSTED_PROXIES: '127.0.0.1', // each client has an IP of its own
      SMS_DAILY_LIMIT: '1000000',
      ...(redis && { REDIS_URL: redis.url }),
      ...(options.clockShiftMs !== undefined && { PROOF_CLOCK_SHIFT_MS: String(options.clockShiftMs) }),
      ...(options.changes && describeChanges(options.changes)),
      ...options.api,
    };
    const lines: string[] = [];
    const exits: string[] = [];
    const service = (name: string, args: string[], env: Record<string, string>, port: number, health: string) =>
      createServiceProcess({
        args,
        env: { ...env, PORT: String(port) },
        healthUrl: `http://127.0.0.1:${port}${health}`,
        onLine: (line) => lines.push(line),
        onExit: (how) => exits.push(`${name}: ${how}`),
      });
    const asDeployed = '--max-semi-space-size=8';
    const flags = [asDeployed, ...(options.clockShiftMs !== undefined ? shiftClock : [])];
    const replica = (name: string, port: number): Replica => ({
      ...service(
        name,
        [...flags, ...runApiScript('server.ts', options.changes !== undefined)],
        apiEnv,
        port,
        '/healthz',
      ),
      url: `http://127.0.0.1:${port}`,
      isServing: true,
    });
    const replicas = [replica('api 1', ports.api), replica('api 2', ports.web)] as const; // no web app uses that port
    undo.push(() => Promise.all(replicas.map((each) => each.kill())));
    await Promise.all(replicas.map((each) => each.start()));
    const bot = options.hasBot
      ? service('bot', [asDeployed, `${root}apps/bot/src/main.ts`], botEnvironment(ports), ports.bot, '/healthz')
      : undefined;
    undo.push(() => bot?.kill());
    await bot?.start();

    return {
      undo: (step) => void undo.push(step),
      directory,
      database,
      proxy,
      replicas,
      bot,
      redis,
      stack,
      apiEnv,
      lines,
      exits,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
