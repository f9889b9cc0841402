import { findFreePort } from '@raqam/local-stack/free-port';
import { startLocalStack } from '@raqam/local-stack/server';
import { expect, test } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { CODE } from '../support/fake-api.ts';
import { startGate } from '../support/gate.ts';
import { createPerson } from '../support/person.ts';
import { BOT_SECRET, BOT_TOKEN, REGISTER_URL } from '../support/run-bot.ts';
import { startBot as start } from '../support/start-bot.ts';
import { useSite, webhookAt } from '../support/use-site.ts';

const site = useSite();

/** Telegram's language codes, empty for everybody else, with the texts that are published for them. */
const PUBLISHED = [
  ['', messages.uz],
  ['uz', messages.uz],
  ['ru', messages.ru],
  ['en', messages.en],
] as const;

test('polls, answers, and ends cleanly at SIGTERM; its log holds no personal data', async () => {
  const bot = start(site.environment());
  await bot.says('Polling');
  const person = await createPerson(site.stack.url);
  expect((await person.send({ contact: 'own' })).text).toContain(CODE);
  bot.kill();
  expect(await bot.exit).toBe(0);
  for (const secret of [CODE, person.phone.slice(1), BOT_SECRET, BOT_TOKEN])
    expect(bot.lines.join()).not.toContain(secret);
});

test('sets the menu button to the Mini App once the API accepts the bot', async () => {
  await fetch(`${site.stack.url}/bot${BOT_TOKEN}/setChatMenuButton`); // another test may have set it
  const bot = start(site.environment());
  await bot.says('Polling');
  const read = async () => (await fetch(`${site.stack.url}/bot${BOT_TOKEN}/getChatMenuButton`)).json();
  const url = new URL('/telegram', REGISTER_URL).href;
  await expect.poll(read).toMatchObject({ result: { type: 'web_app', web_app: { url } } });
  bot.kill();
  expect(await bot.exit).toBe(0);
});

test('publishes its menus: once for everybody, then in Uzbek, Russian and English', async () => {
  const bot = start(site.environment());
  await bot.says('Polling');
  for (const [language, texts] of PUBLISHED) {
    const read = async () =>
      (await fetch(`${site.stack.url}/bot${BOT_TOKEN}/getMyCommands?language_code=${language}`)).json();
    await expect.poll(read).toMatchObject({
      result: expect.arrayContaining([{ command: 'language', description: texts.commands.language }]),
    });
  }
  bot.kill();
  expect(await bot.exit).toBe(0);
});

test('publishes its descriptions, which name the site, and sets them only where they differ', async () => {
  const bot = start(site.environment());
  await bot.says('Polling');
  const read = async (method: string, language: string) =>
    (await fetch(`${site.stack.url}/bot${BOT_TOKEN}/${method}?language_code=${language}`)).json();
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
  await fetch(`${site.stack.url}/handset/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ target: 'telegram', method: 'setMyDescription', kind: 'status', status: 429, times: 1 }),
  });
  const again = start(site.environment());
  await again.says('Polling');
  const person = await createPerson(site.stack.url);
  await person.send({ text: '/help' });
  again.kill();
  expect(await again.exit).toBe(0);
  expect(await (await fetch(`${site.stack.url}/handset/faults`)).json()).toHaveLength(1);
  await fetch(`${site.stack.url}/handset/faults`, { method: 'DELETE' });
});

test('kill -9 in the middle of a batch: everybody gets their own code', async () => {
  const gate = await startGate(site.stack.url);
  const people = await Promise.all(Array.from({ length: 60 }, () => createPerson(site.stack.url)));
  for (const person of people.filter((_, index) => index % 3 === 0)) gate.hold(person.id);
  site.api.calls.splice(0);
  const first = start({ ...site.environment(), TELEGRAM_API_ROOT: gate.url });
  await first.says('Polling');
  await Promise.all(people.map((person) => person.act({ contact: 'own' })));
  await expect.poll(gate.held).toBeGreaterThan(10);
  first.kill('SIGKILL');
  await first.exit;
  await gate.close();

  const second = start(site.environment());
  for (const person of people) expect((await person.hear()).text).toContain(CODE);
  second.kill();
  expect(await second.exit).toBe(0);
  const byPhone = Map.groupBy(site.api.calls, ({ body }) => body['phone_number']);
  for (const { phone } of people) {
    const requests = new Set(byPhone.get(phone)?.map(({ body }) => body['request_id']));
    expect(requests.size).toBe(1);
  }
});

test('receives by webhook if one is configured, and keeps the chosen language over a restart', async () => {
  const env = { ...site.environment(), ...webhookAt(await findFreePort()) };
  const first = start(env);
  await first.says('webhook');
  const person = await createPerson(site.stack.url);
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
  const gate = await startGate(site.stack.url);
  const env = { ...site.environment(), ...webhookAt(await findFreePort()) };
  const first = start({ ...env, TELEGRAM_API_ROOT: gate.url });
  await first.says('webhook');
  const busy = await createPerson(site.stack.url);
  const other = await createPerson(site.stack.url);
  site.api.calls.splice(0);
  gate.refuse(busy.id, 429, 300);
  await busy.act({ contact: 'own' });
  await expect.poll(() => site.api.calls.map(({ body }) => body['phone_number'])).toContain(busy.phone);
  expect((await other.send({ contact: 'own' })).text).toContain(CODE);
  first.kill();
  expect(await first.exit).toBe(0);

  const second = start(env);
  expect((await busy.hear()).text).toContain(CODE);
  second.kill();
  expect(await second.exit).toBe(0);
  await gate.close();
  const requests = site.api.calls.filter(({ body }) => body['phone_number'] === busy.phone);
  expect(new Set(requests.map(({ body }) => body['request_id'])).size).toBe(1);
});

test.for(['polling', 'webhook'])('%s: alerts arrive, and SIGTERM ends the wait for the next one', async (mode) => {
  const bot = start({ ...site.environment(), ...(mode === 'webhook' && webhookAt(await findFreePort())) });
  const person = await createPerson(site.stack.url);
  await person.send({ text: '/help' });
  const { id } = site.api.bot.addAlert({ telegram_id: person.id });
  const alert = await person.hear();
  expect(alert.text).toContain(messages.uz.signIn.newDevice.advice);
  await expect.poll(() => site.api.bot.acknowledged).toContain(id);

  site.api.bot.answers.disownSession.push({ status: 204, body: {} });
  await person.press(alert, messages.uz.signIn.disownButton);
  await expect.poll(async () => (await person.see(alert)).text).not.toBe(alert.text);
  expect(site.api.bot.calls.at(-1)).toMatchObject({
    name: 'disownSession',
    body: { alert: id, telegram_id: person.id },
  });
  await expect.poll(site.api.bot.waiting).toBe(1);
  bot.kill();
  expect(await bot.exit).toBe(0);
});

test('is no longer ready once Telegram is unreachable', async () => {
  const port = await findFreePort();
  const away = await startLocalStack({ port: 0, bots: [{ token: BOT_TOKEN, username: 'test_bot' }] });
  const bot = start({ ...site.environment(), TELEGRAM_API_ROOT: away.url, PORT: String(port) });
  const status = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
  await bot.says('Polling');
  expect(await status()).toBe(200);
  await away.close();
  await expect.poll(status).toBe(503);
  bot.kill();
  expect(await bot.exit).toBe(0);
});

test('is ready although an older instance still polls, so that a health check lets it take over', async () => {
  const older = start(site.environment());
  await older.says('Polling');
  const port = await findFreePort();
  const newer = start({ ...site.environment(), PORT: String(port) });
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
