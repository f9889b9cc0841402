import { expect, test } from 'vitest';
import { createUpdateQueue } from '../../src/world/update-queue.ts';
import { AZIZA, BOBUR, type Json, openHandset } from '../support/open-handset.ts';

const texts = (updates: Json[]) => updates.map((update) => update.message?.text);

test('updates stay until an offset confirms them', async () => {
  const stack = await openHandset();
  for (const text of ['a', 'b', 'c']) await stack.write(AZIZA, text);
  const first = await stack.result('getUpdates');
  expect(texts(first)).toEqual(['a', 'b', 'c']);
  expect(texts(await stack.result('getUpdates'))).toEqual(['a', 'b', 'c']);
  expect(texts(await stack.result('getUpdates', { offset: first[1].update_id }))).toEqual(['b', 'c']);
  expect(texts(await stack.result('getUpdates', { offset: 0 }))).toEqual(['b', 'c']);
  expect(first[1].update_id).toBe(first[0].update_id + 1);
});

test('a negative offset keeps only the last updates', async () => {
  const stack = await openHandset();
  for (const text of ['a', 'b', 'c']) await stack.write(AZIZA, text);
  expect(texts(await stack.result('getUpdates', { offset: -2 }))).toEqual(['b', 'c']);
  expect(texts(await stack.result('getUpdates'))).toEqual(['b', 'c']);
});

test('limit cuts the batch, not the queue', async () => {
  const stack = await openHandset();
  for (const text of ['a', 'b', 'c']) await stack.write(AZIZA, text);
  expect(texts(await stack.result('getUpdates', { limit: 2 }))).toEqual(['a', 'b']);
  expect(texts(await stack.result('getUpdates', { limit: 0 }))).toEqual(['a']);
});

test('a long poll answers as soon as a message arrives', async () => {
  const stack = await openHandset();
  const poll = stack.result('getUpdates', { timeout: 50 });
  await stack.write(BOBUR, '/start deep-link');
  expect(await poll).toMatchObject([
    {
      message: {
        message_id: 1,
        from: { id: BOBUR, is_bot: false, first_name: 'Bobur', language_code: 'ru' },
        chat: { id: BOBUR, type: 'private' },
        text: '/start deep-link',
        entities: [{ type: 'bot_command', offset: 0, length: 6 }],
      },
    },
  ]);
});

test('allowed_updates apply until they are given again', async () => {
  const stack = await openHandset();
  await stack.result('getUpdates', { allowed_updates: ['callback_query'] });
  await stack.write(AZIZA, 'unwanted');
  const sent = await stack.result('sendMessage', { chat_id: AZIZA, text: 'x' });
  await stack.write(AZIZA, { callback_data: 'wanted', message_id: sent.message_id });
  const updates = await stack.result('getUpdates');
  expect(updates.map((update: Json) => update.callback_query?.data)).toEqual(['wanted']);
  await stack.result('getUpdates', { offset: -1, allowed_updates: [] });
  await stack.write(AZIZA, 'wanted again');
  expect(texts(await stack.result('getUpdates', { offset: -1 }))).toEqual(['wanted again']);
});

test('a second poller ends the first with 409 and gets the updates', async () => {
  const stack = await openHandset();
  const older = stack.api('getUpdates', { timeout: 50 });
  // Sent after the first, over its own connection: the answer of getMe shows that the first one waits.
  await stack.api('getMe');
  const newer = stack.result('getUpdates', { timeout: 50 });
  expect(await older).toEqual({
    status: 409,
    body: {
      ok: false,
      error_code: 409,
      description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    },
  });
  await stack.write(AZIZA, 'hello');
  expect(texts(await newer)).toEqual(['hello']);
});

test('a webhook refuses polling, and setting one ends the poll', async () => {
  const stack = await openHandset();
  const poll = stack.api('getUpdates', { timeout: 50 });
  await stack.api('getMe');
  await stack.result('setWebhook', { url: 'http://127.0.0.1:9/' });
  expect((await poll).body.description).toBe('Conflict: terminated by setWebhook request');
  expect(await stack.api('getUpdates')).toEqual({
    status: 409,
    body: {
      ok: false,
      error_code: 409,
      description:
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    },
  });
  await stack.result('deleteWebhook');
  expect((await stack.api('getUpdates')).status).toBe(200);
});

test('a poller that hangs up confirms nothing', async () => {
  const stack = await openHandset();
  const gone = new AbortController();
  const poll = fetch(`${stack.url}/bot1000000001:test-token/getUpdates?timeout=50`, { signal: gone.signal });
  await stack.api('getMe');
  gone.abort();
  await expect(poll).rejects.toThrow();
  await stack.write(AZIZA, 'still here');
  expect(texts(await stack.result('getUpdates', { timeout: 50 }))).toEqual(['still here']);
});

test('every bot has its own updates and its own chats', async () => {
  const stack = await openHandset();
  await stack.handset(`/users/${AZIZA}/messages?bot=@OTHER_test_bot`, { text: 'for the other' });
  expect(await stack.result('getUpdates')).toEqual([]);
  expect((await stack.api('sendMessage', { chat_id: AZIZA, text: 'x' })).status).toBe(400);
  const other = await fetch(`${stack.url}/bot1000000002:test-token/getUpdates`);
  expect(await other.json()).toMatchObject({ ok: true, result: [{ message: { text: 'for the other' } }] });
});

test('for a bot that does not poll, the newest ten thousand updates are kept', () => {
  const queue = createUpdateQueue();
  const from = { id: AZIZA, is_bot: false, first_name: 'Aziza' };
  const chat = { id: AZIZA, type: 'private' as const, first_name: 'Aziza' };
  for (let id = 1; id <= 10_001; id += 1) {
    queue.add({ message: { message_id: id, from, chat, date: 0, text: 'hi' } }, AZIZA);
  }
  expect([queue.pending.length, queue.pending[0]?.update.message?.message_id]).toEqual([10_000, 2]);
});
