import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type LocalStack, startLocalStack } from '@raqam/local-stack/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messages } from '../src/messages/messages.ts';
import { CODE, type FakeApi, startFakeApi } from './support/fake-api.ts';
import { createPerson } from './support/person.ts';
import { BOT_SECRET, BOT_TOKEN, REGISTER_URL } from './support/run-bot.ts';

let stack: LocalStack;
let api: FakeApi;
beforeAll(async () => {
  stack = await startLocalStack({ port: 0, bots: [{ token: BOT_TOKEN, username: 'test_bot' }] });
  api = await startFakeApi();
});
afterAll(async () => {
  await stack.close();
  await api.close();
});

const environment = () => ({
  BOT_TOKEN,
  BOT_SECRET_KEY: BOT_SECRET,
  WEBSITE_URL: api.url,
  REGISTER_URL,
  TELEGRAM_API_ROOT: stack.url,
  HOST: '127.0.0.1',
  PORT: '0',
});

/** The bot as it is deployed: a process of its own. */
function start(env: Record<string, string>) {
  const child = spawn(process.execPath, ['src/main.ts'], { cwd: fileURLToPath(new URL('..', import.meta.url)), env });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', (line) => lines.push(line));
  return {
    lines,
    exit: once(child, 'close').then(([code]) => code),
    says: (text: string) => expect.poll(() => lines.join('\n')).toContain(text),
    kill: () => child.kill('SIGTERM'),
  };
}

test('polls, answers, and ends cleanly at SIGTERM; its log names nobody', async () => {
  const bot = start(environment());
  await bot.says('Polling');
  const person = await createPerson(stack.url);
  expect((await person.send({ contact: 'own' })).text).toContain(CODE);
  bot.kill();
  expect(await bot.exit).toBe(0);
  for (const secret of [CODE, person.phone.slice(1), BOT_SECRET, BOT_TOKEN])
    expect(bot.lines.join()).not.toContain(secret);
});

test('publishes its menus: once for everybody, then in Uzbek, Russian and English', async () => {
  const bot = start(environment());
  await bot.says('Polling');
  for (const [language, texts] of [
    ['', messages.uz],
    ['uz', messages.uz],
    ['ru', messages.ru],
    ['en', messages.en],
  ] as const) {
    const read = async () =>
      (await fetch(`${stack.url}/bot${BOT_TOKEN}/getMyCommands?language_code=${language}`)).json();
    await expect.poll(read).toMatchObject({
      result: expect.arrayContaining([{ command: 'language', description: texts.commands.language }]),
    });
  }
  bot.kill();
  expect(await bot.exit).toBe(0);
});

test('receives by webhook where one is configured, and survives a restart of the choice of language', async () => {
  const port = await freePort();
  const env = {
    ...environment(),
    PORT: String(port),
    BOT_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram`,
    BOT_WEBHOOK_SECRET: 'webhook-secret-0123456789',
  };
  const first = start(env);
  await first.says('webhook');
  const person = await createPerson(stack.url);
  const choice = await person.send({ text: '/language' });
  await person.act({ callback_data: 'language:en', message_id: choice.message_id });
  await expect
    .poll(async () => (await person.commands()).map(({ description }) => description))
    .toContain('Language: English');
  first.kill();
  expect(await first.exit).toBe(0);

  await person.act({ text: '/help' }); // while no bot is there: Telegram delivers it later
  const second = start(env);
  expect((await person.hear()).text).toBe(messages.en.help);
  second.kill();
  expect(await second.exit).toBe(0);
});

test('a token that Telegram refuses ends the process with 1 and names the variable', async () => {
  const bot = start({ ...environment(), BOT_TOKEN: '778:unknown' });
  expect(await bot.exit).toBe(1);
  expect(bot.lines.join()).toContain('BOT_TOKEN');
});

describe('a Telegram that is not itself', () => {
  test.for<[string, (response: ServerResponse) => void]>([
    ['answers with a page', (response) => void response.end('<html>Log in to the network</html>')],
    ['cuts its answers off', (response) => void response.write('{"ok":true,', () => response.destroy())],
    ['never answers', () => {}],
  ])('%s: the bot is not ready, tells no token, and ends at SIGTERM', async ([, answer]) => {
    const telegram = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
    await once(telegram, 'listening');
    const port = await freePort();
    const address = telegram.address();
    const root = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
    const bot = start({ ...environment(), TELEGRAM_API_ROOT: root, PORT: String(port) });
    await bot.says('listening');
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(503);
    if (answer.length > 0) await bot.says('out of reach');
    bot.kill();
    expect(await bot.exit).toBe(0);
    expect(bot.lines.join()).not.toContain(BOT_TOKEN);
    expect(bot.lines.join()).not.toContain(BOT_TOKEN.split(':')[1]);
    telegram.closeAllConnections();
    telegram.close();
  });
});

test('is not ready any more once Telegram is out of reach', async () => {
  const port = await freePort();
  const away = await startLocalStack({ port: 0, bots: [{ token: BOT_TOKEN, username: 'test_bot' }] });
  const bot = start({ ...environment(), TELEGRAM_API_ROOT: away.url, PORT: String(port) });
  const status = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
  await bot.says('Polling');
  expect(await status()).toBe(200);
  await away.close();
  await expect.poll(status).toBe(503);
  bot.kill();
  expect(await bot.exit).toBe(0);
});

describe('a broken or missing variable', () => {
  test.for<[string, Record<string, string>, string[]]>([
    [
      'everything missing',
      { BOT_TOKEN: '', BOT_SECRET_KEY: '', WEBSITE_URL: '', REGISTER_URL: '' },
      ['BOT_TOKEN', 'WEBSITE_URL', 'BOT_SECRET_KEY', 'REGISTER_URL'],
    ],
    ['the word undefined for a secret', { BOT_SECRET_KEY: 'undefined' }, ['BOT_SECRET_KEY']],
    ['a short secret', { BOT_SECRET_KEY: 'short' }, ['BOT_SECRET_KEY']],
    ['a published secret', { BOT_SECRET_KEY: 'wibestore-telegram-bot-secret-2024' }, ['BOT_SECRET_KEY']],
    ['no token', { BOT_TOKEN: 'token' }, ['BOT_TOKEN']],
    ['an address that is none', { WEBSITE_URL: 'api.example.uz' }, ['WEBSITE_URL']],
    [
      'localhost on a deployment',
      { RAILWAY_ENVIRONMENT_ID: 'x' },
      ['WEBSITE_URL', 'REGISTER_URL', 'TELEGRAM_API_ROOT'],
    ],
    ['a webhook without its secret', { BOT_WEBHOOK_URL: 'https://bot.example.uz/telegram' }, ['BOT_WEBHOOK_SECRET']],
    [
      'a webhook with the secret undefined',
      { BOT_WEBHOOK_URL: 'https://bot.example.uz/telegram', BOT_WEBHOOK_SECRET: 'undefined' },
      ['BOT_WEBHOOK_SECRET'],
    ],
    [
      'a webhook in the place of the health check',
      { BOT_WEBHOOK_URL: 'https://bot.example.uz/healthz', BOT_WEBHOOK_SECRET: 'x'.repeat(20) },
      ['BOT_WEBHOOK_URL'],
    ],
  ])('%s ends the start with 1, named', async ([, change, names]) => {
    const bot = start({ ...environment(), ...change });
    expect(await bot.exit).toBe(1);
    expect(bot.lines.flatMap((line) => /^ {2}([A-Z_]+) /.exec(line)?.[1] ?? [])).toEqual(names);
  });

  test('TELEGRAM_BOT_SECRET, the name in the API, is taken too', async () => {
    const { BOT_SECRET_KEY, ...rest } = environment();
    const bot = start({ ...rest, TELEGRAM_BOT_SECRET: `${BOT_SECRET_KEY},the-next-${BOT_SECRET_KEY}` });
    await bot.says('Polling');
    bot.kill();
    expect(await bot.exit).toBe(0);
  });
});

async function freePort(): Promise<number> {
  const probe = await startFakeApi();
  await probe.close();
  return Number(new URL(probe.url).port);
}
