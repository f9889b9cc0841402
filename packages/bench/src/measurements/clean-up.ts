import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Pool } from 'pg';
import { createApiLoads } from '../load/api-loads.ts';
import type { Figures } from '../load/figures.ts';
import { runAtRate } from '../load/run-at-rate.ts';
import { startApi } from '../servers/start-api.ts';
import type { OpenDatabase } from '../usage/open-database.ts';
import { countExpiredRows, fillWithExpiredRows, hasExpiredRows } from './fill-tables.ts';
import { warmUp } from './measure-server.ts';

export interface CleanUp {
  rows: number;
  /** 0, unless the clean-up leaves out some that it should delete */
  leftRows: number;
  /** How long the clean-up took */
  seconds: number;
  /** Journeys per second that were started */
  rate: number;
  before: Figures;
  during: Figures;
  after: Figures;
  /** Of the 99th percentiles */
  duringToBefore: number;
}

const script = fileURLToPath(new URL('../servers/clean-up.main.ts', import.meta.url));

/** Measures journeys at a fixed rate before, during and after the clean-up of many expired rows by another replica. */
export async function measureCleanUp(
  { postgres, pool }: OpenDatabase,
  options: { rows: number; rate: number; connections: number; compileSeconds: number; seconds: number },
): Promise<CleanUp> {
  const { rows, rate, connections, seconds } = options;
  await fillWithExpiredRows(postgres.url, rows);
  const api = await startApi(postgres.url);
  const openLoad = createApiLoads(api);
  try {
    await warmUp({ process: api, openLoad }, options.compileSeconds);
    const load = await openLoad('journey', connections);
    const run = (ofRun: { seconds: number; signal?: AbortSignal }) =>
      runAtRate(load, { connections, perSecond: rate, ...ofRun });

    const before = await run({ seconds });
    const cleaned = new AbortController();
    const start = performance.now();
    const cleaning = cleanUpAll(postgres.url, pool).finally(() => cleaned.abort());
    const [during] = await Promise.all([run({ seconds: Number.POSITIVE_INFINITY, signal: cleaned.signal }), cleaning]);
    const tookMs = performance.now() - start;
    const after = await run({ seconds });
    load.close();
    const leftRows = await countExpiredRows(pool);
    const duringToBefore = during.p99Ms / before.p99Ms;
    return { rows, leftRows, seconds: tookMs / 1000, rate, before, during, after, duringToBefore };
  } finally {
    await api.stop();
  }
}

/** Cleans up until nothing is left: when the api's own clean-up begins, one of the two stops. */
async function cleanUpAll(url: string, pool: Pool): Promise<void> {
  do await promisify(execFile)(process.execPath, [script, url]);
  while (await hasExpiredRows(pool));
}
