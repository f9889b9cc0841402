import { parseArgs } from 'node:util';
import { crash, crowdAtOnce, type Outcome, redeploy, succeeded, twoReplicas } from './scenarios.ts';
import { startSite } from './start-site.ts';

const WRONG_USAGE = 2;
const DEFAULT_PEOPLE = 1_000;
/** For the scenarios in which not the number but the moment matters. */
const FEWER_PEOPLE = 200;

const USAGE = `Usage: pnpm prove bot [--people <number>]

Lets people write to the real bot at once, with a real database, the real api and Telegram's limits, and counts the
answers: none is lost, none comes twice, each chat gets its own in order.

  --people <number>  How many. Default ${DEFAULT_PEOPLE}.
`;

/** Returns 0 if every answer arrived once and in order. */
export async function run(args: readonly string[]): Promise<number> {
  const people = readPeople(args);
  if (typeof people !== 'number') {
    process[people === 'help' ? 'stdout' : 'stderr'].write(USAGE);
    return people === 'help' ? 0 : WRONG_USAGE;
  }
  const fewer = Math.min(people, FEWER_PEOPLE);
  const site = await startSite();
  try {
    const outcomes = [
      await crowdAtOnce(site, people),
      await twoReplicas(site, people),
      await redeploy(site, fewer),
      await crash(site, fewer),
    ];
    process.stdout.write(formatTable(outcomes));
    return outcomes.every((outcome, index) => succeeded(outcome, index === outcomes.length - 1)) ? 0 : 1;
  } finally {
    await site.stop();
  }
}

function readPeople(args: readonly string[]): number | 'help' | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { people: { type: 'string', default: String(DEFAULT_PEOPLE) }, help: { type: 'boolean' } },
    });
    if (values.help) return 'help';
    return /^[1-9]\d{0,4}$/.test(values.people) ? Number(values.people) : undefined;
  } catch {
    return undefined;
  }
}

function formatTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map((outcome) => [
    outcome.name,
    outcome.people,
    outcome.lost,
    outcome.double,
    outcome.disordered,
    outcome.refused,
    outcome.busiestSecond,
    `${(outcome.medianFirstMs / 1_000).toFixed(1)} / ${(outcome.lastFirstMs / 1_000).toFixed(1)} s`,
    `${outcome.seconds.toFixed(0)} s`,
    `${outcome.memoryMb} MB`,
    `${outcome.cpuSeconds.toFixed(1)} s`,
  ]);
  const head = [
    'scenario',
    'people',
    'answers lost',
    'answers twice',
    'chats out of order',
    'messages refused (429)',
    'most messages in a second',
    'first answer, median / last',
    'duration',
    'memory at most',
    'CPU of the bot',
  ];
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const troubles = outcomes.flatMap(({ name, firstTrouble, troubled, problems }) => [
    ...(firstTrouble ? [`${name}: ${troubled} people gave up, the first because of: ${firstTrouble}`] : []),
    ...problems.map((problem) => `${name}: ${problem}`),
  ]);
  return `${[...lines, '', ...troubles].join('\n')}\n`;
}
