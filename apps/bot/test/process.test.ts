import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type LocalStack, startLocalStack } from '@raqam/local-stack/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messages } from '../src/messages/messages.ts';
import { CODE, type FakeApi, refusal, startFakeApi } from './support/fake-api.ts';
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

describe('what the operator can mend is told in English and in Uzbek, on one line', () => {
  /** The log lines above `info`. */
  const troubles = (lines: string[]) =>
    lines.map((line) => JSON.parse(line)).filter(({ level }: { level: number }) => level > 30);

  test('a token that Telegram refuses: BOT_TOKEN, and the process ends with 1', async () => {
    const bot = start({ ...environment(), BOT_TOKEN: '778:unknown-to-telegram' });
    expect(await bot.exit).toBe(1);
    expect(troubles(bot.lines)).toMatchObject([
      {
        level: 60,
        msg: expect.stringMatching(
          /^Telegram refused BOT_TOKEN \(service bot\).*@BotFather.* \| Telegram BOT_TOKEN’ni \(bot xizmati\) qabul qilmadi.*@BotFather/,
        ),
      },
    ]);
    expect(bot.lines.join()).not.toContain('unknown-to-telegram');
  });

  test.for<[string, string, RegExp]>([
    [
      'another instance polls',
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      /^Another instance.*BOT_TOKEN \(service bot\).*stop the other one.* \| .*boshqa nusxasi.*BOT_TOKEN \(bot xizmati\).*to‘xtating/,
    ],
    [
      'a webhook is set',
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      /^A webhook is set.*BOT_TOKEN \(service bot\).*stop that one.* \| Bu botga webhook o‘rnatilgan.*BOT_TOKEN \(bot xizmati\).*to‘xtating/,
    ],
    [
      'a webhook is being set',
      'Conflict: terminated by setWebhook request',
      /^A webhook is set.* \| Bu botga webhook o‘rnatilgan/,
    ],
  ])('%s: told once, and the bot comes back', async ([, description, text]) => {
    const conflicts = [1, 2];
    const telegram = createServer((request, response) => {
      const isRefused = request.url?.endsWith('/getUpdates') && conflicts.pop() !== undefined;
      const body = isRefused ? { ok: false, error_code: 409, description } : { ok: true, result: answers(request.url) };
      response.writeHead(isRefused ? 409 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(telegram, 'listening');
    const bot = start({ ...environment(), TELEGRAM_API_ROOT: rootOf(telegram) });
    await bot.says('"msg":"Polling"');
    bot.kill();
    expect(await bot.exit).toBe(0);
    expect(conflicts).toEqual([]);
    expect(troubles(bot.lines)).toMatchObject([
      { level: 40, reason: expect.stringContaining(description), msg: expect.stringMatching(text) },
    ]);
    expect(bot.lines.join()).not.toContain(BOT_TOKEN);
    telegram.closeAllConnections();
    telegram.close();
  });

  test('a secret that the API refuses: both variables', async () => {
    const bot = start(environment());
    await bot.says('Polling');
    const person = await createPerson(stack.url);
    api.answers.push(refusal(403, 'bot_secret_invalid'));
    await person.send({ contact: 'own' });
    bot.kill();
    expect(await bot.exit).toBe(0);
    expect(troubles(bot.lines)).toMatchObject([
      {
        level: 50,
        msg: expect.stringMatching(
          /BOT_SECRET_KEY of the bot must equal TELEGRAM_BOT_SECRET of the API \| .*bot xizmatidagi BOT_SECRET_KEY api xizmatidagi TELEGRAM_BOT_SECRET bilan bir xil/,
        ),
      },
    ]);
    expect(bot.lines.join()).not.toContain(BOT_SECRET);
  });

  test('an API that is not there: WEBSITE_URL', async () => {
    const port = await freePort();
    const bot = start({ ...environment(), WEBSITE_URL: `http://127.0.0.1:${port}` });
    await bot.says('Polling');
    const person = await createPerson(stack.url);
    await person.send({ contact: 'own' });
    bot.kill();
    expect(await bot.exit).toBe(0);
    expect(troubles(bot.lines)).toMatchObject([
      {
        level: 50,
        code: 'unreachable',
        msg: expect.stringMatching(
          /WEBSITE_URL \(service bot\) must be.* \| .*WEBSITE_URL \(bot xizmati\).*manzili bo‘lishi kerak/,
        ),
      },
    ]);
    expect(JSON.stringify(troubles(bot.lines).map(({ msg }) => msg))).not.toContain(String(port));
  });

  test('a port that is taken: PORT, and the process ends with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = new URL(rootOf(other));
    const bot = start({ ...environment(), PORT: port });
    expect(await bot.exit).toBe(1);
    expect(troubles(bot.lines)).toMatchObject([
      {
        level: 60,
        reason: 'EADDRINUSE',
        msg: expect.stringMatching(/^PORT \(service bot\) is taken.* \| PORT \(bot xizmati\) band/),
      },
    ]);
    expect(bot.lines.join()).not.toMatch(new RegExp(`(?<!\\d)${port}(?!\\d)`)); // as a whole: a timestamp may hold it
    other.close();
  });
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
    const bot = start({ ...environment(), TELEGRAM_API_ROOT: rootOf(telegram), PORT: String(port) });
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

test('is ready although an older instance still polls, so that a health check lets it take over', async () => {
  const older = start(environment());
  await older.says('Polling');
  const port = await freePort();
  const newer = start({ ...environment(), PORT: String(port) });
  const status = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      (response) => response.status,
      () => 0,
    );
  await expect.poll(status).toBe(200);
  await older.says('Another instance');

  older.kill();
  expect(await older.exit).toBe(0);
  await expect.poll(status).toBe(200);
  newer.kill();
  expect(await newer.exit).toBe(0);
});

describe('a broken or missing variable', () => {
  test.for<[string, Record<string, string>, string[]]>([
    [
      'everything missing',
      { BOT_TOKEN: '', BOT_SECRET_KEY: '', WEBSITE_URL: '', REGISTER_URL: '' },
      ['BOT_TOKEN', 'WEBSITE_URL', 'BOT_SECRET_KEY', 'REGISTER_URL'],
    ],
    ['the word undefined for a secret', { BOT_SECRET_KEY: 'undefined' }, ['BOT_SECRET_KEY']],
    ['a short secret', { BOT_SECRET_KEY: 'hunter2' }, ['BOT_SECRET_KEY']],
    ['a published secret', { BOT_SECRET_KEY: 'wibestore-telegram-bot-secret-2024' }, ['BOT_SECRET_KEY']],
    ['no token', { BOT_TOKEN: 'hunter2' }, ['BOT_TOKEN']],
    ['an address that is none', { WEBSITE_URL: 'api.shop.uz' }, ['WEBSITE_URL']],
    [
      'localhost on a deployment',
      { RAILWAY_ENVIRONMENT_ID: 'environment-of-railway' },
      ['WEBSITE_URL', 'REGISTER_URL', 'TELEGRAM_API_ROOT'],
    ],
    ['a webhook without its secret', { BOT_WEBHOOK_URL: 'https://bot.shop.uz/telegram' }, ['BOT_WEBHOOK_SECRET']],
    [
      'a webhook with the secret undefined',
      { BOT_WEBHOOK_URL: 'https://bot.shop.uz/telegram', BOT_WEBHOOK_SECRET: 'undefined' },
      ['BOT_WEBHOOK_SECRET'],
    ],
    [
      'a webhook in the place of the health check',
      { BOT_WEBHOOK_URL: 'https://bot.shop.uz/healthz', BOT_WEBHOOK_SECRET: 'x'.repeat(20) },
      ['BOT_WEBHOOK_URL'],
    ],
  ])('%s ends the start with 1, named', async ([, change, names]) => {
    const bot = start({ ...environment(), ...change });
    expect(await bot.exit).toBe(1);
    const named = (pattern: RegExp) => bot.lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
    expect(bot.lines).toEqual(expect.arrayContaining(['The bot can’t start:', 'Bot ishga tusha olmaydi:']));
    expect(named(/^ {2}([A-Z_]+) \(service bot\) .* It is /)).toEqual(names);
    expect(named(/^ {2}([A-Z_]+) \(bot xizmati\) .* Bu – /)).toEqual(names);
    expect(bot.lines).toHaveLength(2 + 2 * names.length);
    const values = Object.values(change).filter((value) => !['', 'undefined'].includes(value));
    for (const value of values) expect(bot.lines.join()).not.toContain(value);
  });

  test.for<[string, string[], Record<string, string>, RegExp, RegExp]>([
    [
      'no secret',
      ['BOT_SECRET_KEY'],
      {},
      /^ {2}BOT_SECRET_KEY or TELEGRAM_BOT_SECRET \(service bot\) is missing\. .*the same value as TELEGRAM_BOT_SECRET of the API/m,
      /^ {2}BOT_SECRET_KEY yoki TELEGRAM_BOT_SECRET \(bot xizmati\) o‘rnatilmagan\. .*api xizmatidagi TELEGRAM_BOT_SECRET bilan bir xil/m,
    ],
    [
      'WEBSITE_URL on localhost',
      ['TELEGRAM_API_ROOT'],
      { NODE_ENV: 'production', REGISTER_URL: 'https://example.uz/register' },
      /^ {2}WEBSITE_URL \(service bot\) points to localhost.*address of the service api, public or/m,
      /^ {2}WEBSITE_URL \(bot xizmati\) localhost’ga ko‘rsatyapti.*api xizmatining ommaviy yoki/m,
    ],
    [
      'REGISTER_URL on localhost',
      ['TELEGRAM_API_ROOT'],
      { RAILWAY_ENVIRONMENT_ID: 'x', WEBSITE_URL: 'https://api.shop.uz' },
      /^ {2}REGISTER_URL \(service bot\) points to localhost.*public address of the service web/m,
      /^ {2}REGISTER_URL \(bot xizmati\) localhost’ga ko‘rsatyapti.*web xizmatining ommaviy manzili/m,
    ],
  ])('%s: the variable, its service and the mend, in both languages', async ([, without, change, english, uzbek]) => {
    const rest = Object.entries(environment()).filter(([name]) => !without.includes(name));
    const bot = start({ ...Object.fromEntries(rest), ...change });
    expect(await bot.exit).toBe(1);
    expect(bot.lines).toHaveLength(4);
    expect(bot.lines[1]).toMatch(english);
    expect(bot.lines[3]).toMatch(uzbek);
    for (const value of [api.url, REGISTER_URL, BOT_TOKEN, BOT_SECRET]) expect(bot.lines.join()).not.toContain(value);
  });

  test('TELEGRAM_BOT_SECRET, the name in the API, is taken too', async () => {
    const { BOT_SECRET_KEY, ...rest } = environment();
    const bot = start({ ...rest, TELEGRAM_BOT_SECRET: `${BOT_SECRET_KEY},the-next-${BOT_SECRET_KEY}` });
    await bot.says('Polling');
    bot.kill();
    expect(await bot.exit).toBe(0);
  });
});

/** What Telegram answers to a bot that has nothing to do. */
function answers(url = ''): unknown {
  if (url.endsWith('/getMe')) return { id: 777, is_bot: true, first_name: 'Test', username: 'test_bot' };
  return url.endsWith('/getUpdates') ? [] : true;
}

function rootOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

async function freePort(): Promise<number> {
  const probe = await startFakeApi();
  await probe.close();
  return Number(new URL(probe.url).port);
}
