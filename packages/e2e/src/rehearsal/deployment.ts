import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseFreePorts } from '@raqam/dev/ports';
import { type Service, startService } from '@raqam/dev/service';
import { startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import { startLocalStack } from '@raqam/local-stack/server';
import { runCommand } from '../run-command.ts';
import { openEdge } from './edge.ts';
import { runToEnd } from './run-to-end.ts';

export type ServiceName = 'api' | 'bot' | 'web';

/** The three services as on a platform: production builds, each a process with only its own variables. */
export interface Deployment {
  urls: { api: string; bot: string; web: string; stack: string };
  /** The operator's secrets. */
  secrets: { botToken: string; botSecret: string; secretKey: string };
  /**
   * Starts a new process of a service, from now on with these variables too, lets it take over once it is healthy, and
   * ends the old one: its exit code.
   */
  redeploy(name: ServiceName, changes?: Variables): Promise<number | null>;
  /** Runs the operator's command; resolves to what it prints. */
  operate(...args: string[]): Promise<string>;
  /** The output of the services. */
  lines: readonly string[];
  stop(): Promise<void>;
}

export interface DeploymentOptions {
  /** `same`: the web server passes /api on. `cross`: the browser calls the API at a name of another site. */
  sites: 'same' | 'cross';
}

const root = fileURLToPath(new URL('../../../..', import.meta.url));
/** Host names that are two sites for a browser. */
const HOST = 'localhost';
const OTHER_HOST = '127.0.0.1';
const BOT = { token: '1000000001:the-token-of-a-rehearsal', username: 'raqam_bot' };
const ESKIZ = { email: 'rehearsal@raqam.example', password: randomBytes(12).toString('hex') };

/** Resolves once all three are healthy; stops everything if one fails. */
export async function deploy(options: DeploymentOptions): Promise<Deployment> {
  const { sites } = options;
  const undo: (() => unknown)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const postgres = await startPostgres();
    undo.push(() => postgres.stop());
    const stack = await startLocalStack({ port: 0, bots: [BOT], eskiz: ESKIZ });
    undo.push(() => stack.close());
    const edges = { api: await openEdge(), bot: await openEdge(), web: await openEdge() };
    undo.push(() => {
      for (const edge of Object.values(edges)) edge.close();
    });

    const urls = {
      api: `http://${sites === 'same' ? HOST : OTHER_HOST}:${edges.api.port}`,
      bot: `http://${HOST}:${edges.bot.port}`,
      web: `http://${HOST}:${edges.web.port}`,
      stack: stack.url,
    };
    const webRoot = await mkdtemp(join(tmpdir(), 'raqam-web-'));
    undo.push(() => rm(webRoot, { recursive: true }));
    const plan = planServices({ ...options, urls, webRoot, stackUrl: stack.url, postgresUrl: postgres.url });

    await succeed(['src/database/migrate.main.ts'], { cwd: `${root}/apps/api`, env: plan.api.env });
    await succeed(['node_modules/vite/bin/vite.js', 'build', '--outDir', webRoot, '--emptyOutDir'], {
      cwd: `${root}/apps/web`,
      env: plan.webBuild,
    });

    const lines: string[] = [];
    const running = new Map<ServiceName, Service>();
    undo.push(() => Promise.all([...running.values()].map((service) => service.stop())));
    const redeploy = async (name: ServiceName, changes: Variables = {}) => {
      Object.assign(plan[name].env, changes);
      const before = running.get(name);
      const { service, port } = await startNext(name, plan, (line) => lines.push(line));
      running.set(name, service);
      edges[name].switchTo(port);
      return before ? before.stop() : null;
    };
    for (const name of ['api', 'web', 'bot'] as const) await redeploy(name);
    const operate = (...args: string[]) => runCommand(args, plan.api.env);
    const { botSecret, secretKey } = plan;
    return { urls, secrets: { botToken: BOT.token, botSecret, secretKey }, redeploy, operate, lines, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs a step that the start depends on. */
async function succeed(...step: Parameters<typeof runToEnd>): Promise<void> {
  const { code, output } = await runToEnd(...step);
  if (code !== 0) throw new Error(`${step[0][0]} ended with ${code}:\n${output}`);
}

interface Situation extends DeploymentOptions {
  urls: Deployment['urls'];
  webRoot: string;
  stackUrl: string;
  postgresUrl: string;
}

type Variables = Record<string, string>;

interface Plan {
  botSecret: string;
  secretKey: string;
  /** The variables for the build of the web app; its file server gets fewer. */
  webBuild: Variables;
  api: { env: Variables };
  bot: { env: Variables };
  web: { env: Variables };
}

/**
 * Every service's variables, as in docs/deploy/railway.md. NODE_ENV is not set, because a deployment refuses localhost, the
 * only host here.
 */
function planServices({ sites, urls, webRoot, stackUrl, postgresUrl }: Situation): Plan {
  const secret = () => randomBytes(48).toString('base64');
  const botSecret = secret();
  const secretKey = secret();
  // biome-ignore lint/style/noProcessEnv: PATH of the machine
  const programs = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
  return {
    botSecret,
    secretKey,
    webBuild: {
      VITE_API_BASE_URL: sites === 'same' ? '/api/v1' : `${urls.api}/api/v1`,
      VITE_TELEGRAM_BOT_USERNAME: BOT.username,
    },
    api: {
      env: {
        DATABASE_URL: postgresUrl,
        SECRET_KEY: secretKey,
        TELEGRAM_BOT_SECRET: botSecret,
        TELEGRAM_BOT_USERNAME: BOT.username,
        CORS_ALLOWED_ORIGINS: urls.web,
        COOKIE_SAMESITE: sites === 'same' ? 'lax' : 'none',
        PUBLIC_URL: sites === 'same' ? urls.web : urls.api,
        FERNET_KEY: randomBytes(32).toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
        SMS_PROVIDER: 'eskiz',
        ESKIZ_BASE_URL: `${stackUrl}/eskiz`,
        ESKIZ_EMAIL: ESKIZ.email,
        ESKIZ_PASSWORD: ESKIZ.password,
        TRUSTED_PROXIES: '127.0.0.0/8',
        WEBHOOK_PRIVATE_ADDRESSES: 'allow', // receivers are on this machine too
      },
    },
    bot: {
      env: {
        BOT_TOKEN: BOT.token,
        BOT_SECRET_KEY: botSecret,
        WEBSITE_URL: urls.api,
        REGISTER_URL: `${urls.web}/register`,
        TELEGRAM_API_ROOT: stackUrl,
      },
    },
    web: { env: { ...programs, WEB_ROOT: webRoot, ...(sites === 'same' && { API_UPSTREAM: urls.api }) } },
  };
}

/** Starts another process of a service on a port of its own; resolves once it is healthy. */
async function startNext(name: ServiceName, plan: Plan, print: (line: string) => void) {
  const { api: port } = await chooseFreePorts();
  const what = {
    api: { args: ['src/server.ts'], cwd: `${root}/apps/api`, health: '/readyz' },
    bot: { args: ['src/main.ts'], cwd: `${root}/apps/bot`, health: '/readyz' },
    web: { command: 'caddy', args: ['run'], cwd: root, health: '/register' },
  }[name];
  const service = startService({
    ...what,
    name,
    env: { ...plan[name].env, PORT: String(port) },
    readyUrl: `http://127.0.0.1:${port}${what.health}`,
    print,
  });
  try {
    await service.ready();
  } catch (error) {
    await service.stop();
    throw error;
  }
  return { service, port };
}
