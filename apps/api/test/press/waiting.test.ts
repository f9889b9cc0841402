import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { connectDatabase } from '../../src/database/database.ts';
import { CHALLENGE_CHANGES } from '../../src/features/events/notify.ts';
import { usePress, withBot } from '../support/press.ts';
import {
  BOT_SECRET,
  expectError,
  fromElsewhere,
  somebody,
  type TestApi,
  testConfig,
  useApi,
} from '../support/test-api.ts';

const api = useApi(withBot);
const press = usePress(api);
const start = () => press.start({}, fromElsewhere());

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** One more api on the same database. */
async function startReplica(parameters = ''): Promise<TestApi> {
  const url = `${api.sql.options.connectionString}${parameters}`;
  const db = connectDatabase({ url });
  const app = await buildApp({ config: testConfig(url, withBot), db, version: 'replica', logger: false });
  app.addHook('onClose', () => db.close());
  await app.ready();
  cleanUps.push(() => app.close());
  return { ...api, app, db, post: (path, body, options) => postTo(app, path, body, options) };
}

const postTo: (app: TestApi['app'], ...call: Parameters<TestApi['post']>) => ReturnType<TestApi['post']> = (
  app,
  url,
  body,
  options,
) =>
  app.inject({
    method: 'POST',
    url,
    payload: JSON.stringify(body),
    ...options,
    headers: { 'content-type': 'application/json', ...options?.headers },
  });

test('a page that waits learns at once that its link was opened, and then that it was approved', async () => {
  const person = somebody();
  await api.signIn(person);
  const browser = await start();
  const opened = press.wait(browser, { seconds: 12 });
  await press.open(browser.nonce, person.telegramId);
  expect((await opened).json()).toMatchObject({ state: 'opened', channel: 'telegram', retry_after_seconds: 0 });
  const approved = press.wait(browser, { seconds: 12, state: 'opened' });
  await press.decide(browser.id, person.telegramId, { choice: browser.number });
  expect((await approved).json().state).toBe('approved');
});

test('a notice of what the page knows already does not end its wait', async () => {
  const replica = await startReplica();
  const browser = await start();
  const run = vi.spyOn(replica.db, 'run');
  const reads = () => run.mock.calls.filter(([{ name }]) => name === 'find-bound-challenge').length;
  const waiting = usePress(replica).wait(browser, { seconds: 12, state: 'waiting' });
  await expect.poll(reads).toBe(1);
  await expect
    .poll(async () => {
      await api.sql.query('SELECT pg_notify($1, $2)', [CHALLENGE_CHANGES, browser.id]);
      return reads();
    })
    .toBeGreaterThan(1);
  await press.open(browser.nonce, somebody().telegramId);
  expect((await waiting).json().state).toBe('opened');
});

test('a state that the page does not know yet is answered at once', async () => {
  const person = somebody();
  const browser = await start();
  await press.open(browser.nonce, person.telegramId);
  expect((await press.wait(browser, { seconds: 12, state: 'waiting' })).json().state).toBe('opened');
});

test.for([
  ['which listens', ''],
  ['behind a pooler, where nothing can listen', '?pgbouncer=true'],
])('a replica %s wakes the page too', async ([, parameters]) => {
  const replica = await startReplica(parameters);
  const person = somebody();
  const browser = await start();
  const waiting = usePress(replica).wait(browser, { seconds: 12, state: 'waiting' });
  await press.open(browser.nonce, person.telegramId);
  expect((await waiting).json().state).toBe('opened');
});

test('the connection that listens is opened again when it breaks', async () => {
  const replica = await startReplica();
  const listeners = async () =>
    (
      await api.sql.query(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'raqam-api-listener' AND datname = current_database()",
      )
    ).rows.map(({ pid }) => pid);
  await expect.poll(async () => (await listeners()).length).toBe(2);
  const before = await listeners();
  await api.sql.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) pid', [before]);
  await expect.poll(async () => (await listeners()).filter((pid) => !before.includes(pid)).length).toBe(2);
  const browser = await start();
  const waiting = usePress(replica).wait(browser, { seconds: 12, state: 'waiting' });
  await press.open(browser.nonce, somebody().telegramId);
  expect((await waiting).json().state).toBe('opened');
});

test('a wait that ends without a change reads the challenge once', async () => {
  const replica = await startReplica();
  const browser = await start();
  const run = vi.spyOn(replica.db, 'run');
  await usePress(replica).wait(browser, { seconds: 0.01 });
  expect(run.mock.calls.filter(([{ name }]) => name === 'find-bound-challenge')).toHaveLength(1);
});

test('an expired challenge is answered when it expires', async () => {
  const browser = await start();
  await api.sql.query("UPDATE challenges SET expires_at = now() + interval '50 milliseconds' WHERE id = $1", [
    browser.id,
  ]);
  expect((await press.wait(browser, { seconds: 12 })).json().state).toBe('expired');
});

test('a process that shuts down answers its waiting pages at once, and asks them to come back', async () => {
  const replica = await startReplica();
  const browser = await start();
  await replica.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = replica.app.server.address() as AddressInfo; // of TCP
  const waiting = fetch(`http://127.0.0.1:${port}/api/v1/auth/challenges/${browser.id}/wait/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret: browser.secret, seconds: 12 }),
  });
  const { server } = replica.app;
  await once(server, 'request');
  await replica.app.close();
  expect(await (await waiting).json()).toMatchObject({ state: 'waiting', retry_after_seconds: 1 });
});

test('a process that shuts down answers a bot that waits for alerts at once', async () => {
  const replica = await startReplica();
  await replica.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = replica.app.server.address() as AddressInfo; // of TCP
  const waiting = fetch(`http://127.0.0.1:${port}/api/v1/bot/alerts/next/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${BOT_SECRET}` },
    body: JSON.stringify({ seconds: 25 }),
  });
  await once(replica.app.server, 'request');
  await replica.app.close();
  expect(await (await waiting).json()).toEqual({ alerts: [] });
}, 20_000); // less than the 25 s that the bot waits

test('a page that hangs up waits no longer', async () => {
  const replica = await startReplica();
  await replica.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = replica.app.server.address() as AddressInfo; // of TCP
  const browser = await start();
  const body = JSON.stringify({ secret: browser.secret, seconds: 12 });
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `POST /api/v1/auth/challenges/${browser.id}/wait/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  const [, response] = await once(replica.app.server, 'request');
  const closed = once(response, 'close');
  socket.destroy();
  await closed;
});

test('more than two requests wait for one challenge: the oldest is answered', async () => {
  const browser = await start();
  const answers = [1, 2, 3].map(() => press.wait(browser, { seconds: 12 }));
  expect((await answers[0])?.json().state).toBe('waiting');
  await press.open(browser.nonce, somebody().telegramId);
  for (const answer of answers.slice(1)) expect((await answer).json().state).toBe('opened');
});

test('at most a hundred requests of one IP wait', async () => {
  const origin = fromElsewhere();
  const browsers = await Promise.all(Array.from({ length: 50 }, start));
  const wait = ({ id, secret }: (typeof browsers)[number], seconds: number) =>
    api.post(`/api/v1/auth/challenges/${id}/wait/`, { secret, seconds }, origin);
  const waiting = browsers.flatMap((browser) => [wait(browser, 12), wait(browser, 12)]);
  const last = await start();
  await expect.poll(async () => (await wait(last, 0)).statusCode).toBe(429);
  expectError(await wait(last, 0), 429, 'challenge_limit');
  expect((await press.wait(last)).statusCode).toBe(200); // of another IP
  await Promise.all(browsers.map(({ nonce }) => press.open(nonce, 1_500_000_000)));
  for (const answer of waiting) expect((await answer).json().state).toBe('opened');
  expect((await wait(last, 0)).statusCode).toBe(200);
});
