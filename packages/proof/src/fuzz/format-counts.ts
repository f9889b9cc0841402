/** How the requests of one operation were answered. */
export interface OperationCount {
  operation: string;
  requests: number;
  /** How often each status came; `hung up`: the client left a request that waits. */
  statuses: Record<string, number>;
}

/** A table in Markdown: one row for each operation, and one for all together. */
export function formatCounts(operations: readonly OperationCount[]): string {
  const total: OperationCount = { operation: '**all**', requests: 0, statuses: {} };
  for (const { requests, statuses } of operations) {
    total.requests += requests;
    for (const [status, times] of Object.entries(statuses))
      total.statuses[status] = (total.statuses[status] ?? 0) + times;
  }
  const rows = [...operations, total].map(({ operation, requests, statuses }) => {
    const list = Object.entries(statuses).sort(([one], [other]) => one.localeCompare(other));
    const succeeded = list.filter(([status]) => /^[23]/.test(status)).reduce((sum, [, times]) => sum + times, 0);
    return `| ${operation} | ${requests} | ${succeeded} | ${list.map(([status, times]) => `${status}: ${times}`).join(', ')} |`;
  });
  return ['| operation | requests | 2xx, 3xx | statuses |', '|---|--:|--:|---|', ...rows, ''].join('\n');
}
