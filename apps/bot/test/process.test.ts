import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type LocalStack, startLocalStack } from '@raqam/local-stack/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messages } from '../src/messages/messages.ts';
import { type ApiAnswer, refusal } from './support/answers.ts';
import { CODE, type FakeApi, startFakeApi } from './support/fake-api.ts';
import { startGate } from './support/gate.ts';
import { createPerson } from './support/person.ts';
import { BOT_SECRET, BOT_TOKEN, REGISTER_URL } from './support/run-bot.ts';
import { startBot as start } from './support/start-bot.ts';

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

/** Telegram's language codes, empty for everybody else, with the texts that are published for them. */
const PUBLISHED = [
  ['', messages.uz],
  ['uz', messages.uz],
  ['ru', messages.ru],
  ['en', messages.en],
] as const;

test('polls, answers, and ends cleanly at SIGTERM; its log holds no personal data', async () => {
  const bot = start(environment());
  await bot.says('Polling');
  const person = await createPerson(stack.url);
  expect((await person.send({ contact: 'own' })).text).toContain(CODE);
  bot.kill();
  expect(await bot.exit).toBe(0);
  for (const secret of [CODE, person.phone.slice(1), BOT_SECRET, BOT_TOKEN])
    expect(bot.lines.join()).not.toContain(secret);
});

test('sets the menu button to the Mini App once the API accepts the bot', async () => {
  await fetch(`${stack.url}/bot${BOT_TOKEN}/setChatMenuButton`); // another test may have set it
  const bot = start(environment());
  await bot.says('Polling');
  const read = async () => (await fetch(`${stack.url}/bot${BOT_TOKEN}/getChatMenuButton`)).json();
  const url = new URL('/telegram', REGISTER_URL).href;
  await expect.poll(read).toMatchObject({ result: { type: 'web_app', web_app: { url } } });
  bot.kill();
  expect(await bot.exit).toBe(0);
});

test('publishes its menus: once for everybody, then in Uzbek, Russian and English', async () => {
  const bot = start(environment());
  await bot.says('Polling');
  for (const [language, texts] of PUBLISHED) {
    const read = async () =>
      (await fetch(`${stack.url}/bot${BOT_TOKEN}/getMyCommands?language_code=${language}`)).json();
    await expect.poll(read).toMatchObject({
      result: expect.arrayContaining([{ command: 'language', description: texts.commands.language }]),
    });
  }
  bot.kill();
  expect(await bot.exit).toBe(0);
});

test('publishes its descriptions, which name the site, and sets them only where they differ', async () => {
  const bot = start(environment());
  await bot.says('Polling');
  const read = async (method: string, language: string) =>
    (await fetch(`${stack.url}/bot${BOT_TOKEN}/${method}?language_code=${language}`)).json();
  for (const [language, texts] of PUBLISHED) {
    await expect
      .poll(() => read('getMyDescription', language))
      .toMatchObject({ result: { description: texts.description('localhost:5173') } });
    await expect
      .poll(() => read('getMyShortDescription', language))
      .toMatchObject({ result: { short_description: texts.shortDescription('localhost:5173') } });
  }
  bot.kill();
  expect(await bot.exit).toBe(0);
  expect(
    Object.values(messages).every(
      ({ description, shortDescription }) =>
        description('x'.repeat(60)).length <= 512 && shortDescription('x'.repeat(60)).length <= 120,
    ),
  ).toBe(true);

  // Telegram limits these calls: a second start makes none
  await fetch(`${stack.url}/handset/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ target: 'telegram', method: 'setMyDescription', kind: 'status', status: 429, times: 1 }),
  });
  const again = start(environment());
  await again.says('Polling');
  const person = await createPerson(stack.url);
  await person.send({ text: '/help' });
  again.kill();
  expect(await again.exit).toBe(0);
  expect(await (await fetch(`${stack.url}/handset/faults`)).json()).toHaveLength(1);
  await fetch(`${stack.url}/handset/faults`, { method: 'DELETE' });
});

test('kill -9 in the middle of a batch: everybody gets their own code', async () => {
  const gate = await startGate(stack.url);
  const people = await Promise.all(Array.from({ length: 60 }, () => createPerson(stack.url)));
  for (const person of people.filter((_, index) => index % 3 === 0)) gate.hold(person.id);
  api.calls.splice(0);
  const first = start({ ...environment(), TELEGRAM_API_ROOT: gate.url });
  await first.says('Polling');
  await Promise.all(people.map((person) => person.act({ contact: 'own' })));
  await expect.poll(gate.held).toBeGreaterThan(10);
  first.kill('SIGKILL');
  await first.exit;
  await gate.close();

  const second = start(environment());
  for (const person of people) expect((await person.hear()).text).toContain(CODE);
  second.kill();
  expect(await second.exit).toBe(0);
  const byPhone = Map.groupBy(api.calls, ({ body }) => body['phone_number']);
  for (const { phone } of people) {
    const requests = new Set(byPhone.get(phone)?.map(({ body }) => body['request_id']));
    expect(requests.size).toBe(1);
  }
});

test('receives by webhook if one is configured, and keeps the chosen language over a restart', async () => {
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
  expect((await person.hear()).text).toBe(messages.en.askForPhone);
  first.kill();
  expect(await first.exit).toBe(0);

  await person.act({ text: '/help' }); // while no bot is there: Telegram delivers it later
  const second = start(env);
  expect((await person.hear()).text).toBe(messages.en.help);
  second.kill();
  expect(await second.exit).toBe(0);
});

test('by webhook: a chat that Telegram lets wait delays no other, and a stop leaves its update to the next instance', async () => {
  const gate = await startGate(stack.url);
  const port = await freePort();
  const env = {
    ...environment(),
    PORT: String(port),
    BOT_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram`,
    BOT_WEBHOOK_SECRET: 'webhook-secret-0123456789',
  };
  const first = start({ ...env, TELEGRAM_API_ROOT: gate.url });
  await first.says('webhook');
  const busy = await createPerson(stack.url);
  const other = await createPerson(stack.url);
  api.calls.splice(0);
  gate.refuse(busy.id, 429, 300);
  await busy.act({ contact: 'own' });
  await expect.poll(() => api.calls.map(({ body }) => body['phone_number'])).toContain(busy.phone);
  expect((await other.send({ contact: 'own' })).text).toContain(CODE);
  first.kill();
  expect(await first.exit).toBe(0);

  const second = start(env);
  expect((await busy.hear()).text).toContain(CODE);
  second.kill();
  expect(await second.exit).toBe(0);
  await gate.close();
  const requests = api.calls.filter(({ body }) => body['phone_number'] === busy.phone);
  expect(new Set(requests.map(({ body }) => body['request_id'])).size).toBe(1);
});

test.for(['polling', 'webhook'])('%s: alerts arrive, and SIGTERM ends the wait for the next one', async (mode) => {
  const port = await freePort();
  const webhook = {
    PORT: String(port),
    BOT_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram`,
    BOT_WEBHOOK_SECRET: 'webhook-secret-0123456789',
  };
  const bot = start({ ...environment(), ...(mode === 'webhook' && webhook) });
  const person = await createPerson(stack.url);
  await person.send({ text: '/help' });
  const { id } = api.bot.addAlert({ telegram_id: person.id });
  const alert = await person.hear();
  expect(alert.text).toContain(messages.uz.signIn.newDevice.advice);
  await expect.poll(() => api.bot.acknowledged).toContain(id);

  api.bot.answers.disownSession.push({ status: 204, body: {} });
  await person.press(alert, messages.uz.signIn.disownButton);
  await expect.poll(async () => (await person.see(alert)).text).not.toBe(alert.text);
  expect(api.bot.calls.at(-1)).toMatchObject({ name: 'disownSession', body: { alert: id, telegram_id: person.id } });
  await expect.poll(api.bot.waiting).toBe(1);
  bot.kill();
  expect(await bot.exit).toBe(0);
});

describe('problems that the operator can fix are logged in English and in Uzbek, one line each', () => {
  /** The log lines above `info`. */
  const troubles = (lines: string[]) =>
    lines.map((line) => JSON.parse(line)).filter(({ level }: { level: string }) => level !== 'info');

  test('a token that Telegram refuses: BOT_TOKEN, and the process ends with 1', async () => {
    const bot = start({ ...environment(), BOT_TOKEN: '778:unknown-to-telegram' });
    expect(await bot.exit).toBe(1);
    expect(troubles(bot.lines)).toMatchObject([
      { level: 'error', msg: expect.stringMatching(/^Telegram refused BOT_TOKEN \(service bot\).*@BotFather/) },
      {
        level: 'error',
        msg: expect.stringMatching(/^Telegram BOT_TOKEN’ni \(bot xizmati\) qabul qilmadi.*@BotFather/),
      },
    ]);
    expect(bot.lines.join()).not.toContain('unknown-to-telegram');
  });

  test.for<[string, string, RegExp, RegExp]>([
    [
      'another instance polls',
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      /^Another instance.*BOT_TOKEN \(service bot\).*stop the other instance/,
      /boshqa nusxasi.*BOT_TOKEN \(bot xizmati\).*to‘xtating/,
    ],
    [
      'a webhook is set',
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      /^A webhook is set.*BOT_TOKEN \(service bot\).*stop that program/,
      /^Bu botga webhook o‘rnatilgan.*BOT_TOKEN \(bot xizmati\).*to‘xtating/,
    ],
    [
      'a webhook is being set',
      'Conflict: terminated by setWebhook request',
      /^A webhook is set/,
      /^Bu botga webhook o‘rnatilgan/,
    ],
  ])('%s: logged once, and the bot comes back', async ([, description, english, uzbek]) => {
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
      { level: 'warn', reason: expect.stringContaining(description), msg: expect.stringMatching(english) },
      { level: 'warn', reason: expect.stringContaining(description), msg: expect.stringMatching(uzbek) },
    ]);
    expect(bot.lines.join()).not.toContain(BOT_TOKEN);
    telegram.closeAllConnections();
    telegram.close();
  });

  test.for<[string, ApiAnswer, RegExp, RegExp]>([
    [
      'a secret that the API refuses: both variables',
      refusal(403, 'bot_secret_invalid'),
      /BOT_SECRET_KEY \(service bot\) must equal TELEGRAM_BOT_SECRET \(service api\)/,
      /BOT_SECRET_KEY \(bot xizmati\) TELEGRAM_BOT_SECRET \(api xizmati\) bilan bir xil/,
    ],
    [
      'a host that the API does not serve: ALLOWED_HOSTS',
      refusal(400, 'host_not_allowed'),
      /WEBSITE_URL \(service bot\).*ALLOWED_HOSTS \(service api\)/,
      /WEBSITE_URL’dagi \(bot xizmati\).*ALLOWED_HOSTS’ga \(api xizmati\)/,
    ],
  ])(
    '%s: logged at the start, told in /readyz, and logged for every person refused',
    async ([, answer, english, uzbek]) => {
      const port = await freePort();
      api.answers.push(answer);
      const bot = start({ ...environment(), PORT: String(port) });
      await bot.says('Polling');
      await bot.says('(api xizmati)');
      const standing =
        answer === 'hang-up' || answer === 'lost' || answer.status === 400 ? 'host_refused' : 'secret_refused';
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
      expect(ready.status).toBe(200);
      expect(await ready.json()).toMatchObject({ username: 'test_bot', api: standing });

      await bot.says('The API accepts the bot'); // asked again, the fake API takes the key
      expect(await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()).toMatchObject({ api: 'ok' });
      const person = await createPerson(stack.url);
      api.answers.push(answer);
      await person.send({ contact: 'own' });
      bot.kill();
      expect(await bot.exit).toBe(0);
      const both = [
        { level: 'error', msg: expect.stringMatching(english) },
        { level: 'error', msg: expect.stringMatching(uzbek) },
      ];
      expect(troubles(bot.lines)).toMatchObject([...both, ...both]);
      expect(bot.lines.join()).not.toContain(BOT_SECRET);
    },
  );

  test('an API that is not there: WEBSITE_URL', async () => {
    const port = await freePort();
    const bot = start({ ...environment(), WEBSITE_URL: `http://127.0.0.1:${port}` });
    await bot.says('Polling');
    await bot.says('WEBSITE_URL (bot xizmati)');
    const person = await createPerson(stack.url);
    await person.send({ contact: 'own' });
    bot.kill();
    expect(await bot.exit).toBe(0);
    const both = [
      { level: 'error', msg: expect.stringMatching(/WEBSITE_URL \(service bot\) must be/) },
      { level: 'error', msg: expect.stringMatching(/WEBSITE_URL \(bot xizmati\).*manzili bo‘lishi kerak/) },
    ];
    expect(troubles(bot.lines)).toMatchObject([...both, ...both]); // at the start, and for the person
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
        level: 'error',
        reason: 'EADDRINUSE',
        msg: expect.stringMatching(/^PORT \(service bot\) is taken/),
      },
      { level: 'error', reason: 'EADDRINUSE', msg: expect.stringMatching(/^PORT \(bot xizmati\) band/) },
    ]);
    expect(bot.lines.join()).not.toMatch(new RegExp(`(?<!\\d)${port}(?!\\d)`)); // as a whole: a timestamp may hold it
    other.close();
  });
});

describe('a faulty Telegram', () => {
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
    if (answer.length > 0) await bot.says('Telegram is out of reach');
    bot.kill();
    expect(await bot.exit).toBe(0);
    expect(bot.lines.join()).not.toContain(BOT_TOKEN);
    expect(bot.lines.join()).not.toContain(BOT_TOKEN.split(':')[1]);
    telegram.closeAllConnections();
    telegram.close();
  });
});

test('is no longer ready once Telegram is unreachable', async () => {
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
    ['a name with a line break', { BRAND_NAME: 'Our\nshop' }, ['BRAND_NAME']],
    ['a name that is too long', { BRAND_NAME: 'x'.repeat(41) }, ['BRAND_NAME']],
    ['a link without https', { SUPPORT_URL: 'http://shop.uz/help' }, ['SUPPORT_URL']],
    ['a link that is none', { TERMS_URL: 'shop.uz/terms' }, ['TERMS_URL']],
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
    expect([bot.lines[0], bot.lines[names.length + 1]]).toEqual(['The bot can’t start:', 'Bot ishga tusha olmaydi:']);
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
      /^ {2}WEBSITE_URL \(service bot\) points to localhost.*URL of the service api, public or/m,
      /^ {2}WEBSITE_URL \(bot xizmati\) localhost’ga ko‘rsatyapti.*api xizmatining ochiq yoki/m,
    ],
    [
      'REGISTER_URL on localhost',
      ['TELEGRAM_API_ROOT'],
      { RAILWAY_ENVIRONMENT_ID: 'x', WEBSITE_URL: 'https://api.shop.uz' },
      /^ {2}REGISTER_URL \(service bot\) points to localhost.*public URL of the service web/m,
      /^ {2}REGISTER_URL \(bot xizmati\) localhost’ga ko‘rsatyapti.*web xizmatining ochiq manzili/m,
    ],
  ])('%s: the variable, its service and the fix, in both languages', async ([, without, change, english, uzbek]) => {
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

/** Telegram's answers while there are no updates. */
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
