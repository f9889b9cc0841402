import { setImmediate } from 'node:timers/promises';
import { TelegramError } from 'telegraf';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSendPace } from '../../src/send-pace.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** A pace on a clock that the test moves. `sent` lists the chats in the order of their calls. */
function openPace() {
  const stopping = new AbortController();
  const pace = createSendPace({
    delay: (ms) =>
      new Promise((resolve, reject) => {
        setTimeout(resolve, ms);
        stopping.signal.addEventListener('abort', () => reject(stopping.signal.reason));
      }),
    stopping: stopping.signal,
  });
  const sent: number[] = [];
  return {
    sent,
    stop: () => stopping.abort(),
    /** Sends to a chat; `answer` is Telegram's. */
    send: (chatId: number, { answer = Promise.resolve(), isAlert = false, method = 'sendMessage' } = {}) =>
      pace.run({ chatId, method, isAlert }, () => {
        sent.push(chatId);
        return answer;
      }),
  };
}

/** Lets time pass, and what waits for it go on. */
async function pass(ms: number): Promise<void> {
  await setImmediate();
  await vi.advanceTimersByTimeAsync(ms);
  await setImmediate();
}

test('all chats together get 30 messages a second, in the order in which they came', async () => {
  const { send, sent } = openPace();
  for (let chat = 1; chat <= 100; chat += 1) void send(chat);
  await pass(999);
  expect(sent).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  await pass(1);
  expect(sent).toHaveLength(60);
  await pass(2_000);
  expect(sent).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
});

test('one chat gets one message a second; others do not wait for it, and a change of a message is none', async () => {
  const { send, sent } = openPace();
  for (const chat of [7, 7, 7, 8]) void send(chat);
  void send(9, { method: 'editMessageText' });
  void send(9);
  await pass(0);
  expect(sent).toEqual([7, 8, 9, 9]);
  await pass(1_000);
  expect(sent).toEqual([7, 8, 9, 9, 7]);
  await pass(1_000);
  expect(sent).toEqual([7, 8, 9, 9, 7, 7]);
});

test('a message is changed at once, also right after it was sent; the next one still waits for its second', async () => {
  const { send, sent } = openPace();
  const answer = Promise.withResolvers<void>();
  void send(7, { answer: answer.promise });
  void send(7, { method: 'editMessageText' });
  void send(7);
  await pass(0);
  expect(sent).toEqual([7]);
  answer.resolve();
  await pass(0);
  expect(sent).toEqual([7, 7]);
  await pass(999);
  expect(sent).toEqual([7, 7]);
  await pass(1);
  expect(sent).toEqual([7, 7, 7]);
});

test('a chat that Telegram lets wait gets nothing until then, and delays no other', async () => {
  const { send, sent } = openPace();
  const error = new TelegramError({ error_code: 429, description: 'retry', parameters: { retry_after: 40 } });
  await expect(send(7, { answer: Promise.reject(error) })).rejects.toThrow(error);
  void send(7);
  void send(8);
  await pass(39_999);
  expect(sent).toEqual([7, 8]);
  await pass(1);
  expect(sent).toEqual([7, 8, 7]);
});

test('messages that hang delay others for a second, no longer', async () => {
  const { send, sent } = openPace();
  for (let chat = 1; chat <= 30; chat += 1) void send(chat, { answer: new Promise(() => {}) });
  void send(31);
  await pass(1_999);
  expect(sent).not.toContain(31);
  await pass(1);
  expect(sent).toContain(31);
});

test('alerts get 25 a second, and answers go first', async () => {
  const { send, sent } = openPace();
  for (let chat = 1; chat <= 40; chat += 1) void send(chat, { isAlert: true });
  await pass(0);
  expect(sent).toHaveLength(25);
  for (let chat = 101; chat <= 110; chat += 1) void send(chat);
  await pass(0);
  expect(sent.slice(25)).toEqual([101, 102, 103, 104, 105]);
  await pass(1_000);
  expect(sent.slice(30, 35)).toEqual([106, 107, 108, 109, 110]);
  expect(sent).toHaveLength(50); // and all alerts
});

test('a stop sends nothing more', async () => {
  const { send, sent, stop } = openPace();
  for (let chat = 1; chat <= 30; chat += 1) void send(chat);
  const late = [send(31), send(1)];
  const ended = Promise.allSettled(late);
  await pass(0);
  stop();
  expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(sent).toHaveLength(30);
});
