import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { createFernet } from '../../src/encryption/fernet.ts';
import { reencrypt } from '../../src/encryption/reencrypt.ts';
import { createSecret, signWebhook } from '../../src/encryption/sign-webhook.ts';
import { deriveKeys } from '../../src/keys.ts';
import { listSealedData } from '../../src/sealed-data.ts';
import { SECRET_KEY, useApi } from '../support/test-api.ts';
import {
  addHook,
  deliver,
  logEvents,
  openReceiver,
  type Received,
  raqam,
  readDeliveries,
} from '../support/webhooks.ts';

const api = useApi();

const verify = (secret: string, { headers, body }: Received) =>
  new Webhook(secret).verify(body, headers as Record<string, string>);

test.for([
  ['another protocol', ['add', 'ftp://example.uz/', '--type', '*'], 'https://'],
  ['no URL', ['add', 'example.uz', '--type', '*'], 'https://'],
  ['a password in the URL', ['add', 'https://user:secret@example.uz/', '--type', '*'], 'no user name or password'],
  ['no type', ['add', 'https://example.uz/'], 'at least one --type'],
  ['something else than a type', ['add', 'https://example.uz/', '--type', 'user*'], 'user* is not a type'],
  ['another id', ['show', '999'], 'There is no webhook 999'],
  ['something else than an id', ['remove', 'all'], 'all is not the id'],
  ['no delivery', ['resend'], 'Give the id'],
  ['an unknown delivery', ['resend', '00000000-0000-4000-8000-000000000000'], 'There is no delivery'],
  ['something else than a delivery', ['resend', '1'], 'There is no delivery'],
  ['a test of nothing', ['test', '999'], 'There is no webhook 999'],
] as const)('%s is refused with a message', async ([, argv, message]) => {
  const { code, out, error } = await raqam(api, ...argv);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(error).toContain(message);
});

test('a secret is shown once and stored encrypted', async () => {
  const { id, secret } = await addHook(api, 'https://example.uz/hooks', 'user.*', 'session.ended');
  expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
  const { out } = await raqam(api, 'list');
  expect(out).toMatch(
    new RegExp(`^${id} +https://example.uz/hooks {2}user\\.\\*,session\\.ended {2}.* {2}enabled +0 +0$`, 'm'),
  );
  expect(out + (await raqam(api, 'show', id)).out).not.toContain(secret);
  const { rows } = await api.sql.query('SELECT sealed FROM webhook_secrets WHERE webhook_id = $1', [id]);
  expect(JSON.stringify(rows)).not.toContain(secret.slice('whsec_'.length));
});

test('after a rotation both secrets sign for a day; older ones do not', async () => {
  const receiver = await openReceiver();
  const { id, secret: first } = await addHook(api, receiver.url, 'user.created');
  const rotate = async () => (await raqam(api, 'rotate-secret', id, '--yes')).out.split('\n')[1] ?? '';
  const next = async (n: number) => {
    const { stop } = deliver(api); // it reads the secrets anew
    await logEvents(api, 'user.created');
    await expect.poll(() => receiver.received.length).toBe(n);
    await stop();
    return receiver.received[n - 1] as Received; // there are n
  };
  const second = await rotate();
  const both = await next(1);
  for (const secret of [first, second]) expect(verify(secret, both)).toMatchObject({ type: 'user.created' });
  expect(String(both.headers['webhook-signature']).split(' ')).toHaveLength(2);

  const third = await rotate();
  const rotatedTwice = await next(2);
  for (const secret of [second, third]) expect(() => verify(secret, rotatedTwice)).not.toThrow();
  expect(() => verify(first, rotatedTwice)).toThrow('signature');

  await api.sql.query(`UPDATE webhook_secrets SET expires_at = expires_at - interval '1 day'`);
  const dayLater = await next(3);
  expect(() => verify(third, dayLater)).not.toThrow();
  expect(() => verify(second, dayLater)).toThrow('signature');
});

test('a disabled webhook gets nothing; enabled, it gets what was pending and what happens from then on', async () => {
  const receiver = await openReceiver();
  const { id } = await addHook(api, receiver.url, 'user.created');
  receiver.answer = (response) => void response.writeHead(500).end();
  deliver(api);
  await logEvents(api, 'user.created');
  await expect.poll(async () => (await readDeliveries(api))[0]?.outcome).toBe('answered 500');
  const [pending] = await readDeliveries(api);
  expect((await raqam(api, 'disable', id)).out).toBe(`Webhook ${id} is disabled.\n`);
  expect((await raqam(api, 'disable', id)).code).toBe(0);
  expect((await raqam(api, 'test', id)).error).toBe(`The webhook ${id} is disabled.\n`);
  receiver.answer = (response) => void response.writeHead(204).end();
  await raqam(api, 'resend', pending?.id ?? '');
  await logEvents(api, 'user.created', null, 2);
  await raqam(api, 'enable', id);
  await logEvents(api, 'user.created', null, 3);
  await expect.poll(() => receiver.received.map(({ data }) => data['n']).sort()).toEqual([1, 1, 1, 2, 3]);
  const { rows } = await api.sql.query(
    `SELECT type, actor, data ->> 'command' AS by FROM events WHERE data ->> 'webhook' = $1 ORDER BY id`,
    [id],
  );
  expect(rows).toEqual(
    ['webhook_added', 'webhook_disabled', 'webhook_resent', 'webhook_enabled'].map((act) => ({
      type: `admin.${act}`,
      actor: 'admin',
      by: 'operator',
    })),
  );
});

test('test sends an event and shows the answer', async () => {
  const receiver = await openReceiver();
  const { id, secret } = await addHook(api, receiver.url, 'user.created');
  deliver(api);
  expect((await raqam(api, 'test', id)).out).toMatch(/webhook\.test .* delivered +1 +answered 204 +–\n$/);
  expect(receiver.received.map((request) => verify(secret, request))).toMatchObject([
    { type: 'webhook.test', data: {} },
  ]);
  const { out } = await raqam(api, 'show', id);
  expect(out).toContain(receiver.url);
  expect(out).toContain('delivered');
});

test('a removed webhook is gone with its secrets and deliveries', async () => {
  const receiver = await openReceiver();
  const { id } = await addHook(api, receiver.url, 'user.created');
  deliver(api);
  await logEvents(api, 'user.created');
  await expect.poll(() => receiver.received.length).toBe(1);
  expect((await raqam(api, 'remove', id, '--yes')).out).toBe(`Webhook ${id} is removed.\n`);
  for (const table of ['webhooks', 'webhook_secrets', 'webhook_deliveries'])
    expect((await api.sql.query(`SELECT FROM ${table}`)).rowCount, table).toBe(0);
});

test('a secret outlives the rotation of SECRET_KEY', async () => {
  const receiver = await openReceiver();
  const { secret } = await addHook(api, receiver.url, 'user.created');
  const newest = 'another-secret-key-0123456789abcdefghij';
  const [vault] = listSealedData({ secretKeys: [newest, SECRET_KEY], fernetKeys: undefined });
  if (!vault) throw new Error('SECRET_KEY encrypts');
  expect(await reencrypt(api.db, vault, { mayFinish: false })).toEqual([]);
  deliver(api, { openSecret: createFernet(deriveKeys([newest]).vault, Date.now, randomBytes).decrypt });
  await logEvents(api, 'user.created');
  await expect.poll(receiver.types).toEqual(['user.created']);
  expect(receiver.received.map((request) => verify(secret, request))).toMatchObject([{ type: 'user.created' }]);
});

test('a secret that no key decrypts is named, and nothing is sent', async () => {
  const receiver = await openReceiver();
  await addHook(api, receiver.url, 'user.created');
  deliver(api, { openSecret: () => undefined });
  await logEvents(api, 'user.created');
  await expect.poll(async () => (await readDeliveries(api))[0]?.outcome).toContain('can’t be decrypted');
  expect(receiver.received).toEqual([]);
});

test('a signature is that of the specification', () => {
  const secret = createSecret(randomBytes);
  const [id, timestamp, body] = ['msg_1', 1_700_000_000, '{"test":1}'];
  expect(signWebhook({ id, timestamp, body }, [secret])).toBe(
    new Webhook(secret).sign(id, new Date(timestamp * 1000), body),
  );
});

test('what can’t be undone is done only after yes', async () => {
  const { id } = await addHook(api, 'https://example.uz/', 'user.created');
  for (const name of ['rotate-secret', 'remove'])
    expect(await raqam(api, name, id)).toMatchObject({
      code: 1,
      error: expect.stringContaining('Nothing was changed'),
    });
  expect((await api.sql.query('SELECT FROM webhook_secrets WHERE webhook_id = $1', [id])).rowCount).toBe(1);
});

test('--json is what the page gets', async () => {
  const { id, secret } = JSON.parse((await raqam(api, 'add', 'https://example.uz/', '--type', '*', '--json')).out);
  expect(secret).toMatch(/^whsec_/);
  const [webhook] = JSON.parse((await raqam(api, 'list', '--json')).out);
  expect(webhook).toMatchObject({ id, url: 'https://example.uz/', types: ['*'], pending: 0, failed: 0 });
  expect(JSON.parse((await raqam(api, 'show', String(id), '--json')).out)).toEqual({ webhook, deliveries: [] });
  await raqam(api, 'remove', String(id), '--yes');
});
