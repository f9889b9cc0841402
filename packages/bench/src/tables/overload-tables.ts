import type { Disturbance } from '../measurements/disturbances.ts';
import type { Overload } from '../measurements/overload.ts';
import { formatNumber, formatTable } from './format-table.ts';

export function formatOverload(overload: Overload): string {
  const { capacity, times, seconds, load, healthz, readyz, after } = overload;
  const served = load.served.perSecond / (load.served.perSecond + load.shed.perSecond);
  return formatTable(
    [
      ['capacity, journeys/s', formatNumber(capacity)],
      ['started, journeys/s', formatNumber(capacity * times)],
      ['ended well, journeys/s', formatNumber(load.done / seconds)],
      ['ended well, share of the capacity', formatNumber(load.done / seconds / capacity)],
      ['requests that were refused', formatNumber(1 - served)],
      ['requests without an answer', formatNumber(load.failed)],
      ['served, p50 / p99 ms', formatPercentiles(load.served)],
      ['refused, p50 / p99 ms', formatPercentiles(load.shed)],
      ['health checks without a 200', formatNumber(healthz.failed + readyz.failed)],
      ['/healthz, p50 / p99 ms', formatPercentiles(healthz)],
      ['/readyz, p50 / p99 ms', formatPercentiles(readyz)],
      [
        'RSS before / peak / after, MB',
        [overload.beforeMb, overload.peakMb, overload.afterMb].map(formatNumber).join(' / '),
      ],
      ['ten seconds later at half the capacity, p50 / p99 ms', formatPercentiles(after)],
    ].map(([figure = '', value = '']) => ({
      [`${formatNumber(times)} times the capacity for ${seconds} s`]: figure,
      is: value,
    })),
  );
}

function formatPercentiles({ p50Ms, p99Ms }: { p50Ms: number; p99Ms: number }): string {
  return `${formatNumber(p50Ms)} / ${formatNumber(p99Ms)}`;
}

export function formatDisturbances(disturbances: readonly Disturbance[]): string {
  return formatTable(
    disturbances.map(({ name, figures, p99ToQuiet, moreMb }) => ({
      beside: name,
      'ended/s': formatNumber(figures.perSecond),
      'p50 ms': formatNumber(figures.p50Ms),
      'p99 ms': formatNumber(figures.p99Ms),
      'p99 to that without': formatNumber(p99ToQuiet),
      'RSS + MB': formatNumber(moreMb),
    })),
  );
}
