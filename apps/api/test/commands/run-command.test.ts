import { expect, test } from 'vitest';
import { type Command, CommandFailed } from '../../src/commands/command.ts';
import { runCommand } from '../../src/commands/run-command.ts';

const greet: Command = {
  args: ['<name>', '[title]'],
  summary: 'Greet somebody',
  options: { language: { type: 'string', multiple: true } },
  async run({ args: [name = '', title = ''], options: { language }, print }) {
    if (name === 'nobody') throw new CommandFailed('There is nobody to greet');
    if (name === 'fault') throw new TypeError('a fault');
    print(`Hello ${title}${name} ${JSON.stringify(language ?? [])}`);
  },
};

const clean: Command = { summary: 'Clean up', run: async () => {} };

/** Runs a command line; `closed` tells whether the database connection was closed. */
async function run(...argv: string[]) {
  const seen = { out: '', error: '', connected: 0, closed: 0 };
  const code = await runCommand({ people: { greet }, rooms: { clean } }, argv, {
    out: (text) => {
      seen.out += text;
    },
    error: (text) => {
      seen.error += text;
    },
    ask: async () => false,
    async connect() {
      seen.connected += 1;
      const close = async () => {
        seen.closed += 1;
      };
      return { close } as unknown as Awaited<ReturnType<Parameters<typeof runCommand>[2]['connect']>>; // nothing else is used
    },
  });
  return { code, ...seen };
}

test('a command gets its arguments and options', async () => {
  const done = await run('people', 'greet', 'Ali', 'Dr. ', '--language', 'uz', '--language', 'ru');
  expect(done).toMatchObject({ code: 0, out: 'Hello Dr. Ali ["uz","ru"]\n', error: '', connected: 1, closed: 1 });
});

test.for([
  ['an unknown command', ['people', 'forget']],
  ['a missing argument', ['people', 'greet']],
  ['an argument too many', ['people', 'greet', 'Ali', 'Dr.', 'more']],
  ['an unknown option', ['people', 'greet', 'Ali', '--loud']],
  ['a name that every object has', ['constructor', 'name']],
] as const)('%s: the usage on standard error, exit code 2, no connection', async ([, argv]) => {
  const done = await run(...argv);
  expect(done).toMatchObject({ code: 2, out: '', connected: 0 });
  expect(done.error).toMatch(/^Usage: pnpm raqam /);
});

test('help needs no connection: of everything, of one group, and of one command', async () => {
  const people =
    'Usage: pnpm raqam <group> <command> … [--json] [--yes]\n\n  people greet <name> [title]  Greet somebody\n';
  for (const argv of [[], ['--help']])
    expect(await run(...argv)).toMatchObject({
      code: 0,
      connected: 0,
      out: `${people}  rooms clean                  Clean up\n`,
    });
  expect(await run('people', '--help')).toMatchObject({ code: 0, connected: 0, out: people });
  expect(await run('people', 'greet', '--help')).toMatchObject({
    code: 0,
    connected: 0,
    out: 'Usage: pnpm raqam people greet <name> [title]\n\nGreet somebody\n\n  --language <value> (may be repeated)\n',
  });
});

test('a command that fails says why, ends with 1, and closes its connection', async () => {
  expect(await run('people', 'greet', 'nobody')).toMatchObject({
    code: 1,
    error: 'There is nobody to greet\n',
    closed: 1,
  });
  await expect(run('people', 'greet', 'fault')).rejects.toThrow('a fault');
});
