import { readFileSync } from 'node:fs';
import { botEnvironment } from '@raqam/dev/development-environment';
import { describe, expect, inject, test } from 'vitest';
import { testPeople } from '../src/journey/test-people.ts';
import { query } from './support/database.ts';
import { readDiagnosis, runDoctor, startDoctor } from './support/doctor.ts';
import { portVariables } from './support/local-system.ts';

const { web, api, bot, stack } = inject('urls');
const args = ['--api', api, '--web', web, '--bot', bot];
const { BOT_TOKEN = '', BOT_SECRET_KEY = '' } = botEnvironment(inject('ports'));
const environment = { BOT_TOKEN, BOT_SECRET_KEY, TELEGRAM_API_ROOT: stack };

test('the system of pnpm dev passes every check', async () => {
  const diagnosis = await runDoctor(args, environment);
  expect(diagnosis.marked('failed')).toEqual([]);
  expect(diagnosis.marked('warning')).toEqual([]);
  expect(diagnosis.marked('skipped')).toEqual([]);
  expect(diagnosis.exitCode).toBe(0);
});

test('without URLs it examines that system by its ports, and passes every check, the press included', async () => {
  const diagnosis = await runDoctor([], portVariables(inject('ports')));
  expect(diagnosis.checks.filter(({ mark }) => mark !== 'ok')).toEqual([]);
  expect(diagnosis.of('press').seen).toMatch(/^a newcomer, a known person/);
  expect(diagnosis.exitCode).toBe(0);
});

test('the dry run leaves only its code budgets, and does not disturb the bot', async () => {
  await runDoctor(args, environment);
  const users = await query(`SELECT id FROM users WHERE telegram_id > ${2 ** 51} OR phone LIKE '+447700900%'`);
  expect(users).toEqual([]);
  const sessions = await query(`SELECT id FROM sessions WHERE device_id = 'raqam-doctor'`);
  expect(sessions).toEqual([]);
  const sent = await query(`SELECT FROM budgets WHERE subject = 'send:telegram:${testPeople[0]?.phones[0]}'`);
  expect(sent).toHaveLength(1);
  expect(await (await fetch(`${bot}/readyz`)).json()).toMatchObject({ status: 'ok', last_conflict: null });
});

test('without the dry run nothing is registered, and the checks that need it are skipped', async () => {
  const count = async () => (await query<{ count: string }>('SELECT count(*) FROM challenges'))[0];
  const before = await count();
  const diagnosis = await runDoctor([...args, '--no-dry-run'], environment);
  expect(diagnosis.exitCode).toBe(3);
  expect(diagnosis.of('journey')).toMatchObject({ mark: 'skipped', seen: '--no-dry-run' });
  for (const name of ['journey-cleanup', 'cookies', 'rate-limit', 'client-address', 'clock-database'] as const) {
    expect(diagnosis.of(name).mark, name).toBe('skipped');
  }
  expect(await count()).toEqual(before);
});

describe('without some keys and URLs', () => {
  const missing = ['--web', '--bot', 'BOT_SECRET_KEY', 'BOT_TOKEN'];

  test('the last lines count the skipped checks and name what is missing, and the exit code is 3', async () => {
    const { output, exitCode } = await startDoctor(['--api', api]).ended;
    expect(exitCode).toBe(3);
    const skipped = output.match(/^– /gm)?.length;
    expect(output).toContain(`\nNo problems found in what was checked.\n${skipped} checks were skipped.\n`);
    expect(output).toContain(`\nNot given: ${missing.join(', ')}.\n`);
    expect(output).not.toMatch(/^All checks were made/m);
  });

  test('--partial accepts that: the exit code is 0, and the last lines still name what is missing', async () => {
    const { output, exitCode } = await startDoctor(['--api', api, '--partial']).ended;
    expect(exitCode).toBe(0);
    expect(output).toMatch(/\nNot given: --web, --bot, BOT_SECRET_KEY, BOT_TOKEN\.\n$/);
  });

  test('--partial does not accept a failed check', async () => {
    const wrong = { BOT_SECRET_KEY: 'a-secret-that-the-api-does-not-know-of' };
    const { exitCode } = await startDoctor(['--api', api, '--partial'], wrong).ended;
    expect(exitCode).toBe(1);
  });

  test('machines read the same', async () => {
    const diagnosis = await runDoctor(['--api', api]);
    expect(diagnosis.missing).toEqual(missing);
    expect(diagnosis.exitCode).toBe(3);
    expect((await runDoctor(['--api', api, '--partial'])).exitCode).toBe(0);
  });
});

test('a skipped check names the argument or variable that it needs', async () => {
  const diagnosis = await runDoctor(['--api', api]);
  expect(diagnosis.of('web-app')).toMatchObject({ mark: 'skipped', seen: '--web was not given' });
  expect(diagnosis.of('bot-ready')).toMatchObject({ mark: 'skipped', seen: '--bot was not given' });
  expect(diagnosis.of('bot-secret')).toMatchObject({ mark: 'skipped', seen: 'BOT_SECRET_KEY was not given' });
  expect(diagnosis.of('telegram-token')).toMatchObject({ mark: 'skipped', seen: 'BOT_TOKEN was not given' });
  expect(diagnosis.of('journey')).toMatchObject({ mark: 'skipped', seen: 'needs “Bot secret: same on bot and API”' });
});

test('the versions of the services are shown', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  const diagnosis = await runDoctor([...args, '--no-dry-run'], environment);
  for (const name of ['api-ready', 'web-app', 'bot-ready'] as const) expect(diagnosis.of(name).seen).toContain(version);
  expect(diagnosis.of('api-ready').seen).toMatch(/migration \d{4}-/);
});

describe('the table', () => {
  const wrong = { ...environment, BOT_SECRET_KEY: 'a-secret-that-the-api-does-not-know-of' };

  test('has one line per check, and the fix below a failed one', async () => {
    const { output, exitCode } = await startDoctor([...args, '--no-dry-run'], wrong).ended;
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^✅ API: reachable +answers at \/healthz$/m);
    expect(output).toMatch(
      /^❌ Bot secret: same on bot and API +the API refuses it\n {3}→ BOT_SECRET_KEY of the bot and TELEGRAM_BOT_SECRET of the api/m,
    );
    expect(output).toMatch(/^– {2}Dry run: sign-up to deletion/m);
    expect(output).toMatch(/\n1 problem found\.\n/);
  });

  test.for([
    [['--language', 'uz'], {}],
    [[], { LANG: 'uz_UZ.UTF-8' }],
  ] as const)('speaks Uzbek with %j %j', async ([more, variables]) => {
    const { output } = await startDoctor([...args, '--no-dry-run', ...more], { ...wrong, ...variables }).ended;
    expect(output).toMatch(/^❌ Bot kaliti: bot va API’da bir xil +API uni rad etadi\n {3}→ Botdagi BOT_SECRET_KEY/m);
    expect(output).toContain('Topilgan muammolar: 1 ta.');
  });

  test('has the same names and marks for machines in every language', async () => {
    const run = async (language: string) =>
      readDiagnosis(await startDoctor([...args, '--no-dry-run', '--json', '--language', language], environment).ended);
    const [en, uz] = [await run('en'), await run('uz')];
    const marks = ({ checks }: typeof en) => checks.map(({ name, mark }) => [name, mark]);
    expect(marks(uz)).toEqual(marks(en));
    expect(uz.of('api-health').seen).not.toBe(en.of('api-health').seen);
  });
});

describe('wrong usage ends with 2 and quotes no value', () => {
  test.for([
    [['--token', 'hush-hush']],
    [['hush-hush']],
    [['--api']],
    [['--api', 'hush-hush']],
    [['--api', 'ftp://hush-hush.uz']],
    [['--api', 'https://admin:hush-hush@api.example.uz']],
    [['--web', 'https://site.example.uz', '--language', 'hush-hush']],
  ])('%j', async ([wrong]) => {
    const { exitCode, output } = await startDoctor(wrong ?? []).ended;
    expect(exitCode).toBe(2);
    expect(output).toContain('Usage: pnpm run doctor');
    expect(output).not.toContain('hush-hush');
  });

  test.for(['RAQAM_API_PORT=http', 'RAQAM_API_PORT=5173'])('a wrong port of pnpm dev: %s', async (assignment) => {
    const [name = '', value = ''] = assignment.split('=');
    const { exitCode, output } = await startDoctor([], { [name]: value }).ended;
    expect(exitCode).toBe(2);
    expect(output).toMatch(/^RAQAM_\w+/);
  });

  test('--help is not wrong usage; it documents the exit codes', async () => {
    const { exitCode, output } = await startDoctor(['--help']).ended;
    expect({ exitCode, isUsage: output.startsWith('Usage:') }).toEqual({ exitCode: 0, isUsage: true });
    for (const code of [0, 1, 2, 3]) expect(output).toMatch(new RegExp(`^ {2}${code} {2}\\w`, 'm'));
  });
});
