import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ApiProcess {
  port: number;
  pid: number;
  botSecret: string;
  stop(): Promise<void>;
}

const BOT_SECRET = 'development-bot-secret-for-the-bench-0123456789';
const server = fileURLToPath(import.meta.resolve('@raqam/api/server'));

/** Starts the api as in production, with all its limits. */
export async function startApi(databaseUrl: string): Promise<ApiProcess> {
  const child = spawn(process.execPath, [server], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      DATABASE_URL: databaseUrl,
      SECRET_KEY: 'development-secret-key-for-the-bench-0123456789',
      TELEGRAM_BOT_SECRET: BOT_SECRET,
      CORS_ALLOWED_ORIGINS: 'http://localhost:5173',
      HOST: '127.0.0.1',
      PORT: '0',
    },
  });
  for await (const line of createInterface(child.stdout)) {
    const port = /listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    child.stdout.resume();
    return {
      port: Number(port),
      pid: child.pid ?? 0, // it has printed a line, so it has one
      botSecret: BOT_SECRET,
      async stop() {
        child.kill('SIGTERM');
        await once(child, 'exit');
      },
    };
  }
  throw new Error('The api ended before it listened');
}
