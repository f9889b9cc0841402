import { availableParallelism } from 'node:os';
import { migrate } from '@raqam/api/database/migrate';
import { startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import { startApi } from './api-process.ts';
import { createJourneys } from './journey.ts';
import { measureLeastSql } from './least-sql.ts';
import { cpuTime, cpuTimeOfChildren, measure } from './measure.ts';

const CONNECTIONS = [1, 16, 64];
const WARM_UP_SECONDS = 3;
const SECONDS = 8;

/** With PostgreSQL's defaults, so commits are durable as in production. */
const postgres = await startPostgres();
try {
  await migrate(postgres.url);
  const api = await startApi(postgres.url);
  try {
    const rows = [];
    const cpu = () => ({ api: cpuTime(api.pid), postgres: cpuTimeOfChildren(postgres.pid) });
    for (const connections of CONNECTIONS) {
      const journeys = await createJourneys(api, connections);
      let [before, after] = [cpu(), cpu()];
      const figures = await measure({
        connections,
        warmUp: WARM_UP_SECONDS,
        seconds: SECONDS,
        work: journeys.run,
        onStart: () => {
          before = cpu();
        },
        onEnd: () => {
          after = cpu();
        },
      });
      journeys.close();
      const least = await measureLeastSql(postgres.url, { connections, seconds: SECONDS, run: rows.length });
      const perJourney = (spent: number) => `${Math.round((spent * 1000) / (figures.perSecond * SECONDS))} µs`;
      rows.push({
        connections,
        'journeys/s': Math.round(figures.perSecond),
        'p50 ms': figures.p50.toFixed(1),
        'p95 ms': figures.p95.toFixed(1),
        'p99 ms': figures.p99.toFixed(1),
        'api CPU': perJourney(after.api - before.api),
        'database CPU': perJourney(after.postgres - before.postgres),
        [`${least.tool}/s`]: Math.round(least.perSecond),
        ratio: (figures.perSecond / least.perSecond).toFixed(2),
      });
    }
    // biome-ignore lint/suspicious/noConsole: the table is what this command is for
    console.table(rows);
    process.stdout.write(
      `A journey is a code and a registration. ${availableParallelism()} cores, Node.js ${process.version}.\n`,
    );
  } finally {
    await api.stop();
  }
} finally {
  await postgres.stop();
}
