import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { startFakeApi } from '../support/fake-api.ts';
import { startPolling } from '../support/run-bot.ts';
import { startStubTelegram } from '../support/stub-telegram.ts';

/** How often each method fails before it works. */
const FAILURES = 5;

const html = '<html><body><h1>502 Bad Gateway</h1></body></html>';
const refuse = (status: number, body: string, type: string) => (response: ServerResponse) =>
  void response.writeHead(status, { 'content-type': type }).end(body);
const busy = JSON.stringify({
  ok: false,
  error_code: 429,
  description: 'Too Many Requests: retry after 1',
  parameters: { retry_after: 1 },
});

test.for<[string, (response: ServerResponse) => void]>([
  ['429', refuse(429, busy, 'application/json')],
  ['500', refuse(500, '{"ok":false,"error_code":500,"description":"Internal Server Error"}', 'application/json')],
  ['502 with a page', refuse(502, html, 'text/html')],
  ['a page in place of an answer', refuse(200, html, 'text/html')],
  ['an empty answer', refuse(200, '', 'application/json')],
  ['a closed connection', (response) => void response.destroy()],
  [
    'a connection that closes in the middle',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 900 });
      response.write('{"ok":true', () => response.destroy());
    },
  ],
])('%s, five times to each method: no exit, no lost update, one report', async ([, fail]) => {
  const telegram = await startStubTelegram();
  const api = await startFakeApi();
  const failures = new Map<string, number>();
  const offsets: unknown[] = [];
  telegram.trouble = (method, response, body) => {
    if (method === 'getUpdates') offsets.push(body['offset']);
    const count = failures.get(method) ?? 0;
    if (count >= FAILURES || method === 'getMyCommands') return false; // which it calls once, and can do without
    failures.set(method, count + 1);
    fail(response);
    return true;
  };
  const from = { id: 7, is_bot: false, first_name: 'A', language_code: 'uz' };
  const message = { message_id: 1, date: 1_790_000_000, chat: { id: 7, type: 'private' }, from };
  telegram.updates = [
    { update_id: 1, message: { ...message, text: '/help', entities: [{ type: 'bot_command', offset: 0, length: 5 }] } },
    { update_id: 2, callback_query: { id: '1', from, message, chat_instance: '1', data: 'language:en' } },
  ];
  const told: string[] = [];
  const stopping = new AbortController();
  const ended = startPolling({
    stackUrl: telegram.url,
    apiUrl: api.url,
    delay: () => setImmediate(),
    tell: (text) => told.push(text),
    signal: stopping.signal,
  });
  await expect.poll(() => offsets.at(-1)).toBe(3); // both are confirmed
  expect(telegram.calls.map(({ method, text }) => [method, text])).toEqual([
    ['sendMessage', messages.uz.help],
    ['editMessageText', messages.en.languageChosen],
    ['sendMessage', messages.en.askForPhone],
  ]);
  expect([...failures].filter(([method]) => method !== 'getWebhookInfo').every(([, count]) => count === FAILURES)).toBe(
    true,
  );
  expect(told).toEqual(['unreachable', 'polling']);
  stopping.abort();
  await ended;
  await telegram.close();
  await api.close();
});
