import { type LocalStack, startLocalStack } from '@raqam/local-stack/server';
import { languages } from '@raqam/shared/languages';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { messages } from '../src/messages/messages.ts';
import { refusal } from './support/answers.ts';
import { type FakeApi, startFakeApi } from './support/fake-api.ts';
import { startGate } from './support/gate.ts';
import { createPerson, type Person } from './support/person.ts';
import { startAlerts } from './support/run-alerts.ts';
import { BOT_TOKEN, startPolling } from './support/run-bot.ts';

const { uz, ru } = messages;

let stack: LocalStack;
let api: FakeApi;
beforeEach(async () => {
  stack = await startLocalStack({ port: 0, bots: [{ token: BOT_TOKEN, username: 'test_bot' }] });
  api = await startFakeApi();
});
afterEach(async () => {
  await stack.close();
  await api.close();
});

const start = (stackUrl = stack.url) => startAlerts({ stackUrl, apiUrl: api.url });
const plain = (html: string) => html.replaceAll(/<[^>]+>/g, '');

async function post(path: string, body: object): Promise<void> {
  const response = await fetch(stack.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status, await response.text()).toBeLessThan(300);
}
const fault = (details: object) => post('/handset/faults', { target: 'telegram', method: 'sendMessage', ...details });

/** A person who has written to the bot, as it can't write first. */
async function createKnownPerson(): Promise<Person> {
  const person = await createPerson(stack.url);
  await person.act({ text: 'hello' });
  return person;
}

const acknowledged = (count: number) => expect.poll(() => api.bot.acknowledged).toHaveLength(count);

describe('an alert', () => {
  test.for(languages)('in %s: a new device, where, when, and “it was not me”', async (language) => {
    const { signIn } = messages[language];
    const person = await createKnownPerson();
    api.chats.set(person.id, { language, is_blocked: false });
    const bot = start();
    const { id } = api.bot.addAlert({ telegram_id: person.id });
    const message = await person.hear();
    expect(message.text).toContain(plain(signIn.newDevice.title('shop.uz')));
    expect(message.text).toContain('21.11.2026, 18:05 (UTC)');
    expect(message.text).toContain(`Chrome, Android\n`);
    expect(message.text).toContain(signIn.account('+998 90 ••• 45 67'));
    expect(message.text).toContain(signIn.newDevice.advice);
    expect(message.entities).toContainEqual(
      expect.objectContaining({ type: 'date_time', unix_time: Date.UTC(2026, 10, 21, 18, 5) / 1_000 }),
    );
    expect(message.reply_markup?.inline_keyboard).toEqual([
      [{ text: signIn.disownButton, callback_data: `disown:${id}`, style: 'danger' }],
    ]);
    await acknowledged(1);
    await bot.stop();
  });

  test.for(languages)('in %s: a number that somebody else proved, without a button', async (language) => {
    const person = await createKnownPerson();
    api.chats.set(person.id, { language, is_blocked: false });
    const bot = start();
    api.bot.addAlert({ telegram_id: person.id, kind: 'number_lost', browser: '', system: '' });
    const message = await person.hear();
    expect(message.text).toContain(plain(messages[language].signIn.numberLost('shop.uz', '+998 90 ••• 45 67')));
    expect(message.text).not.toContain('Chrome');
    expect(message.reply_markup).toBeUndefined();
    await acknowledged(1);
    await bot.stop();
  });

  test('to a person without a choice is in Uzbek', async () => {
    const person = await createKnownPerson();
    const bot = start();
    api.bot.addAlert({ telegram_id: person.id });
    expect((await person.hear()).text).toContain(uz.signIn.newDevice.advice);
    await bot.stop();
  });

  test('“it was not me” under it ends the session that it tells of', async () => {
    const person = await createPerson(stack.url);
    api.chats.set(person.id, { language: 'ru', is_blocked: false });
    const stopping = new AbortController();
    const { signal } = stopping;
    const delay = () => new Promise<void>(setImmediate);
    const polling = startPolling({ stackUrl: stack.url, apiUrl: api.url, delay, tell: () => {}, signal });
    await person.send({ text: '/help' });
    const bot = start();
    const { id } = api.bot.addAlert({ telegram_id: person.id });
    const alert = await person.hear();
    api.bot.answers.disownSession.push({ status: 204, body: {} });
    await person.press(alert, ru.signIn.disownButton);
    await expect.poll(async () => (await person.see(alert)).text).toContain(plain(ru.signIn.disowned('shop.uz')));
    expect((await person.see(alert)).text).toContain('Chrome, Android');
    expect(api.bot.calls.at(-1)?.body).toEqual({ alert: id, telegram_id: person.id });
    await bot.stop();
    stopping.abort();
    await polling;
  });
});

describe('delivery', () => {
  test('alerts that come while the bot waits, or came before it started, arrive once each, in order', async () => {
    const person = await createKnownPerson();
    const added = [api.bot.addAlert({ telegram_id: person.id, site: 'one.uz' })];
    const bot = start();
    expect((await person.hear()).text).toContain('one.uz');
    await expect.poll(api.bot.waiting).toBe(1);
    added.push(api.bot.addAlert({ telegram_id: person.id, site: 'two.uz' }));
    expect((await person.hear()).text).toContain('two.uz');
    await acknowledged(2);
    expect(api.bot.acknowledged).toEqual(added.map(({ id }) => id));
    await bot.stop();
    expect(await person.heard()).toHaveLength(2);
  });

  test('people who blocked the bot, or whose chat does not exist, delay nobody; the block is kept', async () => {
    const [gone, later, person] = [await createKnownPerson(), await createKnownPerson(), await createKnownPerson()];
    await post(`/handset/users/${gone.id}/block`, { blocked: true });
    api.chats.set(gone.id, { language: 'ru', is_blocked: false });
    api.chats.set(later.id, { language: null, is_blocked: true });
    api.bot.addAlert({ telegram_id: gone.id });
    api.bot.addAlert({ telegram_id: later.id });
    api.bot.addAlert({ telegram_id: 4 });
    api.bot.addAlert({ telegram_id: person.id });
    const bot = start();
    expect((await person.hear()).text).toContain('shop.uz');
    await acknowledged(4);
    expect(api.chats.get(gone.id)).toEqual({ language: 'ru', is_blocked: true });
    expect(await later.heard()).toEqual([]);
    expect(bot.refused).toEqual([expect.stringContaining('chat not found')]);
    expect(bot.settled.toSorted()).toEqual(['blocked', 'blocked', 'refused', 'sent']);
    expect(bot.troubles).toEqual([]);
    await bot.stop();
  });

  test('Telegram asks to wait: the alert waits as long, and then arrives', async () => {
    const person = await createKnownPerson();
    await fault({ kind: 'status', status: 429, retry_after: 40, times: 2 });
    const bot = start();
    api.bot.addAlert({ telegram_id: person.id });
    expect((await person.hear()).text).toContain('shop.uz');
    await acknowledged(1);
    expect(bot.pauses.filter((ms) => ms === 40_000)).toHaveLength(2);
    expect(bot.troubles).toEqual([{ telegram: expect.stringContaining('429') }]);
    await bot.stop();
  });

  test.for([
    ['hangs up', { kind: 'drop' }],
    ['is in trouble', { kind: 'status', status: 502 }],
  ] as const)('Telegram %s: retried with growing pauses, and reported once', async ([, trouble]) => {
    const person = await createKnownPerson();
    await fault({ ...trouble, times: 7 });
    const bot = start();
    api.bot.addAlert({ telegram_id: person.id });
    expect((await person.hear()).text).toContain('shop.uz');
    await acknowledged(1);
    expect(bot.pauses.slice(0, 7)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(bot.troubles).toHaveLength(1);
    await bot.stop();
    expect(await person.heard()).toHaveLength(1);
  });

  test('the API is down before and after the alert is sent: it arrives once, and the trouble is reported once each', async () => {
    const person = await createKnownPerson();
    api.bot.alertTrouble.push('hang-up', refusal(503, 'not_ready'), refusal(404, 'not_found'));
    const bot = start();
    await expect.poll(() => api.bot.waiting()).toBe(1);
    expect(bot.troubles).toEqual([{ api: 'unreachable' }]);
    expect(bot.pauses).toEqual([1_000, 2_000, 4_000]);

    api.bot.alertTrouble.push('hang-up', 'hang-up'); // of the acknowledgement
    api.bot.addAlert({ telegram_id: person.id });
    await acknowledged(1);
    await bot.stop();
    expect(bot.troubles).toEqual([{ api: 'unreachable' }, { api: 'unreachable' }]);
    expect(await person.heard()).toHaveLength(1);
  });

  test('a stop while an alert is sent finishes that one, and leaves the next one to the next instance', async () => {
    const person = await createKnownPerson();
    const gate = await startGate(stack.url);
    api.bot.addAlert({ telegram_id: person.id, site: 'one.uz' });
    api.bot.addAlert({ telegram_id: person.id, site: 'two.uz' });
    const release = gate.hold(person.id);
    const first = start(gate.url);
    await expect.poll(gate.held).toBe(1);
    const stopped = first.stop();
    release();
    await stopped;
    await gate.close();
    expect(await person.heard()).toHaveLength(1);
    expect(api.bot.alerts.map(({ site }) => site)).toEqual(['two.uz']);

    const next = start();
    await acknowledged(2);
    await next.stop();
    expect((await person.heard()).map(({ text }) => /one|two/.exec(text ?? '')?.[0])).toEqual(['one', 'two']);
  });

  test('a stop while Telegram has it wait leaves the alert to the next instance', async () => {
    const person = await createKnownPerson();
    await fault({ kind: 'status', status: 429, retry_after: 3_600, times: 1 });
    api.bot.addAlert({ telegram_id: person.id });
    const stopping = start();
    const pause = Promise.withResolvers<never>();
    stopping.holdPauses(pause.promise);
    await expect.poll(() => stopping.troubles).toHaveLength(1);
    const stopped = stopping.stop();
    pause.reject(new Error('the process stops'));
    await stopped;
    expect(api.bot.acknowledged).toEqual([]);

    const next = start();
    expect((await person.hear()).text).toContain('shop.uz');
    await acknowledged(1);
    await next.stop();
  });

  test('a stop during a long poll ends it at once', async () => {
    const bot = start();
    await expect.poll(api.bot.waiting).toBe(1);
    await bot.stop();
    await expect.poll(api.bot.waiting).toBe(0);
    expect(bot.troubles).toEqual([]);
  });

  test('an empty answer is no reason to ask again at once', async () => {
    api.bot.alertTrouble.push(...Array.from({ length: 3 }, () => ({ status: 200, body: { alerts: [] } })));
    const bot = start();
    await expect.poll(api.bot.waiting).toBe(1);
    expect(bot.pauses).toEqual([1_000, 1_000, 1_000]);
    await bot.stop();
  });
});
