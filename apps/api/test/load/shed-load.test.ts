import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { setImmediate as nextRound } from 'node:timers/promises';
import { fastify } from 'fastify';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { connectDatabase } from '../../src/database/database.ts';
import { answerError } from '../../src/http/errors.ts';
import { shedLoad } from '../../src/http/load/shed-load.ts';
import { besideTransaction } from '../support/database/locks.ts';
import { usePress, withBot } from '../support/press.ts';
import {
  type Answer,
  expectError,
  fromElsewhere,
  LONG_WAIT_MS,
  somebody,
  type TestApi,
  testConfig,
  useApi,
  WEB_ORIGIN,
} from '../support/test-api.ts';

/** Small, so that few requests are enough to be too many: 10 statements may wait before starts are refused. */
const CONNECTIONS = 2;
const WAITING_MAX = { start: 10, rest: 30 };
/** Milliseconds; longer than any queue may wait. */
const LONG_MS = 400;

const IN_FLIGHT = 'raqam_http_requests_in_flight';

const api = useApi(withBot);
const state: { small?: TestApi } = {};
const metrics = new Registry();

beforeAll(async () => {
  const url = String(api.sql.options.connectionString);
  const db = connectDatabase({ url, connections: CONNECTIONS, waitMaxMs: LONG_WAIT_MS });
  const app = await buildApp({ config: testConfig(url, withBot), db, version: 'small', metrics, logger: false });
  app.addHook('onClose', () => db.close());
  await app.listen({ port: 0, host: '127.0.0.1' });
  const post: TestApi['post'] = async (path, body, options) =>
    app.inject({
      method: 'POST',
      url: path,
      payload: JSON.stringify(body),
      ...options,
      headers: { 'content-type': 'application/json', ...options?.headers },
    });
  const get: TestApi['get'] = (path, options) => app.inject({ method: 'GET', url: path, ...options });
  state.small = { ...api, app, db, post, get };
});
afterAll(() => state.small?.app.close());

const small = (): TestApi => {
  if (!state.small) throw new Error('The api is built before the first test');
  return state.small;
};
const start = () => small().post('/api/v1/auth/challenges/', {}, fromElsewhere());
/** A request in the middle of a sign-in; the code is wrong. */
const redeem = () =>
  small().post('/api/v1/auth/register/telegram/', { phone: somebody().phone, code: '000000' }, fromElsewhere());

/** Sends requests until so many statements wait for a connection, and waits until they have waited for long. */
async function fillQueue(send: () => Promise<Answer>, waiting: number): Promise<Promise<Answer>[]> {
  const { pool } = small().db;
  const sent: Promise<Answer>[] = [];
  while (pool.waiting < waiting) {
    const missing = waiting - pool.waiting + (pool.waiting === 0 ? CONNECTIONS : 0);
    sent.push(...Array.from({ length: missing }, send)); // at once: none of them finds the queue long
    await expect.poll(() => pool.waiting).toBeGreaterThanOrEqual(waiting);
  }
  await expect.poll(() => pool.waitedMs).toBeGreaterThan(LONG_MS);
  return sent;
}

/** Takes the tables that every sign-in begins with, so that all connections of the pool wait. */
const FREEZE = 'LOCK TABLE challenges IN ACCESS EXCLUSIVE MODE';

test('while the pool is frozen, starts are refused at once, then the rest; what is admitted ends well', async () => {
  const admitted = await besideTransaction(api, FREEZE, async (release) => {
    const starts = await fillQueue(start, WAITING_MAX.start);
    expectError(await start(), 503, 'overloaded');
    expectError(await small().post('/api/users/auth/', { phone: somebody().phone }), 503, 'overloaded');
    const others = await fillQueue(redeem, WAITING_MAX.rest);
    expectError(await redeem(), 503, 'overloaded');
    await release();
    return { starts: await Promise.all(starts), others: await Promise.all(others) };
  });
  expect(new Set(admitted.starts.map(({ statusCode }) => statusCode))).toEqual(new Set([201]));
  expect(new Set(admitted.others.map((answer) => answer.json().error.code))).toEqual(new Set(['code_incorrect']));
  expect((await start()).statusCode).toBe(201);
});

test.for([
  ['long and slow', { waiting: 10, waitedMs: 151 }, 503],
  ['long, as after a burst, on a database that keeps up', { waiting: 1_000, waitedMs: 149 }, 200],
  ['slow and short, as behind a lock', { waiting: 9, waitedMs: 5_000 }, 200],
] as const)('a queue that is %s', async ([, queue, status]) => {
  const app = fastify();
  shedLoad(app, {
    pool: { max: CONNECTIONS, open: CONNECTIONS, idle: 0, waitMaxMs: 5_000, ...queue },
    metrics: new Registry(),
  });
  app.setErrorHandler(answerError);
  app.get('/', { config: { load: 'start' } }, async () => 'served');
  expect((await app.inject('/')).statusCode).toBe(status);
  await app.close();
});

test('health checks and metrics answer while the pool is frozen', async () => {
  await besideTransaction(api, FREEZE, async (release) => {
    const starts = await fillQueue(start, WAITING_MAX.start);
    for (const path of ['/healthz', '/readyz', '/api/v1/healthz', '/api/v1/readyz', '/metrics'])
      expect((await small().get(path)).statusCode, path).toBe(200);
    // no one has been served meanwhile; the counts of earlier wrong codes may wait too
    expect(small().db.pool.waiting).toBeGreaterThanOrEqual(WAITING_MAX.start);
    await release();
    await Promise.all(starts);
  });
});

test('a request is refused before its body is read, and the page may read the answer', async () => {
  const { port } = small().app.server.address() as AddressInfo; // of TCP
  await besideTransaction(api, FREEZE, async (release) => {
    const starts = await fillQueue(start, WAITING_MAX.start);
    const socket = connect(port, '127.0.0.1');
    const head = ['POST /api/v1/auth/challenges/ HTTP/1.1', 'Host: x', `Origin: ${WEB_ORIGIN}`, 'Content-Length: 9'];
    socket.write(`${head.join('\r\n')}\r\nContent-Type: application/json\r\n\r\n`);
    const [answered] = await once(socket, 'data');
    expect(String(answered)).toMatch(/^HTTP\/1.1 503 /);
    expect(String(answered)).toMatch(/^access-control-allow-origin: http:\/\/localhost:5173\r$/im);
    socket.destroy();
    await release();
    await Promise.all(starts);
  });
});

test('pages that wait for a press are no load', async () => {
  const press = usePress(small());
  const pages: Awaited<ReturnType<typeof press.start>>[] = [];
  while (pages.length < WAITING_MAX.rest + 5) pages.push(await press.start({}, fromElsewhere()));
  const waits = pages.map((page) => press.wait(page, { seconds: 12, state: 'waiting' }));
  await expect.poll(async () => (await readMetrics())[IN_FLIGHT]).toBeGreaterThan(waits.length);
  await expect.poll(() => small().db.pool.waiting).toBe(0); // each has read its challenge
  expect((await start()).statusCode).toBe(201);
  await api.sql.query("UPDATE challenges SET state = 'declined' WHERE state = 'waiting'");
  await Promise.all(waits);
});

test('while the event loop stays behind, starts are refused, and served again once it keeps up', async () => {
  for (let round = 0; round < 8; round++) {
    const end = performance.now() + 350;
    while (performance.now() < end);
    await nextRound();
  }
  expectError(await start(), 503, 'overloaded');
  await expect.poll(async () => (await start()).statusCode).toBe(201);
});

test('a single long pause of the event loop is no overload', async () => {
  const end = performance.now() + 1_000;
  while (performance.now() < end);
  await nextRound();
  expect((await start()).statusCode).toBe(201);
});

test('refused requests are counted by what was behind, and requests in flight until they end', async () => {
  const before = await readMetrics();
  await besideTransaction(api, FREEZE, async (release) => {
    const starts = await fillQueue(start, WAITING_MAX.start);
    await Promise.all([start(), start()]);
    const during = await readMetrics();
    const shed = 'raqam_http_requests_shed_total{bottleneck="pool"}';
    expect(during[shed]).toBe((before[shed] ?? 0) + 2);
    expect(during[IN_FLIGHT]).toBe(starts.length + 1);
    await release();
    await Promise.all(starts);
  });
  await expect.poll(async () => (await readMetrics())[IN_FLIGHT]).toBe(1);
});

test('every bottleneck is shown before anything is refused, so that its first increase is seen', async () => {
  const names = Object.keys(await readMetrics()).filter((name) => name.startsWith('raqam_http_requests_shed_total'));
  expect(names.map((name) => /"(.*)"/.exec(name)?.[1]).sort()).toEqual(['event_loop', 'pool', 'subject']);
});

test('a client that goes away is no longer in flight', async () => {
  const { port } = small().app.server.address() as AddressInfo; // of TCP
  const socket = connect(port, '127.0.0.1');
  socket.write('POST /api/v1/auth/challenges/ HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n');
  socket.write('Content-Type: application/json\r\n\r\n');
  await expect.poll(async () => (await readMetrics())[IN_FLIGHT]).toBe(2);
  socket.destroy();
  await expect.poll(async () => (await readMetrics())[IN_FLIGHT]).toBe(1);
});

async function readMetrics(): Promise<Record<string, number>> {
  const { body } = await small().get('/metrics');
  const lines = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}
