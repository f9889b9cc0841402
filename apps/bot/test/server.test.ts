import { setImmediate } from 'node:timers/promises';
import { botReadinessSchema } from '@raqam/service/readiness';
import { Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { createReadiness } from '../src/readiness.ts';
import { createServer } from '../src/server.ts';

const SECRET = 'webhook-secret-0123456789';
const update = { update_id: 7 };
const about = {
  mode: 'polling',
  register_url: 'https://raqam.uz/register',
  version: '1.2.3+abcdef0',
  id: '1234567890',
} as const;
const now = new Date('2026-03-01T10:00:00Z');

function createTestServer({ isReady = true, isAnswered = true } = {}) {
  const handled: object[] = [];
  const readiness = createReadiness(about, () => now);
  if (isReady) readiness.connected('raqam_bot');
  const server = createServer({
    logLevel: 'silent',
    readiness: readiness.describe,
    metrics: new Registry(),
    webhook: {
      path: '/telegram',
      host: 'bot.shop.uz',
      secret: SECRET,
      handle: async (given) => handled.push(given) > 0 && isAnswered,
    },
  });
  const deliver = (headers: Record<string, string>) =>
    server.inject({ method: 'POST', url: '/telegram', payload: update, headers });
  return { server, handled, deliver, readiness };
}

describe('the webhook', () => {
  test('accepts an update with the secret', async () => {
    const { handled, deliver } = createTestServer();
    expect((await deliver({ 'x-telegram-bot-api-secret-token': SECRET })).statusCode).toBe(200);
    expect(handled).toEqual([update]);
  });

  test('asks Telegram to resend an update that was not answered', async () => {
    const { deliver } = createTestServer({ isAnswered: false });
    const answer = await deliver({ 'x-telegram-bot-api-secret-token': SECRET });
    expect(answer.statusCode).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });
});

test.for<[string, Record<string, string>]>([
  ['without the secret', {}],
  ['with an empty one', { 'x-telegram-bot-api-secret-token': '' }],
  ['with the word undefined', { 'x-telegram-bot-api-secret-token': 'undefined' }],
  ['with a wrong one', { 'x-telegram-bot-api-secret-token': `${SECRET}x` }],
])('webhook without, with a wrong, with an empty secret: 403 %s', async ([, headers]) => {
  const { handled, deliver } = createTestServer();
  expect((await deliver(headers)).statusCode).toBe(403);
  expect(handled).toEqual([]);
});

test('a request in progress does not keep the server open once it is answered', async () => {
  const answer = Promise.withResolvers<boolean>();
  const begun = Promise.withResolvers<void>();
  const server = createServer({
    logLevel: 'silent',
    readiness: createReadiness(about, () => now).describe,
    metrics: new Registry(),
    webhook: {
      path: '/telegram',
      host: 'bot.shop.uz',
      secret: SECRET,
      handle() {
        begun.resolve();
        return answer.promise;
      },
    },
  });
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  const delivered = fetch(`${url}/telegram`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET },
    body: JSON.stringify(update),
  });
  await begun.promise;
  const closed = server.close();
  await setImmediate(); // it closes the idle connections first
  answer.resolve(true);
  const { status, headers } = await delivered;
  expect([status, headers.get('connection')]).toEqual([200, 'close']);
  await closed;
});

test('healthz is the process, readyz is whether updates arrive', async () => {
  for (const isReady of [true, false]) {
    const { server } = createTestServer({ isReady });
    expect((await server.inject('/healthz')).statusCode).toBe(200);
    expect((await server.inject('/readyz')).statusCode).toBe(isReady ? 200 : 503);
  }
});

test('readyz reports the username and whether the API accepts the bot, and stays ready either way', async () => {
  const { server, readiness } = createTestServer({ isReady: false });
  const ask = async () => botReadinessSchema.parse((await server.inject('/readyz')).json());
  expect(await ask()).toMatchObject({ username: null, api: 'unknown' });
  readiness.connected('raqam_bot');
  for (const api of ['ok', 'secret_refused', 'host_refused', 'unreachable'] as const) {
    readiness.apiAnswered(api);
    expect(await ask()).toMatchObject({ status: 'ok', username: 'raqam_bot', api });
  }
});

test('readyz reports the bot’s id, the mode, REGISTER_URL, and the last conflict even after it has passed', async () => {
  const { server, readiness } = createTestServer({ isReady: false });
  const ask = async () => botReadinessSchema.parse((await server.inject('/readyz')).json());
  expect(await ask()).toMatchObject({ status: 'not_ready', reason: 'starting', last_conflict: null, ...about });
  readiness.interrupted('conflict');
  expect(await ask()).toMatchObject({ status: 'not_ready', reason: 'conflict', last_conflict: now.toISOString() });
  readiness.connected('raqam_bot');
  const told = await ask();
  expect(told).toMatchObject({ status: 'ok', last_conflict: now.toISOString() });
  expect(told.reason).toBeUndefined();
  readiness.interrupted('unreachable');
  expect(await ask()).toMatchObject({ status: 'not_ready', reason: 'unreachable' });
  readiness.stopping();
  expect(await ask()).toMatchObject({ status: 'not_ready', reason: 'stopping' });
});
