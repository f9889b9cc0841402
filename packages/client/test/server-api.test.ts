import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRaqam, type Raqam } from '../src/index.ts';
import { type RunningApi, startApi } from './support/start-api.ts';

let api: RunningApi;
let raqam: Raqam;
beforeAll(async () => {
  api = await startApi();
  raqam = createRaqam({ url: api.url, serviceKey: await api.addKey() });
});
afterAll(() => api.stop());

test('users are found, disabled and enabled', async () => {
  const { userId, phone, telegramId } = await api.signIn();
  const user = await raqam.users.get(userId);
  expect(user).toMatchObject({ id: userId, phone, telegram_id: telegramId, disabled_at: null });
  for (const by of [{ id: userId }, { phone }, { telegram_id: telegramId }]) {
    expect(await raqam.users.find(by)).toEqual(user);
  }
  expect((await raqam.users.disable(userId)).disabled_at).toMatch(/Z$/);
  expect(await raqam.users.enable(userId)).toEqual(user);
});

test('nobody: undefined when searched for, otherwise not_found', async () => {
  const id = randomUUID();
  expect(await raqam.users.find({ id })).toBeUndefined();
  const notFound = { name: 'RaqamError', code: 'not_found', status: 404 };
  await expect(raqam.users.get(id)).rejects.toMatchObject(notFound);
  await expect(raqam.users.get('../events')).rejects.toMatchObject(notFound);
  await expect(raqam.users.disable(id)).rejects.toMatchObject(notFound);
  await expect(raqam.sessions.endAll(id)).rejects.toMatchObject(notFound);
});

test('sessions are listed and ended', async () => {
  const { userId } = await api.signIn();
  const [session, ...others] = await raqam.sessions.list(userId);
  expect(others).toEqual([]);
  expect(await raqam.sessions.end(userId, session?.id ?? '')).toBeUndefined();
  expect(await raqam.sessions.list(userId)).toEqual([]);
  expect(await raqam.sessions.endAll(userId)).toBeUndefined();
});

test('an id that is none leads nowhere else: no dot ends all sessions', async () => {
  const { userId } = await api.signIn();
  for (const id of ['.', '..', '', '%2e', '/', `${userId}/../${userId}`]) {
    await expect(raqam.sessions.end(userId, id), id).rejects.toMatchObject({ code: 'not_found' });
    await expect(raqam.sessions.endAll(id), id).rejects.toMatchObject({ code: 'not_found' });
    await expect(raqam.users.get(id), id).rejects.toMatchObject({ code: 'not_found' });
  }
  expect(await raqam.sessions.list(userId)).toHaveLength(1);
});

async function readAll<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test('events over all pages, and on from any of them', async () => {
  const insert = `INSERT INTO events (type, actor, at, data)
    SELECT 'code.failed', 'system', now() - interval '1 minute', jsonb_build_object('n', n) FROM generate_series(1, 250) n`;
  await api.sql.query('DELETE FROM events');
  await api.sql.query(insert);
  const events = await readAll(raqam.events.list({ type: 'code.failed' }));
  expect(events.map(({ data }) => data['n'])).toEqual(Array.from({ length: 250 }, (_, i) => i + 1));
  const after = events[120]?.cursor;
  expect(await readAll(raqam.events.list({ after }))).toEqual(events.slice(121));
  expect(await readAll(raqam.events.list({ user_id: randomUUID() }))).toEqual([]);
});

test('errors have the code of the api, the scope or the fields, and never the key', async () => {
  const wrong = createRaqam({ url: api.url, serviceKey: 'rqk_wrong' });
  await expect(wrong.users.get(randomUUID())).rejects.toMatchObject({ code: 'service_key_invalid', status: 401 });
  const reader = createRaqam({ url: api.url, serviceKey: await api.addKey(['users:read']) });
  await expect(reader.sessions.list(randomUUID())).rejects.toMatchObject({
    code: 'scope_missing',
    scope: 'sessions:read',
  });
  await expect(raqam.users.find({ phone: '12' })).rejects.toMatchObject({
    code: 'phone_invalid',
    fields: { phone: expect.stringMatching(/\S/) },
  });
  await expect(raqam.events.list({ after: '?' }).next()).rejects.toMatchObject({ code: 'validation_failed' });
  await expect(createRaqam({ url: api.url }).users.get(randomUUID())).rejects.toThrow('serviceKey');
  const error = await wrong.users.get(randomUUID()).catch((thrown) => thrown);
  expect(JSON.stringify(error) + String(error)).not.toContain('rqk_');
});

test('an api that is away, slow, or hidden by a proxy is unreachable; the key follows no redirect', async () => {
  const seen: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    seen.push(url);
    if (url.includes('slow')) return;
    if (url.includes('moved')) response.writeHead(302, { location: '/elsewhere' }).end();
    else response.writeHead(url.includes('fine') ? 200 : 502).end('<html>');
  }).listen(0);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const away = createRaqam({ url, serviceKey: 'rqk_x', timeoutMs: 300 });
  for (const type of ['slow', 'moved', 'fine', 'broken']) {
    await expect(away.events.list({ type }).next(), type).rejects.toMatchObject({ code: 'unreachable' });
  }
  expect(seen.join()).not.toContain('elsewhere');
  server.close();
  server.closeAllConnections();
  await expect(away.users.get(randomUUID())).rejects.toMatchObject({ code: 'unreachable' });
});
