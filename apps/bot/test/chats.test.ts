import { type LocalStack, startLocalStack } from '@raqam/local-stack/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { messages } from '../src/messages/messages.ts';
import { CODE, type FakeApi, startFakeApi } from './support/fake-api.ts';
import { type Gate, startGate } from './support/gate.ts';
import { createPerson, type Person } from './support/person.ts';
import { BOT_TOKEN, SITE, startPolling } from './support/run-bot.ts';

const { uz } = messages;

let stack: LocalStack;
let gate: Gate;
let api: FakeApi;
beforeEach(async () => {
  stack = await startLocalStack({ port: 0, bots: [{ token: BOT_TOKEN, username: 'test_bot' }] });
  gate = await startGate(stack.url);
  api = await startFakeApi();
});
afterEach(async () => {
  await gate.close();
  await stack.close();
  await api.close();
});

/** A bot whose pauses last until `resume`; they end early when it stops. */
function start() {
  const told: string[] = [];
  const stopping = new AbortController();
  const { signal } = stopping;
  const pauses: { ms: number; resume(): void }[] = [];
  const delay = (ms: number) =>
    new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
      pauses.push({ ms, resume: resolve });
    });
  const polling = startPolling({ stackUrl: gate.url, apiUrl: api.url, delay, tell: (text) => told.push(text), signal });
  return {
    told,
    pauses,
    async stop() {
      stopping.abort();
      await polling;
    },
  };
}

async function getJson<Answer>(path: string): Promise<Answer> {
  return (await fetch(stack.url + path)).json() as Promise<Answer>; // the emulator's word
}

const createPeople = (count: number) => Promise.all(Array.from({ length: count }, () => createPerson(stack.url)));
const pending = async () =>
  (await getJson<{ result: { pending_update_count: number } }>(`/bot${BOT_TOKEN}/getWebhookInfo`)).result
    .pending_update_count;
/** The bot's messages to a person so far. */
async function said(person: Person): Promise<string[]> {
  const all = await getJson<{ from: { is_bot: boolean }; text: string }[]>(`/handset/users/${person.id}/messages`);
  return all.filter(({ from }) => from.is_bot).map(({ text }) => text);
}

test('a slow message delays no other chat', async () => {
  const [slow, ...others] = (await createPeople(21)) as [Person, ...Person[]];
  const release = gate.hold(slow.id);
  const bot = start();
  await slow.act({ contact: 'own' });
  await expect.poll(gate.held).toBe(1);
  const answers = await Promise.all(others.map((person) => person.send({ contact: 'own' })));
  for (const { text } of answers) expect(text).toContain(CODE);
  expect(gate.held()).toBe(1);
  release();
  expect((await slow.hear()).text).toContain(CODE);
  await bot.stop();
});

test('messages of one person are answered in order', async () => {
  const person = await createPerson(stack.url);
  for (const text of ['/help', '/cancel', '/language', '/start']) await person.act({ text });
  const release = gate.hold(person.id);
  const bot = start();
  await expect.poll(gate.held).toBe(1);
  const other = await createPerson(stack.url);
  await other.send({ text: '/help' }); // time enough for the later answers to overtake the first
  expect(gate.held()).toBe(1);
  release();
  await expect.poll(() => said(person)).toHaveLength(4);
  expect(await said(person)).toEqual([
    uz.help,
    uz.nothingToCancel,
    uz.chooseLanguage,
    `${uz.welcome(SITE)}\n\n${uz.askForPhone}`,
  ]);
  await bot.stop();
});

test('after a 429 only that chat waits, and then gets its code', async () => {
  const [busy, other] = (await createPeople(2)) as [Person, Person];
  gate.refuse(busy.id, 429, 15);
  gate.refuse(busy.id, 429, 200);
  const bot = start();
  await busy.act({ contact: 'own' });
  await expect.poll(() => bot.pauses.map(({ ms }) => ms)).toEqual([15_000]);
  expect((await other.send({ contact: 'own' })).text).toContain(CODE);
  bot.pauses[0]?.resume();
  await expect.poll(() => bot.pauses.map(({ ms }) => ms)).toEqual([15_000, 200_000]);
  bot.pauses[1]?.resume();
  expect((await busy.hear()).text).toContain(CODE);
  expect(api.calls).toHaveLength(2);
  await bot.stop();
});

test('a 429 that asks to wait longer than a code lives is given up', async () => {
  const person = await createPerson(stack.url);
  gate.refuse(person.id, 429, 601);
  const bot = start();
  await person.act({ contact: 'own' });
  await expect.poll(() => bot.told).toEqual(['polling', expect.stringContaining('429')]);
  expect(bot.pauses).toEqual([]);
  expect((await person.send({ text: '/help' })).text).toBe(uz.help);
  await bot.stop();
});

test('a waiting chat delays no other, even when more updates arrive than Telegram sends at a time', async () => {
  const [busy, ...others] = (await createPeople(131)) as [Person, ...Person[]];
  gate.refuse(busy.id, 429, 60);
  const bot = start();
  await busy.act({ contact: 'own' });
  await expect.poll(() => bot.pauses).toHaveLength(1);
  await Promise.all(others.map((person) => person.act({ contact: 'own' })));
  for (const person of others) expect((await person.hear()).text).toContain(CODE);
  bot.pauses[0]?.resume();
  expect((await busy.hear()).text).toContain(CODE);
  await bot.stop();
});

test('the flood of one person is cut, and delays no other chat', async () => {
  const [flooder, other] = (await createPeople(2)) as [Person, Person];
  for (let sent = 0; sent < 250; sent += 1) await flooder.act({ text: '/help' });
  await other.act({ contact: 'own' });
  const release = gate.hold(flooder.id);
  const bot = start();
  expect((await other.hear()).text).toContain(CODE);
  release();
  await expect.poll(pending).toBe(0);
  expect((await said(flooder)).length).toBeLessThan(100);
  expect((await flooder.send({ text: '/cancel' })).text).toBeDefined();
  await bot.stop();
});

test('an update is confirmed only when it and all before it were answered', async () => {
  const [slow, other] = (await createPeople(2)) as [Person, Person];
  const release = gate.hold(slow.id);
  const bot = start();
  await slow.act({ text: '/help' });
  await expect.poll(gate.held).toBe(1);
  expect((await other.send({ text: '/help' })).text).toBe(uz.help);
  expect(await pending()).toBe(2);
  release();
  await expect.poll(pending).toBe(0);
  await bot.stop();
});

test('a stop while a chat waits for Telegram leaves its update to the next instance', async () => {
  const [busy, other] = (await createPeople(2)) as [Person, Person];
  gate.refuse(busy.id, 429, 300);
  const first = start();
  await busy.act({ contact: 'own' });
  await expect.poll(() => first.pauses).toHaveLength(1);
  await other.send({ contact: 'own' });
  await first.stop();
  expect(first.told).toEqual(['polling']); // nothing was given up

  const next = start();
  expect((await busy.hear()).text).toContain(CODE);
  const [one, again] = api.calls.filter(({ body }) => body['phone_number'] === busy.phone);
  expect(again?.body).toEqual(one?.body); // the same request_id: the same code, at no cost
  await next.stop();
});
