import { describe, expect, test } from 'vitest';
import { createServer } from '../src/server.ts';

const SECRET = 'webhook-secret-0123456789';
const update = { update_id: 7 };

function createTestServer(isReady = true) {
  const handled: object[] = [];
  const server = createServer({
    logLevel: 'silent',
    isReady: () => isReady,
    webhook: { path: '/telegram', secret: SECRET, handle: async (given) => void handled.push(given) },
  });
  const deliver = (headers: Record<string, string>) =>
    server.inject({ method: 'POST', url: '/telegram', payload: update, headers });
  return { server, handled, deliver };
}

describe('the webhook', () => {
  test('hands on what carries the secret', async () => {
    const { handled, deliver } = createTestServer();
    expect((await deliver({ 'x-telegram-bot-api-secret-token': SECRET })).statusCode).toBe(200);
    expect(handled).toEqual([update]);
  });

  test.for<[string, Record<string, string>]>([
    ['without the secret', {}],
    ['with an empty one', { 'x-telegram-bot-api-secret-token': '' }],
    ['with the word undefined', { 'x-telegram-bot-api-secret-token': 'undefined' }],
    ['with a wrong one', { 'x-telegram-bot-api-secret-token': `${SECRET}x` }],
  ])('refuses an update %s', async ([, headers]) => {
    const { handled, deliver } = createTestServer();
    expect((await deliver(headers)).statusCode).toBe(403);
    expect(handled).toEqual([]);
  });
});

test('healthz is the process, readyz is whether updates arrive', async () => {
  for (const isReady of [true, false]) {
    const { server } = createTestServer(isReady);
    expect((await server.inject('/healthz')).statusCode).toBe(200);
    expect((await server.inject('/readyz')).statusCode).toBe(isReady ? 200 : 503);
  }
});
