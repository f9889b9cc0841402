import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { migrate } from '@raqam/api/database/migrate';
import { startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import { startLocalStack } from '@raqam/local-stack/server';
import {
  apiEnvironment,
  BOT,
  botEnvironment,
  loginClient,
  playMobileAccount,
  webEnvironment,
} from './development-environment.ts';
import { type Ports, refuseTakenPorts } from './ports.ts';
import { type Service, type ServiceOptions, startService } from './service.ts';

export interface StackOptions {
  ports: Ports;
  /** Keeps the database between runs; without it, the database is temporary. */
  dataDirectory?: string;
  /** Drops the data of earlier runs. */
  fresh?: boolean;
  /** Restarts api and bot when their sources change. */
  watch?: boolean;
  /** Builds the web app and serves the build, as visitors get it: a page then takes a tenth of the work. */
  builtSite?: boolean;
  /** TRUSTED_PROXIES of the API: clients there may name IPs of their own in `X-Real-IP`. */
  trustedProxies?: string;
  print(line: string): void;
  /** Stops a start in progress. */
  signal?: AbortSignal;
}

export interface Stack {
  urls: Record<keyof Ports, string>;
  /** Rejects when a service ends without `stop`. */
  failed: Promise<never>;
  stop(): Promise<void>;
}

const VITE = 'node_modules/vite/bin/vite.js';
const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Starts PostgreSQL and the emulators, migrates, then starts api, bot and web as separate processes. Resolves once
 * all of them answer.
 *
 * @throws when a port is in use or a part fails to start; the parts that had started are stopped first.
 */
export async function startStack({
  ports,
  dataDirectory,
  fresh = false,
  watch = false,
  builtSite = false,
  trustedProxies,
  print,
  signal,
}: StackOptions): Promise<Stack> {
  await refuseTakenPorts(ports);
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const part of started.splice(0).reverse()) await part.stop();
  };

  try {
    const postgres = await startPostgres({ port: ports.postgres, fresh, ...(dataDirectory && { dataDirectory }) });
    started.push(postgres);
    await migrate(postgres.url);
    const localStack = await startLocalStack({
      port: ports.stack,
      bots: [BOT],
      loginClients: [loginClient(ports)],
      playMobile: playMobileAccount(ports),
    });
    started.push({ stop: () => localStack.close() });

    const plan = planServices(ports, postgres.url, watch, print);
    if (builtSite) {
      const site = await buildSite(plan.web);
      started.push({ stop: () => rm(site, { recursive: true }) });
      plan.web.args = [VITE, 'preview', '--port', String(ports.web), '--strictPort', '--outDir', site];
    }
    if (trustedProxies) plan.api.env['TRUSTED_PROXIES'] = trustedProxies;
    const services: Service[] = [];
    started.push({ stop: async () => void (await Promise.all(services.map((service) => service.stop()))) });
    const start = async (...options: ServiceOptions[]) => {
      const next = options.map(startService);
      services.push(...next);
      await Promise.race([Promise.all(next.map((service) => service.ready())), untilAborted(signal)]);
    };
    await start(plan.api, plan.web);
    await start(plan.bot); // it asks the API at once, and logs an error while that is not ready

    const failed = Promise.race(services.map((service) => service.failed));
    failed.catch(() => {}); // callers may ignore it
    const local = (port: number) => `http://localhost:${port}`;
    return {
      urls: {
        web: local(ports.web),
        api: local(ports.api),
        bot: local(ports.bot),
        stack: local(ports.stack),
        postgres: postgres.url,
      },
      failed,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Builds the web app into a new directory, which the caller deletes. */
async function buildSite({ cwd, env }: ServiceOptions): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'raqam-site-'));
  const build = [VITE, 'build', '--outDir', directory, '--emptyOutDir', '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, build, { cwd, env });
  return directory;
}

/** Never resolves. */
function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new Error('Stopped before everything had started'));
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/**
 * Restarts api or bot when their own sources change. Plain `--watch` would watch node_modules too: pnpm's packages are
 * hard links, so every install in another checkout on the machine would restart both, many times.
 */
const WATCH = [
  '--watch-preserve-output',
  '--watch-path=src',
  ...['shared', 'service'].map((name) => `--watch-path=${root}/packages/${name}/src`),
];

function planServices(
  ports: Ports,
  databaseUrl: string,
  watch: boolean,
  print: (line: string) => void,
): Record<'api' | 'bot' | 'web', ServiceOptions> {
  const run = (entry: string) => [...(watch ? WATCH : []), entry];
  const ready = (port: number, path: string) => `http://127.0.0.1:${port}${path}`;
  return {
    api: {
      name: 'api',
      args: run('src/server.ts'),
      cwd: `${root}/apps/api`,
      env: apiEnvironment(ports, databaseUrl),
      readyUrl: ready(ports.api, '/readyz'),
      print,
    },
    bot: {
      name: 'bot',
      args: run('src/main.ts'),
      cwd: `${root}/apps/bot`,
      env: botEnvironment(ports),
      readyUrl: ready(ports.bot, '/readyz'),
      print,
    },
    web: {
      name: 'web',
      args: [VITE, '--port', String(ports.web), '--clearScreen', 'false'],
      cwd: `${root}/apps/web`,
      env: webEnvironment(ports),
      readyUrl: ready(ports.web, '/register'),
      print,
    },
  };
}
