import { type ChildProcess, fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import pg from 'pg';
import { CHANGE_ROWS, type Row, SIGN_IN_ROWS, UNREACHED_ROWS } from './account-table.ts';
import type { Tally } from './run.ts';
import type { Failure, Sequences } from './run-sequences.ts';
import type { Order, Report } from './worker.ts';

const USAGE = `Usage: pnpm prove model [--sequences <n>] [--seed <n>] [--path <path>] [--processes <n>]

Runs random sequences of steps against the real api and a model of it.

  --sequences   how many; 10000 by default
  --seed        of the first sequences; random by default, and printed
  --path        of one sequence that failed: repeats that one alone, with its seed
  --processes   beside each other, each with a database of its own; as many as there are processors by default
`;

const DEFAULT_SEQUENCES = 10_000;
const LARGEST_SEED = 2 ** 31;
/** Sequences of one order: each has the next seed. */
const CHUNK = 100;
const PROGRESS_EVERY_MS = 10_000;
/** From so many sequences on, a row of the tables that none reached is a failure. */
const ENOUGH_FOR_ALL_ROWS = 10_000;

const print = (line: string) => void process.stdout.write(`${line}\n`);

/** Runs the model test as the arguments say; prints progress, and what was reached. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sequences: { type: 'string', default: String(DEFAULT_SEQUENCES) },
      seed: { type: 'string', default: String(randomInt(LARGEST_SEED)) },
      processes: { type: 'string', default: String(availableParallelism()) },
      path: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { path } = values;
  const seed = Number(values.seed);
  const sequences = path === undefined ? Number(values.sequences) : 1;
  return report(await runModel({ seed, sequences, path, processes: Number(values.processes) }), sequences);
}

/** Runs sequences against a PostgreSQL of their own. Prints the seed and the progress. */
export async function runModel({
  seed,
  sequences,
  path,
  processes,
}: Sequences & { processes: number }): Promise<Found> {
  print(`${sequences} sequences, seed ${seed}`);
  const postgres = await startPostgres({
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' },
  });
  try {
    const orders = listOrders({ sequences, seed, path });
    return await runOrders(orders, postgres.url, Math.min(processes, orders.length));
  } finally {
    await postgres.stop();
  }
}

function listOrders({ sequences, seed, path }: Sequences): Order[] {
  if (path !== undefined) return [{ seed, sequences: 1, path }];
  return Array.from({ length: Math.ceil(sequences / CHUNK) }, (_, index) => ({
    seed: seed + index,
    sequences: Math.min(CHUNK, sequences - index * CHUNK),
  }));
}

/** What was reached, and the first sequence that failed. */
export interface Found {
  tally: Tally;
  failure: Failure | undefined;
}

/** Lets processes work through the orders; stops them all at the first failure. */
async function runOrders(orders: Order[], postgresUrl: string, processes: number): Promise<Found> {
  const tally: Tally = { steps: new Map(), rows: new Map() };
  const startedAt = Date.now();
  const workers: ChildProcess[] = [];
  const failed = Promise.withResolvers<Failure>();
  let done = 0;
  const progress = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    print(`${done} sequences in ${seconds} s; rows that are not reached yet: ${findMissing(tally).length}`);
  }, PROGRESS_EVERY_MS);
  const work = async (index: number): Promise<void> => {
    const worker = fork(new URL('worker.ts', import.meta.url), [await createDatabase(postgresUrl, `model_${index}`)], {
      execArgv: [], // a test runner's own are not for it
    });
    workers.push(worker);
    await next(worker, 'ready', () => {});
    for (let order = orders.shift(); order; order = orders.shift()) {
      worker.send(order);
      const report = await next(worker, 'done', () => {
        done += 1;
      });
      addTo(tally, report);
      if (report.failure) return failed.resolve(report.failure);
    }
  };
  try {
    const all = Promise.all(Array.from({ length: processes }, (_, index) => work(index)));
    const failure = await Promise.race([failed.promise, all.then(() => undefined)]);
    return { tally, failure };
  } finally {
    clearInterval(progress);
    for (const worker of workers) worker.removeAllListeners().kill();
  }
}

/** The next report of this kind; fails if the worker ends before. */
function next<Kind extends Report['kind']>(
  worker: ChildProcess,
  kind: Kind,
  onSequence: () => void,
): Promise<Extract<Report, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    const listen = (report: Report) => {
      if (report.kind === 'sequence') onSequence();
      if (report.kind !== kind) return;
      worker.off('message', listen);
      worker.off('exit', fail);
      resolve(report as Extract<Report, { kind: Kind }>); // its kind was compared
    };
    const fail = (code: number | null) => reject(new Error(`A worker ended with ${code}`));
    worker.on('message', listen);
    worker.once('exit', fail);
  });
}

async function createDatabase(postgresUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`).finally(() => client.end());
  return Object.assign(new URL(postgresUrl), { pathname: `/${name}` }).href;
}

function addTo(tally: Tally, { steps, rows }: Extract<Report, { kind: 'done' }>): void {
  for (const [row, count] of rows) tally.rows.set(row, (tally.rows.get(row) ?? 0) + count);
  for (const [step, answers] of steps) {
    const counts = tally.steps.get(step) ?? new Map<string, number>();
    for (const [answer, count] of answers) counts.set(answer, (counts.get(answer) ?? 0) + count);
    tally.steps.set(step, counts);
  }
}

/** The rows of the tables that no sequence reached. */
function findMissing({ rows }: Tally): Row[] {
  return (Object.keys({ ...SIGN_IN_ROWS, ...CHANGE_ROWS }) as Row[]).filter((row) => !rows.has(row)); // their own keys
}

function report({ tally, failure }: Found, sequences: number): number {
  if (failure) {
    print(describeFailure(failure));
    return 1;
  }
  const rows = { ...SIGN_IN_ROWS, ...CHANGE_ROWS };
  print('\n| step | answers |\n|---|---|');
  for (const [step, counts] of [...tally.steps].sort(([a], [b]) => a.localeCompare(b)))
    print(
      `| ${step} | ${[...counts]
        .sort(([, a], [, b]) => b - a)
        .map(([answer, count]) => `${answer} ${count}`)
        .join(', ')} |`,
    );
  print('\n| row of docs/policy.md §2 | decided |\n|---|--:|');
  const countOf = (row: Row) => tally.rows.get(row) ?? 0;
  for (const [row, text] of Object.entries(rows)) print(`| ${text.replaceAll('|', '\\|')} | ${countOf(row as Row)} |`);
  for (const text of Object.values(UNREACHED_ROWS)) print(`| ${text.replaceAll('|', '\\|')} | by races only |`);
  const missing = findMissing(tally);
  const calls = [...tally.steps.values()]
    .flatMap((counts) => [...counts.values()])
    .reduce((sum, count) => sum + count, 0);
  print(`\n${sequences} sequences, ${calls} requests: the api did what the model says.`);
  if (missing.length > 0) print(`Rows that no sequence reached: ${missing.join(', ')}`);
  return missing.length > 0 && sequences >= ENOUGH_FOR_ALL_ROWS ? 1 : 0;
}

/** A failure as a person reads it, with the command that repeats it. */
export function describeFailure({ seed, path, steps, reason, after }: Failure): string {
  return [
    `\nThe api did something else than the model, in sequence ${after} of seed ${seed}. The shortest sequence:\n`,
    ...steps.map((step, index) => `${index + 1}. ${step}`),
    `\n${reason}\n`,
    `Again: pnpm prove model --seed ${seed} --path ${path}`,
  ].join('\n');
}
