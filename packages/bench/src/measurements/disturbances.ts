import { connect, type Socket } from 'node:net';
import { createApiLoads } from '../load/api-loads.ts';
import type { Figures } from '../load/figures.ts';
import { openClients } from '../load/open-clients.ts';
import { meetPerson } from '../load/people.ts';
import { runAtRate } from '../load/run-at-rate.ts';
import { type ApiProcess, startApi } from '../servers/start-api.ts';
import type { OpenDatabase } from '../usage/open-database.ts';
import { memoryMb } from '../usage/peak-memory.ts';
import { warmUp } from './measure-server.ts';

export interface Disturbance {
  name: string;
  /** Of the journeys beside it */
  figures: Figures;
  /** The 99th percentile, to that of the undisturbed journeys just before */
  p99ToQuiet: number;
  /** By which the api's memory is larger than before, in megabytes */
  moreMb: number;
}

interface DisturbanceOptions {
  /** Journeys per second, and requests per second about the hot number */
  rate: number;
  connections: number;
  idle: number;
  slow: number;
  seconds: number;
  compileSeconds: number;
}

/** Measures journeys beside idle connections, connections that send a byte a second, and one number that many ask about. */
export async function measureDisturbances(
  { postgres }: OpenDatabase,
  options: DisturbanceOptions,
): Promise<Disturbance[]> {
  const { rate, connections, seconds } = options;
  const api = await startApi(postgres.url);
  const openLoad = createApiLoads(api);
  try {
    await warmUp({ process: api, openLoad }, options.compileSeconds);
    const load = await openLoad('journey', connections);
    const run = () => runAtRate(load, { connections, perSecond: rate, seconds });
    const disturbances = {
      [`${options.idle} idle connections`]: () => openIdle(api, options.idle),
      [`${options.slow} slow connections`]: () => openSlow(api, options.slow),
      'a hot number': () => askAboutOne(api, options),
    };
    await run();
    const measured: Disturbance[] = [];
    for (const [name, begin] of Object.entries(disturbances)) {
      const quiet = await run();
      const before = memoryMb(api.pid);
      const end = await begin();
      const figures = await run();
      measured.push({ name, figures, p99ToQuiet: figures.p99Ms / quiet.p99Ms, moreMb: memoryMb(api.pid) - before });
      await end();
    }
    load.close();
    return measured;
  } finally {
    await api.stop();
  }
}

function openSockets(port: number, count: number): Socket[] {
  return Array.from({ length: count }, () => connect(port, '127.0.0.1').on('error', () => {})); // the api closes them
}

async function openIdle({ port }: ApiProcess, count: number): Promise<() => Promise<void>> {
  const sockets = openSockets(port, count);
  for (const socket of sockets) socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'); // and no more
  return async () => {
    for (const socket of sockets) socket.destroy();
  };
}

async function openSlow({ port }: ApiProcess, count: number): Promise<() => Promise<void>> {
  const sockets = openSockets(port, count);
  const head = 'POST /api/v1/auth/challenges/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000\r\n\r\n';
  const begin = performance.now();
  for (const socket of sockets) socket.write(head.slice(0, 4));
  const timer = setInterval(() => {
    const second = Math.floor((performance.now() - begin) / 1000);
    for (const socket of sockets) if (socket.writable) socket.write(head.charAt(second + 3));
  }, 1_000);
  return async () => {
    clearInterval(timer);
    for (const socket of sockets) socket.destroy();
  };
}

async function askAboutOne(api: ApiProcess, { rate, connections }: DisturbanceOptions): Promise<() => Promise<void>> {
  const { phone } = meetPerson();
  const asking = await openClients(api.port, connections, async (connection) => async () => {
    const { telegramId } = meetPerson();
    const person = { secret_key: api.botSecret, telegram_id: telegramId, phone_number: phone, proof: 'contact' };
    await connection.post('/api/v1/auth/telegram/otp/create/', person); // most are refused by the cooldown
  });
  const over = new AbortController();
  const endless = { connections, perSecond: rate, seconds: Number.POSITIVE_INFINITY, signal: over.signal };
  const running = runAtRate(asking, endless);
  return async () => {
    over.abort();
    await running;
    asking.close();
  };
}
