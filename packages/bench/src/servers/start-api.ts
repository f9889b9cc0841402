import { fileURLToPath } from 'node:url';
import { type ServerProcess, startServer } from './start-server.ts';

export interface ApiProcess extends ServerProcess {
  botSecret: string;
}

const BOT_SECRET = 'development-bot-secret-for-the-bench-0123456789';
const script = fileURLToPath(import.meta.resolve('@raqam/api/server'));

/** Starts the api as in production, with all its limits. `variables`: further ones. */
export async function startApi(databaseUrl: string, variables: Record<string, string> = {}): Promise<ApiProcess> {
  const server = await startServer(script, {
    flags: ['--max-semi-space-size=8'], // as .railway, Dockerfile and docs/deploy start it
    environment: {
      DATABASE_URL: databaseUrl,
      SECRET_KEY: 'development-secret-key-for-the-bench-0123456789',
      TELEGRAM_BOT_SECRET: BOT_SECRET,
      TELEGRAM_BOT_USERNAME: 'bench_bot',
      CORS_ALLOWED_ORIGINS: 'http://localhost:5173',
      TRUSTED_PROXIES: '127.0.0.1', // clients of a load may have IPs of their own
      HOST: '127.0.0.1',
      PORT: '0',
      ...variables,
    },
  });
  return { ...server, botSecret: BOT_SECRET };
}
