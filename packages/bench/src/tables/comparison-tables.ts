import type { Comparison } from '../measurements/compare.ts';
import { formatMedian, formatSpread, formatTable } from './format-table.ts';

/** Speed and ratios, then the costs of each run of an operation. */
export function formatComparisons(comparisons: readonly Comparison[]): string {
  const speed = comparisons.map(({ operation, connections, api, bare, pgbench, apiToBare, apiToPgbench }) => ({
    operation,
    connections: String(connections),
    'api/s': formatSpread(api.perSecond),
    'p50 ms': formatMedian(api.p50Ms),
    'p95 ms': formatMedian(api.p95Ms),
    'p99 ms': formatMedian(api.p99Ms),
    'bare/s': formatSpread(bare.perSecond),
    'pgbench/s': formatSpread(pgbench?.perSecond),
    'api : bare': formatSpread(apiToBare),
    'api : pgbench': formatSpread(apiToPgbench),
  }));
  const costs = comparisons.flatMap(({ operation, connections, api, bare, pgbench }) =>
    Object.entries({ api, bare, pgbench }).flatMap(([name, figures]) => {
      if (!figures) return [];
      const ofServer = 'serverCpuUs' in figures ? figures : undefined;
      return {
        operation,
        connections: String(connections),
        by: name,
        'Node.js CPU µs': formatMedian(ofServer?.serverCpuUs),
        'PostgreSQL CPU µs': formatMedian(figures.postgresCpuUs),
        statements: formatMedian(figures.statements),
        'WAL bytes': formatMedian(figures.walBytes),
        'peak RSS MB': formatMedian(ofServer?.serverPeakMb),
      };
    }),
  );
  return `${formatTable(speed)}\n${formatTable(costs)}`;
}
