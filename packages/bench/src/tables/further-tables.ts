import type { CleanUp } from '../measurements/clean-up.ts';
import type { Growth } from '../measurements/growth.ts';
import type { AtRate } from '../measurements/rates.ts';
import type { Waiting } from '../measurements/waiting.ts';
import { formatMedian, formatNumber, formatSpread, formatTable } from './format-table.ts';

export function formatRates(rates: readonly AtRate[]): string {
  return formatTable(
    rates.map(({ rate, figures }) => ({
      'journeys/s': formatNumber(rate),
      'ended/s': formatMedian(figures.perSecond),
      'p50 ms': formatSpread(figures.p50Ms),
      'p95 ms': formatSpread(figures.p95Ms),
      'p99 ms': formatSpread(figures.p99Ms),
    })),
  );
}

export function formatGrowth(growth: readonly Growth[]): string {
  return formatTable(
    growth.map(({ operation, people, figures, toSmallest }) => ({
      operation,
      people: formatNumber(people),
      'api/s': formatSpread(figures.perSecond),
      'p99 ms': formatMedian(figures.p99Ms),
      'PostgreSQL CPU µs': formatMedian(figures.postgresCpuUs),
      'WAL bytes': formatMedian(figures.walBytes),
      'to the smallest': formatSpread(toSmallest),
    })),
  );
}

export function formatCleanUp({ rows, leftRows, seconds, rate, duringToBefore, ...figures }: CleanUp): string {
  const { before, during, after } = figures;
  const table = formatTable(
    Object.entries({ before, during, after }).map(([when, { perSecond, p50Ms, p95Ms, p99Ms }]) => ({
      [`${formatNumber(rate)} journeys/s`]: `${when} the clean-up`,
      'ended/s': formatNumber(perSecond),
      'p50 ms': formatNumber(p50Ms),
      'p95 ms': formatNumber(p95Ms),
      'p99 ms': formatNumber(p99Ms),
    })),
  );
  const summary = `${formatNumber(rows - leftRows)} rows deleted in ${formatNumber(seconds)} s, p99 during : before ${formatNumber(duringToBefore)}`;
  return `${table}\n${summary}\n`;
}

export function formatWaiting({ pages, atRates, answeredAtShutdown, shutdownSeconds }: Waiting): string {
  const table = formatTable(
    atRates.map(({ rate, nodeShare, postgresShare, statements, peakMb, connections, p50Ms, p99Ms }) => ({
      'sign-ins/s': formatNumber(rate),
      'Node.js % of a core': formatNumber(nodeShare * 100),
      'PostgreSQL % of a core': formatNumber(postgresShare * 100),
      'statements/s': formatNumber(statements),
      'peak RSS MB': formatNumber(peakMb),
      connections: formatNumber(connections),
      'p50 ms': formatNumber(p50Ms),
      'p99 ms': formatNumber(p99Ms),
    })),
  );
  const summary = `${formatNumber(answeredAtShutdown)} of ${formatNumber(pages)} waiting pages answered within ${formatNumber(shutdownSeconds)} s of SIGTERM`;
  return `${table}\n${summary}\n`;
}
