import { setTimeout as pause } from 'node:timers/promises';
import { describeDurations, type Figures } from '../load/figures.ts';
import { openClients } from '../load/open-clients.ts';
import { runAtRate } from '../load/run-at-rate.ts';
import { openWaitingPages } from '../load/waiting-pages.ts';
import { startApi } from '../servers/start-api.ts';
import { measureUsage } from '../usage/measure-usage.ts';
import type { OpenDatabase } from '../usage/open-database.ts';
import { fillWithPeople } from './fill-tables.ts';

/** While pages wait and some of them sign in: the durations are those from a call of the bot to the page's answer. */
interface WaitingAtRate extends Figures {
  /** Sign-ins per second */
  rate: number;
  /** CPU time as a share of one core */
  nodeShare: number;
  postgresShare: number;
  /** Per second */
  statements: number;
  peakMb: number;
  /** From the api to PostgreSQL */
  connections: number;
}

export interface Waiting {
  pages: number;
  atRates: WaitingAtRate[];
  /** Pages that got their answer when the api was stopped; the connections of the others were closed. */
  answeredAtShutdown: number;
  /** From SIGTERM to the last of these answers */
  shutdownSeconds: number;
}

const BOT_CONNECTIONS = 16;

/** Measures what pages cost that wait for a press in Telegram, and how soon they learn of it. */
export async function measureWaiting(
  database: OpenDatabase,
  { pages, rates, seconds }: { pages: number; rates: readonly number[]; seconds: number },
): Promise<Waiting> {
  const people = Math.ceil(rates.reduce((sum, rate) => sum + rate * seconds, 0));
  await fillWithPeople(database.postgres.url, people);
  const api = await startApi(database.postgres.url);
  try {
    const waiting = await openWaitingPages(api, pages);
    // as autovacuum does within a minute: the plans in use were made for an empty table
    await database.pool.query('ANALYZE');
    const atRates: WaitingAtRate[] = [];
    for (const rate of rates) {
      const durations: number[] = [];
      const bots = await openClients(api.port, BOT_CONNECTIONS, async (bot) => async () => {
        durations.push(...(await waiting.press(bot)));
      });
      const usage = await measureUsage(database, api.pid, async () => {
        const begin = performance.now();
        const pressing = runAtRate(bots, { connections: BOT_CONNECTIONS, perSecond: rate, seconds });
        await Promise.all([pressing, pause(seconds * 1_000)]);
        return { runs: (performance.now() - begin) / 1_000 }; // so that usage is that of each second
      });
      bots.close();
      atRates.push({
        rate,
        ...describeDurations(durations, usage.runs),
        nodeShare: usage.serverCpuUs / 1e6,
        postgresShare: usage.postgresCpuUs / 1e6,
        statements: usage.statements,
        peakMb: usage.serverPeakMb,
        connections: await countConnections(database),
      });
    }
    const begin = performance.now();
    await api.stop();
    const answers = await waiting.end();
    const last = answers.reduce((latest, at) => Math.max(latest, at), begin);
    return { pages, atRates, answeredAtShutdown: answers.length, shutdownSeconds: (last - begin) / 1_000 };
  } finally {
    await api.stop();
  }
}

async function countConnections({ pool }: OpenDatabase): Promise<number> {
  const { rows } = await pool.query(
    "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'raqam-api%' AND datname = current_database()",
  );
  return Number(rows[0].count);
}
