import { setImmediate } from 'node:timers/promises';
import { type LocalStack, startLocalStack } from '@raqam/local-stack/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CHAT_TIMEOUT_MS, type Chat } from '../src/api/chat-api.ts';
import { createChats } from '../src/api/chats.ts';
import { messages } from '../src/messages/messages.ts';
import { CODE, type FakeApi, startFakeApi } from './support/fake-api.ts';
import { createPerson, type Person } from './support/person.ts';
import { BOT_SECRET, BOT_TOKEN, SITE, startPolling } from './support/run-bot.ts';

const { uz, ru, en } = messages;
const FIND = '/api/v1/bot/chats/find/';
const SAVE = '/api/v1/bot/chats/save/';
const MINUTE_MS = 60_000;

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

/** A bot whose clock stands still until `pass`. */
function start({ chatTimeout }: { chatTimeout?: number } = {}) {
  const told: string[] = [];
  const stopping = new AbortController();
  let nowMs = 1;
  const polling = startPolling({
    stackUrl: stack.url,
    apiUrl: api.url,
    delay: () => setImmediate(),
    now: () => nowMs,
    ...(chatTimeout && { chatTimeout }),
    tell: (text) => told.push(text),
    signal: stopping.signal,
  });
  return {
    told,
    pass(ms: number) {
      nowMs += ms;
    },
    /** Stops the bot once every update is answered and saved. */
    async stop() {
      stopping.abort();
      await polling;
    },
  };
}

async function post(path: string, body: object): Promise<void> {
  const response = await fetch(stack.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status, await response.text()).toBeLessThan(300);
}

/** Makes the next `times` calls of a method fail; the returned function counts those still to come. */
async function fail(method: string, times: number): Promise<() => Promise<number>> {
  await post('/handset/faults', { target: 'telegram', method, kind: 'status', status: 400, times });
  return async () => {
    const faults = (await (await fetch(`${stack.url}/handset/faults`)).json()) as { times: number }[]; // the emulator's
    return faults.reduce((sum, fault) => sum + fault.times, 0);
  };
}

const setBlocked = (person: Person, blocked: boolean) => post(`/handset/users/${person.id}/block`, { blocked });

const setMenu = (person: Person, language: keyof typeof messages) =>
  post(`/bot${BOT_TOKEN}/setMyCommands`, {
    commands: Object.entries(messages[language].commands).map(([command, description]) => ({ command, description })),
    scope: { type: 'chat', chat_id: person.id },
  });

async function choose(person: Person, language: keyof typeof messages): Promise<void> {
  const { message_id } = await person.send({ text: '/language' });
  await person.act({ callback_data: `language:${language}`, message_id });
  expect((await person.hear()).text).toBe(messages[language].askForPhone);
}

const paths = () => api.chatCalls.map(({ path }) => path);

test('the language chosen with /language is kept by the API, over a restart and without Telegram’s menu', async () => {
  const person = await createPerson(stack.url);
  const first = start();
  await choose(person, 'ru');
  await first.stop();
  expect(api.chats.get(person.id)).toEqual({ language: 'ru', is_blocked: false });
  expect(api.chatCalls[0]?.authorization).toBe(`Bearer ${BOT_SECRET}`);

  await setMenu(person, 'en');
  const second = start();
  expect((await person.send({ text: '/help' })).text).toBe(ru.help);
  await second.stop();
});

test('the messages of ten minutes read a chat once, and save it only when it changes', async () => {
  const person = await createPerson(stack.url);
  const first = start();
  await person.send({ text: '/start' });
  await person.send({ text: '/help' });
  await person.send({ contact: 'own' });
  await first.stop();
  expect(paths()).toEqual([FIND, SAVE]); // a new one is saved, so that it is known

  api.chatCalls.splice(0);
  const second = start();
  await person.send({ text: '/help' });
  second.pass(10 * MINUTE_MS);
  await person.send({ text: '/help' });
  expect(paths()).toEqual([FIND]);
  second.pass(1);
  await person.send({ text: '/help' });
  await second.stop();
  expect(paths()).toEqual([FIND, FIND]);
});

test('a language saved by another instance takes effect after ten minutes', async () => {
  const person = await createPerson(stack.url);
  const bot = start();
  expect((await person.send({ text: '/help' })).text).toBe(uz.help);
  await expect.poll(() => api.chats.has(person.id)).toBe(true);
  api.chats.set(person.id, { language: 'en', is_blocked: false });
  expect((await person.send({ text: '/help' })).text).toBe(uz.help);
  bot.pass(10 * MINUTE_MS + 1);
  expect((await person.send({ text: '/help' })).text).toBe(en.help);
  await bot.stop();
});

test('the link of a page saves its language; with another choice it saves nothing', async () => {
  const [newcomer, chooser] = [await createPerson(stack.url), await createPerson(stack.url)];
  api.chats.set(chooser.id, { language: 'ru', is_blocked: false });
  const bot = start();
  expect((await newcomer.send({ text: '/start en' })).text).toContain(en.welcome(SITE));
  expect((await chooser.send({ text: '/start en' })).text).toContain(ru.welcome(SITE));
  await bot.stop();
  expect(api.chats.get(newcomer.id)?.language).toBe('en');
  expect(api.chats.get(chooser.id)?.language).toBe('ru');
});

test('while the API is down people are answered in the language of their app, or in the last choice that is known', async () => {
  const [stranger, known] = [
    await createPerson(stack.url, { language: 'en' }),
    await createPerson(stack.url, { language: 'en' }),
  ];
  const choice = { language: 'ru', is_blocked: false };
  for (const { id } of [stranger, known]) api.chats.set(id, choice);
  const bot = start();
  expect((await known.send({ text: '/help' })).text).toBe(ru.help);
  api.chatTrouble = 'hang-up';
  bot.pass(24 * 60 * MINUTE_MS);
  expect((await known.send({ text: '/help' })).text).toBe(ru.help);
  expect((await stranger.send({ text: '/help' })).text).toBe(en.help);
  expect((await stranger.send({ text: '/start uz' })).text).toContain(uz.welcome(SITE));

  api.chatTrouble = undefined;
  expect((await stranger.send({ text: '/help' })).text).toBe(ru.help);
  await bot.stop();
  expect(api.chats.get(stranger.id)).toEqual(choice); // the link of a page did not replace it
});

test('an API that does not answer delays the bot by seconds only', async () => {
  api.chatTrouble = 'silent';
  const person = await createPerson(stack.url);
  const bot = start({ chatTimeout: CHAT_TIMEOUT_MS });
  expect((await person.send({ contact: 'own' })).text).toContain(CODE);
  await bot.stop();
});

test('a choice that the API did not save takes effect at once, and is saved with the next message', async () => {
  const person = await createPerson(stack.url);
  api.chats.set(person.id, { language: 'en', is_blocked: false });
  const bot = start();
  api.chatTrouble = 'hang-up';
  await choose(person, 'ru');
  expect((await person.send({ text: '/help' })).text).toBe(ru.help);
  await expect.poll(paths).toEqual([FIND, FIND, SAVE, SAVE, SAVE]);
  expect(api.chats.get(person.id)?.language).toBe('en');

  bot.pass(24 * 60 * MINUTE_MS);
  api.chatTrouble = undefined;
  expect((await person.send({ text: '/help' })).text).toBe(ru.help);
  await bot.stop();
  expect(api.chats.get(person.id)).toEqual({ language: 'ru', is_blocked: false });
});

test('a choice that only Telegram’s menu has is saved in the API, once', async () => {
  const [chooser, other] = [await createPerson(stack.url), await createPerson(stack.url)];
  for (const person of [chooser, other]) await person.act({ text: '/cancel' });
  await setMenu(chooser, 'uz-Cyrl');
  const first = start();
  expect((await chooser.hear()).text).toBe(messages['uz-Cyrl'].nothingToCancel);
  expect((await other.hear()).text).toBe(uz.nothingToCancel);
  await first.stop();
  expect(api.chats.get(chooser.id)).toEqual({ language: 'uz-Cyrl', is_blocked: false });
  expect(api.chats.get(other.id)).toEqual({ language: null, is_blocked: false });

  const left = await fail('getMyCommands', 1);
  const second = start();
  expect((await chooser.send({ text: '/help' })).text).toBe(messages['uz-Cyrl'].help);
  expect((await other.send({ text: '/help' })).text).toBe(uz.help);
  await second.stop();
  expect(await left()).toBe(1);
});

test('a choice that Telegram’s menu has is not lost when Telegram does not answer', async () => {
  const person = await createPerson(stack.url);
  await person.act({ text: '/cancel' });
  await setMenu(person, 'ru');
  await fail('getMyCommands', 1);
  const bot = start();
  expect((await person.hear()).text).toBe(uz.nothingToCancel);
  expect((await person.send({ text: '/help' })).text).toBe(ru.help);
  await bot.stop();
  expect(api.chats.get(person.id)).toEqual({ language: 'ru', is_blocked: false });
});

test('a block is recorded when an answer is refused, without a report; the next message clears it', async () => {
  const person = await createPerson(stack.url);
  const bot = start();
  await choose(person, 'ru');
  await bot.stop();
  await person.act({ text: '/help' });
  await setBlocked(person, true);
  const second = start();
  await expect.poll(() => api.chats.get(person.id)).toEqual({ language: 'ru', is_blocked: true });
  expect(second.told).toEqual(['polling']);

  await setBlocked(person, false);
  expect((await person.send({ text: '/help' })).text).toBe(ru.help);
  await second.stop();
  expect(api.chats.get(person.id)).toEqual({ language: 'ru', is_blocked: false });
});

test('a block that was recorded earlier is cleared by the next message', async () => {
  const person = await createPerson(stack.url);
  api.chats.set(person.id, { language: null, is_blocked: true });
  const bot = start();
  await person.send({ text: '/help' });
  await bot.stop();
  expect(api.chats.get(person.id)).toEqual({ language: null, is_blocked: false });
});

test('the cache holds the 10,000 most recently active chats', async () => {
  const found: number[] = [];
  const chats = createChats({
    api: {
      async find(telegramId): Promise<Chat> {
        found.push(telegramId);
        return { language: 'ru', isBlocked: false };
      },
      save: async () => true,
    },
    findFormerLanguage: async () => null,
    now: () => 1,
  });
  for (let id = 1; id <= 10_000; id++) await chats.find(id);
  await chats.find(1);
  await chats.find(10_001); // in the place of 2
  found.splice(0);
  await chats.find(1);
  await chats.find(2);
  expect(found).toEqual([2]);
});
