import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createApiLoads } from '../load/api-loads.ts';
import { describeDurations, type Figures } from '../load/figures.ts';
import { openConnection } from '../load/http-connection.ts';
import { runAtRate } from '../load/run-at-rate.ts';
import { runClosedLoop } from '../load/run-closed-loop.ts';
import type { OpenLoop } from '../load/run-open-loop.ts';
import { startApi } from '../servers/start-api.ts';
import type { OpenDatabase } from '../usage/open-database.ts';
import { memoryMb, peakMemoryMb, resetPeakMemory } from '../usage/peak-memory.ts';
import { warmUp } from './measure-server.ts';

export interface Overload {
  /** Journeys per second of as many connections as the load of `compare` */
  capacity: number;
  /** Started per second, as a multiple of the capacity */
  times: number;
  seconds: number;
  load: OpenLoop;
  /** Health checks meanwhile */
  healthz: Probes;
  readyz: Probes;
  beforeMb: number;
  peakMb: number;
  afterMb: number;
  /** Journeys at half the capacity, from ten seconds after the load on */
  after: Figures;
}

/** Those with status 200, and the number of the others */
type Probes = Figures & { failed: number };

const script = fileURLToPath(new URL('../load/open-loop.main.ts', import.meta.url));
const PROBE_INTERVAL_MS = 200;
const RECOVERY_MS = 10_000;
const COMPARED_CONNECTIONS = 64;

/** Measures an api that gets several times as many journeys as it can serve. */
export async function measureOverload(
  { postgres }: OpenDatabase,
  { times, seconds, compileSeconds }: { times: number; seconds: number; compileSeconds: number },
): Promise<Overload> {
  const api = await startApi(postgres.url);
  const openLoad = createApiLoads(api);
  try {
    await warmUp({ process: api, openLoad }, compileSeconds);
    const clients = await openLoad('journey', COMPARED_CONNECTIONS);
    const closed = { connections: COMPARED_CONNECTIONS, warmUpSeconds: compileSeconds, seconds: seconds / 6 };
    const { perSecond: capacity } = await runClosedLoop(clients, closed);
    clients.close();
    const beforeMb = memoryMb(api.pid);
    resetPeakMemory(api.pid);

    const ended = new AbortController();
    const probes = Promise.all(
      ['/healthz', '/readyz'].map((path) => probe(api.port, path, ended.signal)), //
    );
    const args = [api.port, api.botSecret, Math.round(capacity * times), seconds].map(String);
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...args]);
    ended.abort();
    const [healthz, readyz] = await probes;
    const peakMb = peakMemoryMb(api.pid);

    await pause(RECOVERY_MS);
    const later = await openLoad('journey', COMPARED_CONNECTIONS); // the first ones have been idle for too long
    const rate = { connections: COMPARED_CONNECTIONS, perSecond: Math.ceil(capacity / 2), seconds: seconds / 6 };
    const after = await runAtRate(later, rate);
    later.close();
    const afterMb = memoryMb(api.pid);
    const load: OpenLoop = JSON.parse(stdout, (_, value) => value ?? Number.NaN); // which JSON does not have
    if (!healthz || !readyz) throw new Error('There are two probes');
    return { capacity, times, seconds, load, healthz, readyz, beforeMb, peakMb, afterMb, after };
  } finally {
    await api.stop();
  }
}

/** Asks at intervals, each time on a new connection. */
async function probe(port: number, path: string, signal: AbortSignal): Promise<Probes> {
  const durations: number[] = [];
  let failed = 0;
  const begin = performance.now();
  while (!signal.aborted) {
    const asked = performance.now();
    if (await isServed(port, path)) durations.push(performance.now() - asked);
    else failed += 1;
    await pause(PROBE_INTERVAL_MS);
  }
  return { ...describeDurations(durations, (performance.now() - begin) / 1000), failed };
}

async function isServed(port: number, path: string): Promise<boolean> {
  try {
    const connection = await openConnection(port);
    const { status } = await connection.get(path);
    connection.close();
    return status === 200;
  } catch {
    return false;
  }
}
