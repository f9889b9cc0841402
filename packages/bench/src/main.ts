import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { migrate } from '@raqam/api/database/migrate';
import { startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import { type HttpConnection, openConnection } from './http-connection.ts';
import { measureLeastSql } from './least-sql.ts';
import { cpuTime, cpuTimeOfChildren, measure } from './measure.ts';

const CONNECTIONS = [1, 16, 64];
const WARM_UP = 3;
const SECONDS = 8;
const BOT_SECRET = 'development-bot-secret-for-the-bench-0123456789';
const server = fileURLToPath(import.meta.resolve('@raqam/api/server'));

/** Commits are durable, as in production: PostgreSQL's defaults. */
const postgres = await startPostgres();
await migrate(postgres.url);
const api = await startApi(postgres.url);

let people = 0;
const rows = [];
for (const connections of CONNECTIONS) {
  const { figures, apiCpu, postgresCpu } = await measureApi(connections);
  const least = await measureLeastSql(postgres.url, { connections, seconds: SECONDS, run: rows.length });
  const perJourney = (cpu: number | undefined) =>
    cpu === undefined ? '–' : `${Math.round((cpu * 1000) / (figures.perSecond * SECONDS))} µs`;
  rows.push({
    connections,
    'journeys/s': Math.round(figures.perSecond),
    'p50 ms': figures.p50.toFixed(1),
    'p95 ms': figures.p95.toFixed(1),
    'p99 ms': figures.p99.toFixed(1),
    'api CPU': perJourney(apiCpu),
    'postgres CPU': perJourney(postgresCpu),
    [`${least.tool}/s`]: Math.round(least.perSecond),
    ratio: (figures.perSecond / least.perSecond).toFixed(2),
  });
}
process.stdout.write('\n');
// biome-ignore lint/suspicious/noConsole: the table is what this command is for
console.table(rows);
process.stdout.write(
  `A journey is a code and a registration. ${availableParallelism()} cores, Node.js ${process.version}.\n`,
);

api.process.kill('SIGTERM');
await once(api.process, 'exit');
await postgres.stop();

async function startApi(databaseUrl: string) {
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
    if (port) {
      child.stdout.resume();
      return { process: child, port: Number(port), pid: child.pid ?? 0 };
    }
  }
  throw new Error('The api ended before it listened');
}

async function measureApi(connections: number) {
  const open: HttpConnection[] = [];
  for (let i = 0; i < connections; i++) open.push(await openConnection(api.port));
  const cpu = () => ({ api: cpuTime(api.pid), postgres: cpuTimeOfChildren(postgres.pid) });
  let before = cpu();
  let after = before;
  const figures = await measure({
    connections,
    warmUp: WARM_UP,
    seconds: SECONDS,
    work: (worker) => journey(open[worker]),
    onStart: () => {
      before = cpu();
    },
    onEnd: () => {
      after = cpu();
    },
  });
  for (const connection of open) connection.close();
  return {
    figures,
    apiCpu: difference(before.api, after.api),
    postgresCpu: difference(before.postgres, after.postgres),
  };
}

async function journey(connection: HttpConnection | undefined): Promise<void> {
  const id = ++people;
  const phone = `+99890${String(id).padStart(7, '0')}`;
  const created = await connection?.post('/api/v1/auth/telegram/otp/create/', {
    secret_key: BOT_SECRET,
    telegram_id: 1_000_000_000 + id,
    phone_number: phone,
    proof: 'contact',
    full_name: 'Aziza Karimova',
  });
  if (created?.status !== 200) throw new Error(`No code: ${created?.status} ${created?.body}`);
  const { code } = JSON.parse(created.body);
  const registered = await connection?.post('/api/v1/auth/register/telegram/', { phone, code, device_id: 'bench' });
  if (registered?.status !== 201) throw new Error(`No account: ${registered?.status} ${registered?.body}`);
}

function difference(before: number | undefined, after: number | undefined): number | undefined {
  return before === undefined || after === undefined ? undefined : after - before;
}
