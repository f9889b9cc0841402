import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startVitest, type TestModule } from 'vitest/node';
import { formatCounts, type OperationCount } from './format-counts.ts';

const WRONG_USAGE = 2;
const FAILED = 1;
const DEFAULT_REQUESTS = 20_000;
/** Operations of the document, and routes beside it. */
const OPERATIONS = 110;

const USAGE = `Usage: pnpm prove fuzz [--requests <n>] [--seed <n>]

Sends random requests to the api, made from its own OpenAPI document, and random bytes to its port.
The tests do the same with 12 requests for each operation, always the same ones.

Options:
  --requests <n>  requests over all operations together (default ${DEFAULT_REQUESTS})
  --seed <n>      repeats the requests of another run
  --help          show this
`;

declare module 'vitest' {
  interface ProvidedContext {
    fuzz: { requestsPerOperation: number; seed: number | null };
  }
  interface TaskMeta {
    fuzz?: { seed: number; operations: OperationCount[] };
  }
}

/** Runs the fuzz of the api's tests with more requests, and prints how each operation answered. */
export async function run(args: readonly string[]): Promise<number> {
  const read = readArguments(args);
  if (read === undefined) {
    process.stderr.write(USAGE);
    return WRONG_USAGE;
  }
  if (read.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const requestsPerOperation = Math.max(1, Math.ceil(read.requests / OPERATIONS));
  const startedAt = performance.now();
  const vitest = await startVitest(['test/fuzz/'], {
    root: join(dirname(fileURLToPath(import.meta.resolve('@raqam/api/server'))), '..'),
    watch: false,
    fileParallelism: false,
    provide: { fuzz: { requestsPerOperation, seed: read.seed } },
  });
  const modules = vitest.state.getTestModules();
  await vitest.close();
  const { seed, operations } = findCounts(modules) ?? { seed: read.seed, operations: [] };
  const passed = modules.length > 1 && modules.every((module) => module.ok());
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  process.stdout.write(
    `\n${formatCounts(operations)}\nSeed ${seed}, ${seconds} s. ${passed ? 'Every promise held.' : 'A promise was broken.'}\n`,
  );
  return passed ? 0 : FAILED;
}

function findCounts(modules: readonly TestModule[]) {
  for (const module of modules)
    for (const test of module.children.allTests()) {
      const { fuzz } = test.meta();
      if (fuzz) return fuzz;
    }
  return undefined;
}

function readArguments(args: readonly string[]) {
  try {
    const options = { requests: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const { requests = String(DEFAULT_REQUESTS), seed, help = false } = values;
    if (![requests, seed ?? '0'].every((value) => /^\d{1,9}$/.test(value))) return undefined;
    return { requests: Number(requests), seed: seed === undefined ? null : Number(seed), help };
  } catch {
    return undefined;
  }
}
