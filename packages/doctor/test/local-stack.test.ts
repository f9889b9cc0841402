import { readFileSync } from 'node:fs';
import { botEnvironment } from '@raqam/dev/development-environment';
import { describe, expect, inject, test } from 'vitest';
import { travellers } from '../src/journey/traveller.ts';
import { query } from './support/database.ts';
import { readDiagnosis, runDoctor, startDoctor } from './support/doctor.ts';

const { web, api, bot, stack } = inject('urls');
const args = ['--api', api, '--web', web, '--bot', bot];
const { BOT_TOKEN = '', BOT_SECRET_KEY = '' } = botEnvironment(inject('ports'));
const environment = { BOT_TOKEN, BOT_SECRET_KEY, TELEGRAM_API_ROOT: stack };

test('the system of pnpm dev is good: only what the development server has not is left out', async () => {
  const diagnosis = await runDoctor(args, environment);
  expect(diagnosis.marked('failed')).toEqual([]);
  expect(diagnosis.marked('warning')).toEqual([]);
  expect(diagnosis.marked('skipped')).toEqual(['web-caching', 'web-security']);
  expect(diagnosis.exitCode).toBe(0);
});

test('nothing of the dry run stays but what the budgets remember, and the bot is not disturbed', async () => {
  await runDoctor(args, environment);
  const users = await query(`SELECT id FROM users WHERE telegram_id > ${2 ** 51} OR phone LIKE '+447700900%'`);
  expect(users).toEqual([]);
  const sessions = await query(`SELECT id FROM sessions WHERE device_id = 'raqam-doctor'`);
  expect(sessions).toEqual([]);
  const codes = await query(`SELECT 1 FROM codes WHERE phone = '${travellers[0]?.phones[0]}'`);
  expect(codes).toHaveLength(1);
  expect(await (await fetch(`${bot}/readyz`)).json()).toMatchObject({ status: 'ok', last_conflict: null });
});

test('without the dry run nothing is registered, and what needs it says so', async () => {
  const count = async () =>
    (await query<{ count: string }>('SELECT sum(cardinality(issued_at)) AS count FROM codes'))[0];
  const before = await count();
  const diagnosis = await runDoctor([...args, '--no-dry-run'], environment);
  expect(diagnosis.exitCode).toBe(0);
  expect(diagnosis.of('journey')).toMatchObject({ mark: 'skipped', seen: '--no-dry-run' });
  for (const name of ['journey-cleanup', 'cookies', 'rate-limit', 'client-address', 'clock-database'] as const) {
    expect(diagnosis.of(name).mark, name).toBe('skipped');
  }
  expect(await count()).toEqual(before);
});

test('what was not given is skipped, with its name', async () => {
  const diagnosis = await runDoctor(['--api', api]);
  expect(diagnosis.exitCode).toBe(0);
  expect(diagnosis.of('web-app')).toMatchObject({ mark: 'skipped', seen: '--web was not given' });
  expect(diagnosis.of('bot-ready')).toMatchObject({ mark: 'skipped', seen: '--bot was not given' });
  expect(diagnosis.of('bot-secret')).toMatchObject({ mark: 'skipped', seen: 'BOT_SECRET_KEY was not given' });
  expect(diagnosis.of('telegram-token')).toMatchObject({ mark: 'skipped', seen: 'BOT_TOKEN was not given' });
  expect(diagnosis.of('journey')).toMatchObject({ mark: 'skipped', seen: 'needs “Bot secret: alike on both sides”' });
});

test('the version that readyz tells is shown', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  const diagnosis = await runDoctor([...args, '--no-dry-run'], environment);
  for (const name of ['api-ready', 'web-app', 'bot-ready'] as const) expect(diagnosis.of(name).seen).toContain(version);
  expect(diagnosis.of('api-ready').seen).toMatch(/migration \d{4}-/);
});

describe('the table', () => {
  const wrong = { ...environment, BOT_SECRET_KEY: 'a-secret-that-the-api-does-not-know-of' };

  test('has one line per check, and below what is wrong how to mend it', async () => {
    const { output, exitCode } = await startDoctor([...args, '--no-dry-run'], wrong).ended;
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^✅ API: reachable +answers at \/healthz$/m);
    expect(output).toMatch(
      /^❌ Bot secret: alike on both sides +the API refuses it\n {3}→ BOT_SECRET_KEY of the bot and TELEGRAM_BOT_SECRET of the api/m,
    );
    expect(output).toMatch(/^– {2}Web: caching/m);
    expect(output).toMatch(/\nOne thing is broken\.\n$/);
  });

  test.for([
    [['--language', 'uz'], {}],
    [[], { LANG: 'uz_UZ.UTF-8' }],
  ] as const)('speaks Uzbek with %j %j', async ([more, variables]) => {
    const { output } = await startDoctor([...args, '--no-dry-run', ...more], { ...wrong, ...variables }).ended;
    expect(output).toMatch(/^❌ Bot kaliti: ikki tomonda bir xil +API uni rad etadi\n {3}→ Botdagi BOT_SECRET_KEY/m);
    expect(output).toContain('Buzilgan narsalar: 1 ta.');
  });

  test('tells machines the same names and marks in every language', async () => {
    const run = async (language: string) =>
      readDiagnosis(await startDoctor([...args, '--no-dry-run', '--json', '--language', language], environment).ended);
    const [en, uz] = [await run('en'), await run('uz')];
    const marks = ({ checks }: typeof en) => checks.map(({ name, mark }) => [name, mark]);
    expect(marks(uz)).toEqual(marks(en));
    expect(uz.of('api-health').seen).not.toBe(en.of('api-health').seen);
  });
});

describe('wrong usage ends with 2 and tells nothing of what was given', () => {
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

  test('help is no wrong usage', async () => {
    const { exitCode, output } = await startDoctor(['--help']).ended;
    expect({ exitCode, isUsage: output.startsWith('Usage:') }).toEqual({ exitCode: 0, isUsage: true });
  });
});
