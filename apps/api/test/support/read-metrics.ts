import type { TestApi } from './test-api.ts';

/** Values at /metrics, by series as they are written: `name{label="value"}`. */
export type Metrics = Map<string, number>;

/** Scrapes the api. */
export async function readMetrics(api: TestApi): Promise<Metrics> {
  const { body } = await api.get('/metrics');
  const lines = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

/** What `work` has added to counters of the product: each series that changed, with its difference. */
export async function counted(api: TestApi, work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await readMetrics(api);
  await work();
  const after = await readMetrics(api);
  const changes = [...after].map(([series, value]) => [series, value - (before.get(series) ?? 0)] as const);
  return Object.fromEntries(changes.filter(([series, change]) => /^raqam_\w+_total/.test(series) && change !== 0));
}
