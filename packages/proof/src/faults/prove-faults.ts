import { parseArgs } from 'node:util';
import { faults } from './faults.ts';
import { guards } from './guards.ts';
import { type Outcome, runFault } from './run-fault.ts';
import { runOnSmallDisk } from './small-disk.ts';

const USAGE = `Usage: pnpm prove faults [--only <name>[,<name>…]] [--times <n>] [--seed <n>] [--without <guard>]

Causes one fault after the other while people sign in, and checks docs/policy.md §3 after each.

${Object.entries(faults)
  .map(([name, { shows, times }]) => `  ${name.padEnd(24)}${shows}${times > 1 ? ` (${times} times)` : ''}`)
  .join('\n')}

--without takes a guard away, and then the proof has to fail:

${Object.entries(guards)
  .map(([name, { shows }]) => `  ${name.padEnd(24)}${shows}`)
  .join('\n')}
`;

const HEADER = [
  'fault',
  'times',
  'requests',
  '2xx',
  '4xx',
  '503',
  'no answer',
  'other',
  'slowest answer',
  '/readyz',
  'recovered after',
  'journeys (abandoned)',
  'sessions checked',
  'invariants',
];

/** Prints a table with what each fault did. Returns 0 only if everything held. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      times: { type: 'string' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      without: { type: 'string' },
      'small-disk': { type: 'string' }, // of the command that this one runs
      help: { type: 'boolean' },
    },
  });
  const print = (text: string) => process.stdout.write(`${text}\n`);
  if (values.help) {
    print(USAGE);
    return 0;
  }
  const directory = values['small-disk'];
  const guard = values.without === undefined ? undefined : guards[values.without];
  if (values.without !== undefined && !guard) {
    process.stderr.write(`No such guard: ${values.without}\n\n${USAGE}`);
    return 2;
  }
  const names = values.only?.split(',') ?? Object.keys(faults);
  const unknown = names.filter((name) => !faults[name]);
  if (unknown.length > 0) {
    process.stderr.write(`No such fault: ${unknown.join(', ')}\n\n${USAGE}`);
    return 2;
  }
  const seed = Number(values.seed);
  if (directory !== undefined) {
    const [fault] = names.map((name) => faults[name]);
    const outcome = fault && (await runFault(fault, { seed, times: 1, world: { ...fault.world, directory } }));
    print(JSON.stringify(outcome));
    return 0;
  }
  print(`Seed ${seed}${guard ? `, without ${values.without}: ${guard.shows}` : ''}\n`);
  const rows = [HEADER, HEADER.map(() => '---')];
  const problems: string[] = [];
  for (const name of names) {
    const fault = faults[name];
    if (!fault) continue;
    const reason = fault.skip?.();
    if (reason) {
      print(`${name}: skipped, ${reason}`);
      rows.push([name, 'skipped', ...HEADER.slice(2).map(() => '')]);
      continue;
    }
    const began = performance.now();
    const outcome: Outcome = fault.needsSmallDisk
      ? JSON.parse(await runOnSmallDisk(['--only', name, '--seed', String(seed)]))
      : await runFault(fault, {
          seed,
          times: Number(values.times ?? fault.times),
          ...(guard && { world: { ...fault.world, ...guard.world } }),
        });
    const row = describeOutcome(name, outcome);
    rows.push(row);
    const seconds = Math.round((performance.now() - began) / 1_000);
    print(
      `${name}: ${outcome.broken.length === 0 ? 'held' : 'BROKEN'} after ${seconds} s; ${fault.shows}\n  ${row.join(' | ')}`,
    );
    for (const broken of outcome.broken) {
      problems.push(broken);
      print(`  ${broken}`);
    }
  }
  print(`\n${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}`);
  return problems.length === 0 ? 0 : 1;
}

function describeOutcome(name: string, outcome: Outcome): string[] {
  const { times, counts, readyz, recoveredMs, done, abandoned, sessions, broken } = outcome;
  const numbers = [times, counts.requests, counts.ok, counts.refused, counts.unavailable, counts.lost, counts.other];
  return [
    name,
    ...numbers.map(String),
    `${(counts.slowestMs / 1_000).toFixed(1)} s`,
    readyz.join(', '),
    `${(recoveredMs / 1_000).toFixed(1)} s`,
    `${done} (${abandoned})`,
    String(sessions),
    broken.length === 0 ? 'hold' : `${broken.length} broken`,
  ];
}
