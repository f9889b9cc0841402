import type pg from 'pg';
import { cpuTimeMs, cpuTimeOfFamilyMs } from './cpu-time.ts';
import type { OpenDatabase } from './open-database.ts';
import { peakMemoryMb, resetPeakMemory } from './peak-memory.ts';

/** What one run of an operation costs. */
export interface Usage {
  /** CPU time of the server's process */
  serverCpuUs: number;
  /** CPU time of all of PostgreSQL's processes */
  postgresCpuUs: number;
  /** Of the server's process, not for each run */
  serverPeakMb: number;
  statements: number;
  walBytes: number;
}

/**
 * Measures `work` and what it costs for each run. Nothing else may use PostgreSQL meanwhile.
 *
 * @param serverPid of the server's process; pgbench has none
 */
export async function measureUsage<Result extends { runs: number }>(
  { postgres, pool }: OpenDatabase,
  serverPid: number | undefined,
  work: () => Promise<Result>,
): Promise<Result & Usage> {
  const pid = serverPid ?? 0; // of no process
  const readCpu = () => ({ server: cpuTimeMs(pid), postgres: cpuTimeOfFamilyMs(postgres.pid) });
  const counters = await readCounters(pool);
  resetPeakMemory(pid);
  const cpu = readCpu();
  const result = await work();
  const cpuAfter = readCpu();
  const countersAfter = await readCounters(pool);
  const forEach = (total: number) => total / result.runs;
  return {
    ...result,
    serverCpuUs: forEach((cpuAfter.server - cpu.server) * 1000),
    postgresCpuUs: forEach((cpuAfter.postgres - cpu.postgres) * 1000),
    serverPeakMb: peakMemoryMb(pid),
    statements: forEach(countersAfter.statements - counters.statements),
    walBytes: forEach(countersAfter.walBytes - counters.walBytes),
  };
}

/** Leaves out the look for new events that webhooks get, which each process of the api does once a second. */
async function readCounters(pool: pg.Pool): Promise<{ statements: number; walBytes: number }> {
  const { rows } = await pool.query(`
    SELECT
      (SELECT sum(calls)::float8 FROM pg_stat_statements WHERE query !~ 'pg_stat_statements|webhook') AS statements,
      (pg_current_wal_insert_lsn() - '0/0')::float8 AS wal_bytes`);
  return { statements: rows[0].statements, walBytes: rows[0].wal_bytes };
}
