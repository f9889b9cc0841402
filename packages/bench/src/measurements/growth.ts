import { statfs } from 'node:fs/promises';
import { migrate } from '@raqam/api/database/migrate';
import { createApiLoads } from '../load/api-loads.ts';
import { OPERATIONS, type Operation } from '../operations.ts';
import { startApi } from '../servers/start-api.ts';
import type { OpenDatabase } from '../usage/open-database.ts';
import { BYTES_PER_PERSON, fillWithPeople } from './fill-tables.ts';
import { measureServer, type Server, type ServerFigures, warmUp } from './measure-server.ts';
import { type Spread, spread, spreadOfRounds } from './spread.ts';

export interface Growth {
  operation: Operation;
  /** Users, and as many sessions and old challenges */
  people: number;
  figures: Record<keyof ServerFigures, Spread>;
  /** Throughput as a share of that of the smallest tables, in the same round */
  toSmallest: Spread;
}

interface GrowthOptions {
  /** Sizes of the tables, the smallest first */
  people: readonly number[];
  connections: number;
  rounds: number;
  compileSeconds: number;
  warmUpSeconds: number;
  seconds: number;
}

/**
 * Measures the operations on tables of several sizes. Each size is a database of its own with an api of its own, and
 * they are measured in turns, so that the machine is the same for all.
 *
 * @throws when the disk has no room for the rows
 */
export async function measureGrowth(database: OpenDatabase, options: GrowthOptions): Promise<Growth[]> {
  await checkDisk(database, options.people.reduce((sum, people) => sum + people, 0) * BYTES_PER_PERSON);
  const servers: Server[] = [];
  try {
    for (const people of options.people) servers.push(await startApiWithPeople(database, people));
    for (const server of servers) await warmUp(server, options.compileSeconds);
    const growth: Growth[] = [];
    for (const operation of OPERATIONS) growth.push(...(await measureOperation(database, servers, operation, options)));
    return growth;
  } finally {
    for (const { process } of servers) await process.stop();
  }
}

async function startApiWithPeople({ postgres, pool }: OpenDatabase, people: number): Promise<Server> {
  const name = `people_${people}`;
  await pool.query(`CREATE DATABASE ${name}`);
  const url = new URL(postgres.url);
  url.pathname = name;
  await migrate(url.href);
  await fillWithPeople(url.href, people);
  const api = await startApi(url.href);
  return { process: api, openLoad: createApiLoads(api) };
}

async function measureOperation(
  database: OpenDatabase,
  servers: readonly Server[],
  operation: Operation,
  options: GrowthOptions,
): Promise<Growth[]> {
  const rounds: ServerFigures[][] = []; // of each server
  for (let round = 0; round < options.rounds; round++) {
    for (const [index, server] of servers.entries()) {
      rounds[index] ??= [];
      rounds[index].push(await measureServer(database, server, { ...options, operation }));
    }
  }
  return rounds.map((ofServer, index) => ({
    operation,
    people: options.people[index] ?? Number.NaN,
    figures: spreadOfRounds(ofServer),
    toSmallest: spread(
      ofServer.map(({ perSecond }, round) => perSecond / (rounds[0]?.[round]?.perSecond ?? Number.NaN)),
    ),
  }));
}

async function checkDisk({ postgres }: OpenDatabase, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(postgres.dataDirectory);
  const inGb = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  if (bavail * bsize < needed) {
    throw new Error(
      `The tables need ${inGb(needed)} in ${postgres.dataDirectory}, where ${inGb(bavail * bsize)} are free`,
    );
  }
}
