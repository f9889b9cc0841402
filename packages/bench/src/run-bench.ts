import { migrate } from '@raqam/api/database/migrate';
import { describeMachine, type Machine } from './machine.ts';
import { type Attack, type AttackSizes, measureAttacks } from './measurements/attack.ts';
import { type CleanUp, measureCleanUp } from './measurements/clean-up.ts';
import { type Comparison, compare, type Rounds } from './measurements/compare.ts';
import { type Disturbance, measureDisturbances } from './measurements/disturbances.ts';
import { type Growth, measureGrowth } from './measurements/growth.ts';
import { measureOverload, type Overload } from './measurements/overload.ts';
import { type AtRate, measureRates } from './measurements/rates.ts';
import { measureWaiting, type Waiting } from './measurements/waiting.ts';
import { type OpenDatabase, openDatabase } from './usage/open-database.ts';

export const PARTS = ['compare', 'rates', 'growth', 'clean-up', 'waiting', 'overload', 'attack'] as const;
export type Part = (typeof PARTS)[number];

export interface Sizes extends Rounds {
  /** Journeys per second of the part `rates` */
  rates: readonly number[];
  /** Of a round of it, and before and after the clean-up: longer, since a rate has fewer journeys than a full load */
  rateSeconds: number;
  /** Sizes of the tables of the part `growth` */
  people: readonly number[];
  /** Rows of the part `clean-up`, and journeys per second beside it */
  expiredRows: number;
  cleanUpRate: number;
  /** Pages of the part `waiting`, and sign-ins per second among them */
  waitingPages: number;
  pressRates: readonly number[];
  /** Of each of these rates: long enough for two requests of every page */
  waitingSeconds: number;
  /** Of the part `overload`: how long, and how many times the capacity */
  overloadSeconds: number;
  overloadTimes: number;
  /** Journeys per second beside disturbances, and so many connections that are idle or slow */
  disturbedRate: number;
  idleConnections: number;
  slowConnections: number;
  attack: AttackSizes;
}

export interface Results {
  machine: Machine;
  sizes: Sizes;
  comparisons?: Comparison[];
  rates?: AtRate[];
  growth?: Growth[];
  cleanUp?: CleanUp;
  waiting?: Waiting;
  overload?: Overload;
  disturbances?: Disturbance[];
  attacks?: Attack[];
}

/**
 * Runs each part on a PostgreSQL of its own, so that one part's tables are not another one's load.
 *
 * @param signal ends the bench with an error, and leaves no process and no data behind
 */
export async function runBench(parts: readonly Part[], sizes: Sizes, signal?: AbortSignal): Promise<Results> {
  const connections = Math.max(...sizes.connections);
  const measurements: Record<Part, (database: OpenDatabase) => Promise<Partial<Results>>> = {
    compare: async (database) => ({ comparisons: await compare(database, sizes) }),
    rates: async (database) => ({
      rates: await measureRates(database, { ...sizes, connections, seconds: sizes.rateSeconds }),
    }),
    growth: async (database) => ({ growth: await measureGrowth(database, { ...sizes, connections }) }),
    'clean-up': async (database) => ({
      cleanUp: await measureCleanUp(database, {
        ...sizes,
        rows: sizes.expiredRows,
        rate: sizes.cleanUpRate,
        seconds: sizes.rateSeconds,
        connections,
      }),
    }),
    waiting: async (database) => ({
      waiting: await measureWaiting(database, {
        pages: sizes.waitingPages,
        rates: sizes.pressRates,
        seconds: sizes.waitingSeconds,
      }),
    }),
    attack: async (database) => ({ attacks: await measureAttacks(database, sizes.attack) }),
    overload: async (database) => ({
      disturbances: await measureDisturbances(database, {
        rate: sizes.disturbedRate,
        connections,
        idle: sizes.idleConnections,
        slow: sizes.slowConnections,
        seconds: sizes.overloadSeconds / 6,
        compileSeconds: sizes.compileSeconds,
      }),
      overload: await measureOverload(database, {
        times: sizes.overloadTimes,
        seconds: sizes.overloadSeconds,
        compileSeconds: sizes.compileSeconds,
      }),
    }),
  };
  let results: Results | undefined;
  for (const part of parts) {
    signal?.throwIfAborted();
    const database = await openDatabase();
    const stop = () => void database.postgres.stop(); // all that runs depends on it, and ends by its own error
    signal?.addEventListener('abort', stop);
    try {
      await migrate(database.postgres.url);
      const machine = await describeMachine(database);
      results = { ...results, machine, sizes, ...(await measurements[part](database)) };
    } finally {
      signal?.removeEventListener('abort', stop);
      await database.close();
    }
  }
  if (!results) throw new Error('There is nothing to measure');
  return results;
}
