import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allGuards } from './all-guards.ts';
import { copyCheckout } from './copy-checkout.ts';
import type { Guard } from './guard.ts';
import { findBaselineProblem, judgeRun, type Verdict } from './judge-run.ts';
import { createTestRunner, type TestRunner } from './run-tests.ts';

const ROOT = join(import.meta.dirname, '../../../..');
/** Copies of the checkout, in each of which one guard is removed at a time. */
const COPIES = 2;
/** A test that waits for what never happens is not waited for. */
const RUN_TIMEOUT_MS = 5 * 60_000;
const WRONG_USAGE = 2;

const USAGE = `Usage: pnpm prove guards [--only <name>] [--json]

Removes each guard of the product in turn, in a copy of this checkout, and runs the test that has to fail then.

  --only <name>  The guard with this name, or all whose names begin with it.
  --json         Prints the results as JSON.
`;

/** A guard, what became of it, and how long its test took. */
interface Result extends Guard {
  verdict: Verdict;
  seconds: number;
}

/** Shows that each guard has a test that fails without it. Returns 0 if every one has. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    process.stderr.write(USAGE);
    return WRONG_USAGE;
  }
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { only = '', json = false } = options;
  const named = allGuards.filter(({ name }) => name === only);
  const guards = named.length > 0 ? named : allGuards.filter(({ name }) => name.startsWith(only));
  if (guards.length === 0) {
    process.stderr.write(`No guard has a name that begins with ${only}\n`);
    return WRONG_USAGE;
  }
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);
  const folder = await mkdtemp(join(tmpdir(), 'raqam-guards-'));
  try {
    const results = await proveGuards(guards, folder, stop.signal);
    process.stdout.write(json ? `${JSON.stringify(results.map(describe), undefined, 2)}\n` : formatTable(results));
    return results.every(({ verdict }) => verdict.kind === 'killed') ? 0 : 1;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    return 1;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function readOptions(args: readonly string[]) {
  try {
    const options = { only: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch {
    return undefined;
  }
}

/** A copy of the checkout, and what runs its tests. */
interface Copy {
  folder: string;
  runner: TestRunner;
}

/** `folder`: an empty one for the copies. */
async function proveGuards(guards: readonly Guard[], folder: string, stopping: AbortSignal): Promise<Result[]> {
  const copies: Copy[] = [];
  for (let number = 1; number <= COPIES; number++) {
    const copy = join(folder, `copy-${number}`);
    await copyCheckout(ROOT, copy);
    copies.push({ folder: copy, runner: createTestRunner(copy) });
  }
  const results: Result[] = [];
  const show = (result: Result) => {
    results.push(result);
    process.stderr.write(`${describeLine(result)}\n`);
  };
  const files = [...Map.groupBy(guards, ({ test }) => `${test.package}/${test.file}`).values()];
  try {
    await inParallel(copies, async (copy) => {
      for (let own = files.shift(); own; own = files.shift()) await proveGuardsOfFile(own, copy, show, stopping);
    });
  } finally {
    await Promise.all(copies.map(({ runner }) => runner.close()));
  }
  const order = guards.map(({ name }) => name);
  return results.toSorted((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
}

/** Removes the guards whose tests are in one file, after their tests have passed with every guard in place. */
async function proveGuardsOfFile(
  guards: readonly Guard[],
  copy: Copy,
  show: (result: Result) => void,
  stopping: AbortSignal,
): Promise<void> {
  const [first] = guards;
  if (first === undefined) return;
  const tests = guards.map(({ test }) => test);
  const baseline = await copy.runner.run(first.test.package, tests, stopping);
  for (const guard of guards) {
    const problem = findBaselineProblem(guard.test, baseline);
    const reason = `with the guard: ${problem}`;
    if (problem === undefined) show(await removeGuard(guard, copy, stopping));
    else show({ ...guard, verdict: { kind: 'error', reason }, seconds: 0 });
  }
}

/** Removes a guard from a copy, runs its test, and puts the guard back. */
async function removeGuard(guard: Guard, { folder, runner }: Copy, stopping: AbortSignal): Promise<Result> {
  const began = performance.now();
  const path = join(folder, guard.file);
  const text = await readFile(path, 'utf8');
  const finish = (verdict: Verdict): Result => ({
    ...guard,
    verdict,
    seconds: Math.round((performance.now() - began) / 100) / 10,
  });
  const [before, after, ...more] = text.split(guard.find);
  if (before === undefined || after === undefined || more.length > 0)
    return finish({ kind: 'error', reason: 'its text is not in the file exactly once' });
  const timeout = AbortSignal.timeout(RUN_TIMEOUT_MS);
  await writeFile(path, before + guard.replace + after);
  runner.change(guard.file);
  try {
    const ran = await runner.run(guard.test.package, [guard.test], AbortSignal.any([stopping, timeout]));
    return finish(judgeRun(ran));
  } catch (error) {
    if (!timeout.aborted) throw error;
    return finish({ kind: 'error', reason: `no end within ${RUN_TIMEOUT_MS / 60_000} minutes` });
  } finally {
    await writeFile(path, text);
    runner.change(guard.file);
  }
}

/** Does the work of every copy at once; if one fails, the others end first. */
async function inParallel(copies: readonly Copy[], work: (copy: Copy) => Promise<void>): Promise<void> {
  const ended = await Promise.allSettled(copies.map(work));
  const failed = ended.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}

function describe({ name, rule, file, test, verdict, seconds }: Result) {
  return { name, rule, file, test, ...verdict, seconds };
}

function describeLine({ name, test, verdict, seconds }: Result): string {
  const where = `${test.package}/${test.file}: ${test.name}`;
  switch (verdict.kind) {
    case 'killed':
      return `${name} → killed by ${where}, ${seconds} s`;
    case 'survived':
      return `${name} → SURVIVED ${where}, ${seconds} s`;
    case 'error':
      return `${name} → ERROR at ${where}, ${seconds} s\n  ${verdict.reason.replaceAll('\n', '\n  ')}`;
  }
}

function formatTable(results: readonly Result[]): string {
  const rows = results.map(
    ({ name, rule, file, test, verdict, seconds }) =>
      `| ${rule} | \`${name}\` in \`${file}\` | ${verdict.kind === 'killed' ? '' : `**${verdict.kind}**: `}\`${test.package}/${test.file}\`: ${test.name.replaceAll('|', '\\|')} | ${seconds.toFixed(1)} |`,
  );
  const killed = results.filter(({ verdict }) => verdict.kind === 'killed').length;
  return [
    '| rule | guard | test that fails without it | s |',
    '|---|---|---|---|',
    ...rows,
    '',
    `${killed} of ${results.length} guards are killed by their tests.`,
    '',
  ].join('\n');
}
