import { setImmediate } from 'node:timers/promises';
import { startLocalStack } from '@raqam/local-stack/server';
import { expect, test } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { TokenRefused } from '../../src/updates/connection.ts';
import { createPerson } from '../support/person.ts';
import { BOT_TOKEN, startPolling } from '../support/run-bot.ts';

/** A bot that polls until `stop`; `events` lists what it reported. Its API is unreachable. */
function start(stackUrl: string, token = BOT_TOKEN) {
  const events: string[] = [];
  const stopping = new AbortController();
  const ended = startPolling({
    stackUrl,
    token,
    apiUrl: 'http://127.0.0.1:9',
    delay: () => setImmediate(),
    tell: (text) => events.push(text),
    signal: stopping.signal,
  });
  return {
    events,
    ended,
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

const startStack = (port = 0) => startLocalStack({ port, bots: [{ token: BOT_TOKEN, username: 'test_bot' }] });

test('a second instance crashes neither, and the remaining one serves', async () => {
  const stack = await startStack();
  const first = start(stack.url);
  await expect.poll(() => first.events).toEqual(['polling']);
  const second = start(stack.url);
  await expect.poll(() => first.events).toContain('conflict');
  await first.stop();

  const person = await createPerson(stack.url);
  expect((await person.send({ text: '/help' })).text).toBe(messages.uz.help);
  await second.stop();
  await stack.close();
});

test('a conflict is reported once, however long it lasts', async () => {
  const stack = await startStack();
  await fetch(`${stack.url}/handset/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ target: 'telegram', method: 'getUpdates', kind: 'status', status: 409, times: 5 }),
  });
  const bot = start(stack.url);
  await expect.poll(() => bot.events.at(-1)).toBe('polling');
  expect(bot.events).toEqual(['conflict', 'polling']);
  await bot.stop();
  await stack.close();
});

test('Telegram unreachable at the start and later: the bot retries, and answers what arrived meanwhile', async () => {
  const early = await startStack();
  const { port, url } = early;
  await early.close();
  const bot = start(url);
  await expect.poll(() => bot.events).toEqual(['unreachable']);

  const stack = await startStack(port);
  await expect.poll(() => bot.events).toEqual(['unreachable', 'polling']);
  await fetch(`${stack.url}/handset/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ target: 'telegram', method: 'getUpdates', kind: 'drop', times: 3 }),
  });
  const person = await createPerson(stack.url);
  expect((await person.send({ text: '/help' })).text).toBe(messages.uz.help);
  await bot.stop();
  await stack.close();
});

test('an old webhook is removed', async () => {
  const stack = await startStack();
  await fetch(`${stack.url}/bot${BOT_TOKEN}/setWebhook?url=http://127.0.0.1:9/nowhere`);
  const bot = start(stack.url);
  const person = await createPerson(stack.url);
  expect((await person.send({ text: '/help' })).text).toBe(messages.uz.help);
  await bot.stop();
  await stack.close();
});

test('a token that Telegram does not know ends the polling', async () => {
  const stack = await startStack();
  await expect(start(stack.url, '778:unknown').ended).rejects.toThrow(TokenRefused);
  await stack.close();
});

test('an update in progress when the bot stops is answered, and is not sent again', async () => {
  const stack = await startStack();
  const bot = start(stack.url);
  await expect.poll(() => bot.events).toEqual(['polling']);
  const person = await createPerson(stack.url);
  await fetch(`${stack.url}/handset/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ target: 'telegram', method: 'sendMessage', kind: 'delay', ms: 300, times: 1 }),
  });
  await person.act({ text: '/help' });
  // it is in progress once the delayed call was made
  await expect.poll(async () => (await fetch(`${stack.url}/handset/faults`)).json()).toEqual([]);
  await bot.stop();
  expect((await person.hear()).text).toBe(messages.uz.help);

  const next = start(stack.url);
  expect((await person.send({ text: '/cancel' })).text).toBe(messages.uz.nothingToCancel);
  await next.stop();
  await stack.close();
});
