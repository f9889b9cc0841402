import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Handset, startHandset } from '../../src/start-handset.ts';

const TOKEN = '777:token-of-the-tests';
const PEOPLE = Array.from({ length: 40 }, (_, index) => 9_001 + index);

let stack: Handset;
beforeAll(async () => {
  stack = await startHandset({
    port: 0,
    bots: [{ token: TOKEN, username: 'test_bot' }],
    people: PEOPLE.map((telegram_id) => ({
      telegram_id,
      first_name: 'A',
      phone: `+99890000${telegram_id}`,
      language_code: 'uz',
    })),
    limits: 'telegram',
  });
  for (const id of PEOPLE) await post(`/handset/users/${id}/messages`, { text: '/start' });
});
afterAll(() => stack.close());

const post = (path: string, body: object) =>
  fetch(stack.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const send = (chat_id: number) => post(`/bot${TOKEN}/sendMessage`, { chat_id, text: 'salom' });

test('a second message to a chat within a second: 429 as Telegram answers it', async () => {
  // on a busy machine a second may pass between two
  const sendTwo = async () => {
    await send(9_001);
    return (await send(9_001)).json();
  };
  await expect.poll(sendTwo, { timeout: 60_000 }).toEqual({
    ok: false,
    error_code: 429,
    description: 'Too Many Requests: retry after 1',
    parameters: { retry_after: 1 },
  });
  expect((await post(`/bot${TOKEN}/sendChatAction`, { chat_id: 9_001, action: 'typing' })).status).toBe(200);
  await expect.poll(async () => (await send(9_001)).status, { timeout: 60_000 }).toBe(200);
});

test('above 30 messages a second to all chats: 429, and the refused ones do not count', async () => {
  await expect.poll(async () => (await send(9_001)).status, { timeout: 60_000 }).toBe(200); // the second of the test before is over
  const sendToAll = async () => {
    await Promise.all(PEOPLE.map(send));
    return stack.sent?.refusedOverall;
  };
  await expect.poll(sendToAll, { timeout: 60_000 }).toBeGreaterThanOrEqual(9);
  expect(stack.sent?.busiestSecond).toBe(30);
  await expect.poll(async () => (await send(9_040)).status, { timeout: 60_000 }).toBe(200);
});

test('without the option any number is taken', async () => {
  const other = await startHandset({ port: 0, bots: [{ token: TOKEN, username: 'test_bot' }] });
  const call = (path: string, body: object) =>
    fetch(other.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await call('/handset/users/1001/messages', { text: '/start' });
  for (let i = 0; i < 40; i += 1)
    expect((await call(`/bot${TOKEN}/sendMessage`, { chat_id: 1001, text: 'salom' })).status).toBe(200);
  expect(other.sent).toBeUndefined();
  await other.close();
});
