import { expect, test } from 'vitest';
import { isPgbenchInstalled } from '../src/least/run-pgbench.ts';
import { PARTS, runBench } from '../src/run-bench.ts';
import { formatComparisons } from '../src/tables/comparison-tables.ts';
import { formatCleanUp, formatGrowth, formatRates, formatWaiting } from '../src/tables/further-tables.ts';
import { formatDisturbances, formatOverload } from '../src/tables/overload-tables.ts';

/** Too short for meaningful figures: the tests only check that every part of the bench runs. */
const SIZES = {
  connections: [2],
  rounds: 1,
  seconds: 0.2,
  compileSeconds: 0.1,
  warmUpSeconds: 0.1,
  rates: [20, 50],
  rateSeconds: 0.3,
  people: [10, 1_000],
  expiredRows: 2_000,
  cleanUpRate: 50,
  waitingPages: 20,
  pressRates: [0, 5],
  waitingSeconds: 1,
  overloadSeconds: 2,
  overloadTimes: 3,
  disturbedRate: 20,
  idleConnections: 10,
  slowConnections: 10,
  attack: { numbers: 300, addresses: 30, dailyLimit: 50, owners: 2, paid: 2 },
};

const results = await runBench(
  PARTS.filter((part) => part !== 'attack'), // attack.test.ts
  SIZES,
);
const { machine, comparisons = [], rates = [], growth = [], cleanUp, waiting, overload, disturbances = [] } = results;
const someSpeed = { perSecond: { median: expect.toSatisfy((value) => value > 0) } };

test('the machine is described', () => {
  const text = expect.stringMatching(/./);
  expect(machine).toMatchObject({ cpu: text, kernel: text, node: text, postgres: text });
});

test('api, bare server and pgbench run each operation', async () => {
  const pgbench = (await isPgbenchInstalled()) ? someSpeed : undefined;
  expect(comparisons).toMatchObject(
    ['journey', 'refresh', 'me'].map((operation) => ({ operation, api: someSpeed, bare: someSpeed, pgbench })),
  );
});

test('the journeys of api, bare server and pgbench have as many statements each', () => {
  const journey = comparisons.find(({ operation }) => operation === 'journey');
  const all = [journey?.api, journey?.bare, journey?.pgbench ?? journey?.bare];
  expect(all.map((figures) => Math.round(figures?.statements.median ?? 0))).toEqual([2, 2, 2]);
});

test('journeys start at each rate', () => {
  expect(rates).toMatchObject([20, 50].map((rate) => ({ rate, figures: someSpeed })));
});

test('each operation runs on tables of each size', () => {
  expect(growth).toMatchObject(
    ['journey', 'refresh', 'me'].flatMap((operation) =>
      [10, 1_000].map((people) => ({ operation, people, figures: someSpeed })),
    ),
  );
});

test('all expired rows are cleaned up while journeys go on', () => {
  expect(cleanUp).toMatchObject({ rows: 2_000, leftRows: 0 });
});

test('pages that wait are told of a press, and answered at shutdown', () => {
  expect(waiting).toMatchObject({
    atRates: [{ rate: 0 }, { rate: 5, perSecond: expect.toSatisfy((value) => value > 0) }],
  });
  // those that were pressed in the last second may be between two waits
  expect(waiting?.answeredAtShutdown).toBeGreaterThanOrEqual(15);
});

test('an overloaded api serves and refuses, and its health checks answer', () => {
  expect(overload?.load.done).toBeGreaterThan(0);
  expect(overload).toMatchObject({ healthz: { p99Ms: expect.any(Number) }, readyz: { p99Ms: expect.any(Number) } });
});

test('journeys go on beside idle and slow connections and a hot number', () => {
  const names = ['10 idle connections', '10 slow connections', 'a hot number'];
  expect(disturbances).toMatchObject(names.map((name) => ({ name, figures: { p99Ms: expect.any(Number) } })));
});

test('every part has a table', () => {
  if (!cleanUp || !waiting || !overload) throw new Error('A part was not measured');
  const further = [formatCleanUp(cleanUp), formatWaiting(waiting), formatOverload(overload)];
  const tables = [
    formatComparisons(comparisons),
    formatRates(rates),
    formatGrowth(growth),
    formatDisturbances(disturbances),
    ...further,
  ];
  for (const table of tables) expect(table).toMatch(/^\| .+ \|$/m);
});
