import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { migrate } from '@raqam/api/database/migrate';
import { startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import { type Handset, startHandset } from 'bot-handset/src/start-handset';

const BOT_TOKEN = '777:token-of-the-proof';
const BOT_SECRET = 'development-bot-secret-of-the-proof-0123456789';
const REGISTER_URL = 'http://localhost:5173/register';

/** A process of the product. */
export interface Service {
  pid: number;
  port: number;
  /** What it has logged. */
  lines: string[];
  /** Resolves once it has logged this text. */
  says(text: string): Promise<void>;
  /** Resolves to its exit code once it has ended. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** The real database and api, and Telegram with its limits. */
export interface Site {
  apiUrl: string;
  telegram: Handset;
  /** Starts a process of the bot. `variables`: further ones. */
  startBot(variables?: Record<string, string>): Promise<Service>;
  stop(): Promise<void>;
}

export async function startSite(): Promise<Site> {
  const services: Service[] = [];
  const postgres = await startPostgres({ settings: { fsync: 'off' } });
  await migrate(postgres.url);
  const telegram = await startHandset({
    port: 0,
    bots: [{ token: BOT_TOKEN, username: 'proof_bot' }],
    people: [],
    limits: 'telegram',
    writeNote: () => {},
  });
  const start = async (script: string, environment: Record<string, string>) => {
    const service = await startService(script, { HOST: '127.0.0.1', PORT: '0', ...environment });
    services.push(service);
    return service;
  };
  const api = await start('@raqam/api/server', {
    DATABASE_URL: postgres.url,
    SECRET_KEY: 'development-secret-key-of-the-proof-0123456789',
    TELEGRAM_BOT_SECRET: BOT_SECRET,
    TELEGRAM_BOT_USERNAME: 'proof_bot',
    CORS_ALLOWED_ORIGINS: 'http://localhost:5173',
    TRUSTED_PROXIES: '127.0.0.1', // each browser has an IP of its own
  });
  const apiUrl = `http://127.0.0.1:${api.port}`;
  return {
    apiUrl,
    telegram,
    startBot: (variables = {}) =>
      start('@raqam/bot/main', {
        BOT_TOKEN,
        BOT_SECRET_KEY: BOT_SECRET,
        WEBSITE_URL: apiUrl,
        REGISTER_URL,
        TELEGRAM_API_ROOT: telegram.url,
        ...variables,
      }),
    async stop() {
      await Promise.all(services.map((service) => service.end('SIGTERM')));
      await telegram.close();
      await postgres.stop();
    },
  };
}

async function startService(script: string, env: Record<string, string>): Promise<Service> {
  const flags = ['--max-semi-space-size=8']; // as it is deployed
  const child = spawn(process.execPath, [...flags, fileURLToPath(import.meta.resolve(script))], { env });
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      for (const listener of listeners) listener();
    });
  }
  const closed = once(child, 'close');
  const says = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!lines.some((line) => line.includes(text))) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      void closed.then(() => reject(new Error(`${script} ended before it said “${text}”:\n${lines.join('\n')}`)));
      look();
    });
  await says('Server listening at');
  return {
    pid: child.pid ?? 0, // it has logged a line, so it has one
    port: Number(/listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(lines.join('\n'))?.[1]),
    lines,
    says,
    async end(signal) {
      child.kill(signal);
      await closed;
      return child.exitCode;
    },
  };
}
