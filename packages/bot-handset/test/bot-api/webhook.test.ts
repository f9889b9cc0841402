import { expect, test } from 'vitest';
import { AZIZA, BOBUR, openHandset } from '../support/open-handset.ts';
import { openServer, openWebhook } from '../support/open-webhook.ts';

test('updates arrive in order, with the secret', async () => {
  const stack = await openHandset();
  const webhook = await openWebhook(() => undefined);
  await stack.write(AZIZA, 'before');
  await stack.result('setWebhook', { url: webhook.url, secret_token: 'Secret_1-2' });
  await stack.write(AZIZA, 'after');
  const deliveries = [await webhook.next(), await webhook.next()];
  expect(deliveries.map(({ update }) => update.message.text)).toEqual(['before', 'after']);
  for (const { headers } of deliveries) expect(headers['x-telegram-bot-api-secret-token']).toBe('Secret_1-2');
});

test('without a secret there is no secret header', async () => {
  const stack = await openHandset();
  const webhook = await openWebhook(() => undefined);
  await stack.result('setWebhook', { url: webhook.url });
  await stack.write(AZIZA, 'hello');
  expect((await webhook.next()).headers).not.toHaveProperty('x-telegram-bot-api-secret-token');
});

test('an update answered with an error is sent again, under its id, before the next one of its chat', async () => {
  const stack = await openHandset();
  let failures = 1;
  const webhook = await openWebhook(() => (failures-- > 0 ? { status: 500 } : undefined));
  await stack.write(AZIZA, 'first');
  await stack.write(AZIZA, 'second');
  await stack.result('setWebhook', { url: webhook.url });
  const deliveries = [await webhook.next(), await webhook.next(), await webhook.next()];
  expect(deliveries.map(({ update }) => update.message.text)).toEqual(['first', 'first', 'second']);
  expect(deliveries[0]?.update.update_id).toBe(deliveries[1]?.update.update_id);
});

test('a refused update does not delay other chats', async () => {
  const stack = await openHandset();
  const webhook = await openWebhook(({ update }) => (update.message.from.id === AZIZA ? { status: 400 } : undefined));
  await stack.write(AZIZA, 'poison');
  await stack.write(BOBUR, 'fine');
  await stack.result('setWebhook', { url: webhook.url });
  const senders = new Set<number>();
  while (senders.size < 2) senders.add((await webhook.next()).update.message.from.id);
  expect(senders).toEqual(new Set([AZIZA, BOBUR]));
});

test('getWebhookInfo returns the last error and the number of pending updates', async () => {
  const stack = await openHandset();
  const webhook = await openWebhook(() => ({ status: 503 }));
  expect(await stack.result('getWebhookInfo')).toEqual({
    url: '',
    has_custom_certificate: false,
    pending_update_count: 0,
  });
  await stack.result('setWebhook', { url: webhook.url, max_connections: 5, allowed_updates: ['message'] });
  await stack.write(AZIZA, 'hello');
  await webhook.next();
  // The second delivery shows that the first error was recorded.
  await webhook.next();
  expect(await stack.result('getWebhookInfo')).toEqual({
    url: webhook.url,
    has_custom_certificate: false,
    pending_update_count: 1,
    max_connections: 5,
    ip_address: '127.0.0.1',
    last_error_date: expect.any(Number),
    last_error_message: 'Wrong response from the webhook: 503 Service Unavailable',
    allowed_updates: ['message'],
  });
});

test('a method in the answer of the webhook is called', async () => {
  const stack = await openHandset();
  const webhook = await openWebhook(({ update }) => ({
    status: 200,
    body: { method: 'sendMessage', chat_id: update.message.chat.id, text: '<b>Hello</b>', parse_mode: 'HTML' },
  }));
  await stack.result('setWebhook', { url: webhook.url });
  const { message_id } = await stack.write(AZIZA, '/start');
  expect(await stack.next(AZIZA, message_id)).toMatchObject({ text: 'Hello', entities: [{ type: 'bold' }] });
});

test('a webhook can’t remove itself in its answer, and a wrong method has no effect', async () => {
  const stack = await openHandset();
  const methods = ['deleteWebhook', 'sendNothing'];
  const webhook = await openWebhook(() => ({ status: 200, body: { method: methods.shift() } }));
  await stack.result('setWebhook', { url: webhook.url });
  for (const text of ['a', 'b', 'c']) await stack.write(AZIZA, text);
  for (const text of ['a', 'b', 'c']) expect((await webhook.next()).update.message.text).toBe(text);
  expect((await stack.result('getWebhookInfo')).url).toBe(webhook.url);
});

test('a redirect is an error and is not followed', async () => {
  const stack = await openHandset();
  const webhook = await openWebhook(() => undefined);
  let redirects = 0;
  const redirectedTwice = Promise.withResolvers<void>();
  const redirecting = await openServer((_request, response) => {
    redirects += 1;
    if (redirects === 2) redirectedTwice.resolve();
    response.writeHead(302, { location: webhook.url }).end();
  });
  await stack.result('setWebhook', { url: redirecting });
  await stack.write(AZIZA, 'hello');
  await redirectedTwice.promise;
  expect((await stack.result('getWebhookInfo')).last_error_message).toBe('Wrong response from the webhook: 302 Found');
});

test('deleteWebhook keeps the updates for polling, or drops them on request', async () => {
  const stack = await openHandset();
  await stack.result('setWebhook', { url: 'http://127.0.0.1:9/' });
  await stack.write(AZIZA, 'kept');
  expect(await stack.api('deleteWebhook')).toMatchObject({
    body: { result: true, description: 'Webhook was deleted' },
  });
  expect(await stack.result('getUpdates')).toMatchObject([{ message: { text: 'kept' } }]);
  expect((await stack.api('deleteWebhook', { drop_pending_updates: true })).body.description).toBe(
    'Webhook is already deleted',
  );
  expect(await stack.result('getUpdates')).toEqual([]);
});

test('setWebhook drops pending updates on request, and an empty URL removes the webhook', async () => {
  const stack = await openHandset();
  await stack.write(AZIZA, 'dropped');
  const set = await stack.api('setWebhook', { url: 'http://localhost:9/', drop_pending_updates: true });
  expect(set.body).toEqual({ ok: true, result: true, description: 'Webhook was set' });
  expect((await stack.result('getWebhookInfo')).pending_update_count).toBe(0);
  await stack.result('setWebhook', { url: '' });
  expect((await stack.result('getWebhookInfo')).url).toBe('');
});

test('setWebhook more than once a second is too often', async () => {
  const stack = await openHandset();
  // on a busy machine a second may pass between two
  await expect
    .poll(() => stack.api('setWebhook', { url: 'http://127.0.0.1:9/' }), { timeout: 60_000 })
    .toEqual({
      status: 429,
      body: {
        ok: false,
        error_code: 429,
        description: 'Too Many Requests: retry after 1',
        parameters: { retry_after: 1 },
      },
    });
});

test.each([
  ['a URL without TLS', { url: 'http://example.com/' }, 'bad webhook: An HTTPS URL must be provided for webhook'],
  [
    'another port',
    { url: 'https://example.com:8081/' },
    'bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443',
  ],
  ['a secret with other characters', { secret_token: 'a b' }, 'secret token contains unallowed characters'],
  ['a secret of 257 characters', { secret_token: 'a'.repeat(257) }, 'secret token is too long'],
])('%s is refused', async (_what, change, description) => {
  const stack = await openHandset();
  const answer = await stack.api('setWebhook', { url: 'https://example.com/', ...change });
  expect(answer).toMatchObject({ status: 400, body: { description: `Bad Request: ${description}` } });
});
