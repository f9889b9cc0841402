import { expect, test } from 'vitest';
import { signInAdmin } from '../support/admin.ts';
import { useService } from '../support/service-keys.ts';
import { expectError, useApi } from '../support/test-api.ts';
import { addHook, deliver, logEvents, openReceiver, passForDeliveries, readDeliveries } from '../support/webhooks.ts';

const api = useApi(() => ({ WEBHOOK_PRIVATE_ADDRESSES: 'allow' }));
const service = useService(api);

/** The events of this type, the newest last. */
const eventsOf = async (type: string) =>
  (
    await api.sql.query(
      'SELECT type, actor, host(ip) AS ip, user_agent, data FROM events WHERE type LIKE $1 ORDER BY id',
      [type],
    )
  ).rows;

const client = { id: 'shop', name: 'The shop', redirect_uris: ['https://shop.uz/cb'] };

test('a client is added, disabled, enabled, given another secret and removed; each is an event of the administrator', async () => {
  const admin = await signInAdmin(api);
  const added = await admin.call('POST', 'clients/', { ...client, is_own: true, signing_algorithm: 'ES256' });
  expect(added.statusCode).toBe(201);
  expect(added.headers['cache-control']).toBe('no-store');
  const { client: shown, secret } = added.json();
  expect(shown).toMatchObject({ ...client, is_own: true, is_public: false, signing_algorithm: 'ES256' });
  const list = await admin.call('GET', 'clients/');
  expect(list.json().clients).toEqual([shown]);
  expect(list.body).not.toContain(secret);

  for (let i = 0; i < 2; i++) {
    const disabled = (await admin.call('POST', 'clients/shop/disable/')).json().client;
    expect(disabled.disabled_at).not.toBeNull();
  }
  expect((await admin.call('POST', 'clients/shop/enable/')).json().client).toEqual(shown);
  const rotated = (await admin.call('POST', 'clients/shop/rotate-secret/')).json().secret;
  expect(rotated).not.toBe(secret);
  expect((await admin.call('DELETE', 'clients/shop/')).statusCode).toBe(204);
  expectError(await admin.call('DELETE', 'clients/shop/'), 404, 'not_found');

  const events = await eventsOf('admin.client_%');
  expect(events.map(({ type }) => type.replace('admin.client_', ''))).toEqual([
    'added',
    'disabled',
    'enabled',
    'secret_rotated',
    'removed',
  ]);
  for (const event of events) {
    expect(event).toMatchObject({ actor: 'admin', ip: '127.0.0.1', data: { client: 'shop', admin: admin.id } });
  }
  expect(JSON.stringify(events)).not.toContain(secret);
});

test.for([
  [{ ...client, id: 'raqam' }, 'id'],
  [{ ...client, id: 'The Shop' }, 'id'],
  [{ ...client, name: ' ' }, 'name'],
  [{ ...client, redirect_uris: ['http://shop.uz/'] }, 'redirect_uris'],
  [{ ...client, redirect_uris: ['https://shop.uz/\u0000'] }, 'redirect_uris'],
  [{ ...client, redirect_uris: ['https://shop.uz/\ud800'] }, 'redirect_uris'],
  [{ ...client, redirect_uris: [' https://shop.uz/'] }, 'redirect_uris'],
  [{ ...client, post_logout_redirect_uris: ['javascript:alert(1)'] }, 'post_logout_redirect_uris'],
  [{ ...client, signing_algorithm: 'none' }, 'signing_algorithm'],
] as const)('a wrong client is refused with the name of the field: %s', async ([body, field]) => {
  const admin = await signInAdmin(api);
  const refused = await admin.call('POST', 'clients/', body);
  expectError(refused, 400, 'validation_failed');
  expect(Object.keys(refused.json().error.fields)).toEqual([field]);
});

test('an id that is taken is said to be so', async () => {
  const admin = await signInAdmin(api);
  const call = () =>
    api.app.inject({
      method: 'POST',
      url: '/api/v1/admin/clients/',
      headers: { authorization: `Bearer ${admin.access}`, 'accept-language': 'en' },
      payload: { ...client, id: 'taken', is_public: true },
    });
  expect((await call()).json().secret).toBeNull();
  expect((await call()).json().error.fields).toEqual({ id: 'This is already taken.' });
  expectError(await admin.call('POST', 'clients/taken/rotate-secret/'), 404, 'not_found'); // it has no secret
});

test('a service key is created with an end, used, listed without the key, and revoked', async () => {
  const admin = await signInAdmin(api);
  const body = { name: 'Delivery', scopes: ['users:read', 'users:read'], expires_in_days: 30 };
  const created = await admin.call('POST', 'keys/', body);
  expect(created.statusCode).toBe(201);
  expect(created.headers['cache-control']).toBe('no-store');
  const { id, secret: key } = created.json();
  expect((await service.call('GET', 'users/none/', { key })).statusCode).toBe(404);
  const list = await admin.call('GET', 'keys/');
  expect(list.body).not.toContain(key);
  const [shown] = list.json().keys;
  expect(shown).toMatchObject({
    id,
    name: 'Delivery',
    scopes: ['users:read'],
    ending: key.slice(-4),
    revoked_at: null,
  });
  expect(shown.last_used_at).not.toBeNull();
  expect(Date.parse(shown.expires_at) - Date.parse(shown.created_at)).toBeGreaterThan(29.9 * 86_400_000);

  for (let i = 0; i < 2; i++) expect((await admin.call('POST', `keys/${id}/revoke/`)).statusCode).toBe(204);
  expectError(await service.call('GET', 'users/none/', { key }), 401, 'service_key_invalid');
  expect((await eventsOf('admin.key_%')).map(({ type, data }) => ({ type, ...data }))).toEqual([
    { type: 'admin.key_created', admin: admin.id, key: id, name: 'Delivery', scopes: ['users:read'] },
    { type: 'admin.key_revoked', admin: admin.id, key: id, name: 'Delivery' },
  ]);
});

test.for([
  [{ name: 'x', scopes: [] }, 'scopes'],
  [{ name: 'x', scopes: ['everything'] }, 'scopes'],
  [{ name: '\u202e', scopes: ['users:read'] }, 'name'],
  [{ name: 'x', scopes: ['users:read'], expires_in_days: 0 }, 'expires_in_days'],
] as const)('a wrong key is refused with the name of the field: %s', async ([body, field]) => {
  const admin = await signInAdmin(api);
  const refused = await admin.call('POST', 'keys/', body);
  expectError(refused, 400, 'validation_failed');
  expect(Object.keys(refused.json().error.fields)).toEqual([field]);
});

test('a webhook is added, tested, disabled, enabled, given another secret and removed; each is an event', async () => {
  const admin = await signInAdmin(api);
  const receiver = await openReceiver();
  const added = await admin.call('POST', 'webhooks/', { url: receiver.url, types: ['user.created'] });
  expect(added.statusCode).toBe(201);
  expect(added.headers['cache-control']).toBe('no-store');
  const { id, secret } = added.json();
  expect(secret).toMatch(/^whsec_/);
  deliver(api);
  const { delivery_id } = (await admin.call('POST', `webhooks/${id}/test/`)).json();
  const newest = async () => (await admin.call('GET', `webhooks/${id}/deliveries/`)).json().deliveries[0];
  await expect.poll(newest).toMatchObject({ id: delivery_id, type: 'webhook.test', outcome: 'answered 204' });

  for (let i = 0; i < 2; i++) expect((await admin.call('POST', `webhooks/${id}/disable/`)).statusCode).toBe(204);
  expectError(await admin.call('POST', `webhooks/${id}/test/`), 404, 'not_found');
  const list = await admin.call('GET', 'webhooks/');
  expect(list.json().webhooks).toMatchObject([
    { id, url: receiver.url, types: ['user.created'], pending: 0, failed: 0 },
  ]);
  expect(list.body).not.toContain(secret);
  expect((await admin.call('POST', `webhooks/${id}/enable/`)).statusCode).toBe(204);
  expect((await admin.call('POST', `webhooks/${id}/rotate-secret/`)).json().secret).not.toBe(secret);
  expect((await admin.call('DELETE', `webhooks/${id}/`)).statusCode).toBe(204);
  const events = await eventsOf('admin.webhook_%');
  expect(events.map(({ type, data }) => `${type.replace('admin.webhook_', '')} ${data.admin === admin.id}`)).toEqual(
    ['added', 'tested', 'disabled', 'enabled', 'secret_rotated', 'disabled', 'removed'].map((type) => `${type} true`),
  );
});

test.for([
  [{ url: 'ftp://example.uz/', types: ['*'] }, 'url'],
  [{ url: 'https://user:secret@example.uz/', types: ['*'] }, 'url'],
  [{ url: 'https://example.uz/', types: [] }, 'types'],
  [{ url: 'https://example.uz/', types: ['user*'] }, 'types'],
] as const)('a wrong webhook is refused with the name of the field: %s', async ([body, field]) => {
  const admin = await signInAdmin(api);
  const refused = await admin.call('POST', 'webhooks/', body);
  expectError(refused, 400, 'validation_failed');
  expect(Object.keys(refused.json().error.fields)).toEqual([field]);
});

test('deliveries are listed in pages, the newest first; failed ones are sent again, one or all', async () => {
  const admin = await signInAdmin(api);
  const receiver = await openReceiver();
  receiver.answer = (response) => void response.writeHead(503).end();
  const { id } = await addHook(api, receiver.url, 'user.created');
  const other = await addHook(api, receiver.url, 'user.deleted');
  deliver(api);
  await logEvents(api, 'user.created', null, 120);
  await expect.poll(async () => (await readDeliveries(api)).length).toBe(120);
  const read = async (query = ''): Promise<string[]> => {
    const { deliveries, next_cursor } = (await admin.call('GET', `webhooks/${id}/deliveries/${query}`)).json();
    const ids = deliveries.map((delivery: { id: string }) => delivery.id);
    return next_cursor === null ? ids : [...ids, ...(await read(`?after=${next_cursor}`))];
  };
  const ids = (await readDeliveries(api)).map((row) => row.id);
  expect(await read()).toEqual(ids.toReversed());

  await api.sql.query("UPDATE webhook_deliveries SET tries = 9, next_at = now() WHERE state = 'pending'");
  const failed = () => admin.call('GET', `webhooks/${id}/deliveries/?state=failed`);
  const countFailed = async () => (await admin.call('GET', 'webhooks/')).json().webhooks[0].failed;
  const countAfterRetries = async () => {
    await passForDeliveries(api, '1 minute');
    return countFailed();
  };
  await expect.poll(countAfterRetries).toBe(120);
  const [first, second] = (await failed()).json().deliveries;
  expect(first).toMatchObject({ state: 'failed', outcome: 'answered 503', next_at: null });

  receiver.answer = (response) => void response.writeHead(204).end();
  expectError(await admin.call('POST', `webhooks/${other.id}/deliveries/${first.id}/resend/`), 404, 'not_found');
  expect((await admin.call('POST', `webhooks/${id}/deliveries/${first.id}/resend/`)).statusCode).toBe(204);
  await expect.poll(countFailed).toBe(119);
  expect((await failed()).json().deliveries[0].id).toBe(second.id);
  expect((await admin.call('POST', `webhooks/${id}/deliveries/resend/`)).json()).toEqual({ resent: 119 });
  await expect.poll(async () => (await readDeliveries(api)).every(({ state }) => state === 'delivered')).toBe(true);
  expect((await eventsOf('admin.webhook_resent')).map(({ data }) => data.deliveries)).toEqual([1, 119]);
});

test.for([
  ['DELETE', 'clients/none/'],
  ['POST', 'clients/%00/disable/'],
  ['POST', 'clients/none/enable/'],
  ['POST', 'keys/none/revoke/'],
  ['POST', 'keys/00000000-0000-7000-8000-000000000000/revoke/'],
  ['DELETE', 'webhooks/0/'],
  ['DELETE', 'webhooks/999/'],
  ['POST', 'webhooks/99999999999/enable/'],
  ['POST', 'webhooks/1e1/disable/'],
  ['POST', 'webhooks/999/rotate-secret/'],
  ['POST', 'webhooks/999/deliveries/none/resend/'],
  ['GET', 'webhooks/999/deliveries/'],
  ['POST', 'webhooks/999/deliveries/resend/'],
] as const)('what is not there is not found: %s', async ([method, path]) => {
  const admin = await signInAdmin(api);
  expectError(await admin.call(method, path), 404, 'not_found');
});

test.for(['x', '0', '-1', '1e3', '9'.repeat(30), '%00'])('a forged cursor is refused: %s', async (cursor) => {
  const admin = await signInAdmin(api);
  const { id } = await addHook(api, 'https://example.uz/', '*');
  expectError(await admin.call('GET', `webhooks/${id}/deliveries/?after=${cursor}`), 400, 'validation_failed');
});

test.for([
  ['GET', 'clients/'],
  ['POST', 'clients/'],
  ['DELETE', 'clients/shop/'],
  ['GET', 'keys/'],
  ['POST', 'keys/'],
  ['POST', 'keys/x/revoke/'],
  ['GET', 'webhooks/'],
  ['POST', 'webhooks/'],
  ['POST', 'webhooks/1/test/'],
  ['GET', 'webhooks/1/deliveries/'],
] as const)('a service key with every scope may not: %s', async ([method, path]) => {
  const body =
    path === 'clients/'
      ? client
      : path === 'keys/'
        ? { name: 'x', scopes: ['users:read'] }
        : { url: 'https://example.uz/', types: ['*'] };
  const answer = await service.call(method, path, method === 'POST' && !/\d|x/.test(path) ? { body } : {});
  expectError(answer, 403, 'admin_required');
});
