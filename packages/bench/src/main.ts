import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { PARTS, type Results, runBench, type Sizes } from './run-bench.ts';
import { formatAttacks } from './tables/attack-table.ts';
import { formatComparisons } from './tables/comparison-tables.ts';
import { formatCleanUp, formatGrowth, formatRates, formatWaiting } from './tables/further-tables.ts';
import { formatDisturbances, formatOverload } from './tables/overload-tables.ts';

const WRONG_USAGE = 2;
const INTERRUPTED = 130;

const USAGE = `Usage: pnpm bench [<part> …] [--rounds <n>] [--seconds <n>] [--json <file>]

Measures one or more parts:
  --compare     the api beside a bare server and pgbench; the default (2 minutes)
  --rates       how long journeys take at 100, 500 and 1,000 a second
  --growth      tables of 1 thousand, 1 million and 10 million people (20 minutes, 17 GB)
  --clean-up    journeys while 10 million expired rows are cleaned up (40 minutes, 15 GB)
  --waiting     5,000 pages that wait for a press in Telegram (2 minutes)
  --overload    three times the capacity for a minute; idle and slow connections, a hot number (4 minutes)
  --attack      SMS to 10,000 numbers are asked for from 1,000 addresses (5 minutes)

Options:
  --rounds <n>  rounds of each measurement (default 3)
  --seconds <n> seconds of each round (default 1)
  --json <file> writes all figures and the machine into a file
  --help        show this
`;

const options = {
  compare: { type: 'boolean', default: false },
  rates: { type: 'boolean', default: false },
  growth: { type: 'boolean', default: false },
  'clean-up': { type: 'boolean', default: false },
  waiting: { type: 'boolean', default: false },
  overload: { type: 'boolean', default: false },
  attack: { type: 'boolean', default: false },
  rounds: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '1' },
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const values = readArguments();
if (values?.help) process.stdout.write(USAGE);
else if (values) await run(values);
else {
  process.stderr.write(USAGE);
  process.exitCode = WRONG_USAGE;
}

function readArguments() {
  try {
    const { values } = parseArgs({ options });
    const areNumbers = [values.rounds, values.seconds].every((value) => /^[1-9][0-9]*$/.test(value));
    return areNumbers ? values : undefined;
  } catch {
    return undefined;
  }
}

function readSizes({ rounds, seconds }: { rounds: string; seconds: string }): Sizes {
  return {
    connections: [1, 16, 64],
    rounds: Number(rounds),
    seconds: Number(seconds),
    compileSeconds: 2,
    warmUpSeconds: 0.3,
    rates: [100, 500, 1_000],
    rateSeconds: 10 * Number(seconds),
    people: [1_000, 1_000_000, 10_000_000],
    expiredRows: 10_000_000,
    cleanUpRate: 300,
    waitingPages: 5_000,
    pressRates: [0, 20],
    waitingSeconds: 24 * Number(seconds),
    overloadSeconds: 60 * Number(seconds),
    overloadTimes: 3,
    disturbedRate: 300,
    idleConnections: 1_000,
    slowConnections: 500,
    attack: { numbers: 10_000, addresses: 1_000, dailyLimit: 1_000, owners: 20, paid: 50 },
  };
}

async function run(given: NonNullable<typeof values>): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const chosen = PARTS.filter((part) => given[part]);
  const parts = chosen.length > 0 ? chosen : (['compare'] as const);
  const results = await runBench(parts, readSizes(given), stopping.signal).catch((error) => {
    if (!stopping.signal.aborted) throw error;
  });
  if (!results) {
    process.exitCode = INTERRUPTED;
    return;
  }
  process.stdout.write(describe(results));
  if (given.json !== undefined) await writeFile(given.json, `${JSON.stringify(results, null, 2)}\n`);
}

function describe({
  machine,
  comparisons,
  rates,
  growth,
  cleanUp,
  waiting,
  overload,
  disturbances,
  attacks,
}: Results): string {
  const tables = [
    comparisons && formatComparisons(comparisons),
    rates && formatRates(rates),
    growth && formatGrowth(growth),
    cleanUp && formatCleanUp(cleanUp),
    waiting && formatWaiting(waiting),
    overload && formatOverload(overload),
    disturbances && formatDisturbances(disturbances),
    attacks && formatAttacks(attacks),
  ];
  const { cpu, cores, memoryGb, kernel, node, postgres, commit } = machine;
  const place = `${cores} cores (${cpu}), ${memoryGb} GB, Linux ${kernel}, Node.js ${node}, PostgreSQL ${postgres}`;
  return `${tables.filter(Boolean).join('\n')}\n${place}, commit ${commit}\n`;
}
