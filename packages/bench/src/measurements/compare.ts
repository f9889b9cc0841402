import { createLeastTables } from '../least/least-sql.ts';
import { createSessions, isPgbenchInstalled, runPgbench } from '../least/run-pgbench.ts';
import { createApiLoads } from '../load/api-loads.ts';
import { createBareLoads } from '../load/bare-loads.ts';
import { OPERATIONS, type Operation } from '../operations.ts';
import { startApi } from '../servers/start-api.ts';
import { startBareServer } from '../servers/start-bare-server.ts';
import { measureUsage } from '../usage/measure-usage.ts';
import type { OpenDatabase } from '../usage/open-database.ts';
import { measureServer, type Round, type Server, type ServerFigures, warmUp } from './measure-server.ts';
import { type Spread, spread, spreadOfRounds } from './spread.ts';

export interface Rounds {
  connections: readonly number[];
  rounds: number;
  /** How long each operation runs before the first round, so that Node.js has compiled it */
  compileSeconds: number;
  /** Of each round */
  warmUpSeconds: number;
  /** Of each round, after the warm-up */
  seconds: number;
}

type PgbenchFigures = Pick<ServerFigures, 'perSecond' | 'postgresCpuUs' | 'statements' | 'walBytes'>;

export interface Comparison {
  operation: Operation;
  connections: number;
  api: Record<keyof ServerFigures, Spread>;
  bare: Record<keyof ServerFigures, Spread>;
  /** undefined where pgbench is not installed */
  pgbench: Record<keyof PgbenchFigures, Spread> | undefined;
  apiToBare: Spread;
  apiToPgbench: Spread | undefined;
}

/** Measures each operation of the api beside the bare server and pgbench. The database has the product's tables. */
export async function compare(database: OpenDatabase, options: Rounds): Promise<Comparison[]> {
  await createLeastTables(database.pool);
  await createSessions(database.pool, Math.max(...options.connections));
  const api = await startApi(database.postgres.url);
  const bare = await startBareServer(database.postgres.url);
  try {
    const servers = {
      api: { process: api, openLoad: createApiLoads(api) },
      bare: { process: bare, openLoad: createBareLoads(bare) },
    };
    for (const server of Object.values(servers)) await warmUp(server, options.compileSeconds);
    const hasPgbench = await isPgbenchInstalled();
    const comparisons: Comparison[] = [];
    for (const operation of OPERATIONS) {
      for (const connections of options.connections) {
        comparisons.push(await compareOperation(database, servers, { ...options, operation, connections, hasPgbench }));
      }
    }
    return comparisons;
  } finally {
    await api.stop();
    await bare.stop();
  }
}

/**
 * Measures api, bare server and pgbench in turns, so that a change of the machine's speed affects all three. Each ratio
 * compares figures of one round.
 */
async function compareOperation(
  database: OpenDatabase,
  servers: { api: Server; bare: Server },
  round: Round & { rounds: number; hasPgbench: boolean },
): Promise<Comparison> {
  const api: ServerFigures[] = [];
  const bare: ServerFigures[] = [];
  const pgbench: PgbenchFigures[] = [];
  for (let number = 0; number < round.rounds; number++) {
    api.push(await measureServer(database, servers.api, round));
    bare.push(await measureServer(database, servers.bare, round));
    if (round.hasPgbench) pgbench.push(await measurePgbench(database, round));
  }
  const ratios = (other: readonly { perSecond: number }[]) =>
    spread(other.map(({ perSecond }, number) => (api[number]?.perSecond ?? Number.NaN) / perSecond));
  return {
    operation: round.operation,
    connections: round.connections,
    api: spreadOfRounds(api),
    bare: spreadOfRounds(bare),
    pgbench: pgbench.length > 0 ? spreadOfRounds(pgbench) : undefined,
    apiToBare: ratios(bare),
    apiToPgbench: pgbench.length > 0 ? ratios(pgbench) : undefined,
  };
}

async function measurePgbench(database: OpenDatabase, round: Round): Promise<PgbenchFigures> {
  const { perSecond, postgresCpuUs, statements, walBytes } = await measureUsage(database, undefined, () =>
    runPgbench(database.postgres.url, round),
  );
  return { perSecond, postgresCpuUs, statements, walBytes };
}
