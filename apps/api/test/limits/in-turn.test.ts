import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { connectDatabase } from '../../src/database/database.ts';
import { Overloaded } from '../../src/http/load/overloaded.ts';
import { createInTurn } from '../../src/limits/in-turn.ts';
import { besideTransaction, untilLocked } from '../support/database/locks.ts';
import { useHeldGateway } from '../support/sms/held-gateway.ts';
import { BOT_SECRET, LONG_WAIT_MS, somebody, type TestApi, testConfig, useApi } from '../support/test-api.ts';

/** One of them for each number. */
const CONNECTIONS = 5;

const slow = useHeldGateway();
const api = useApi();
const state: { app?: TestApi['app'] } = {};
beforeAll(async () => {
  const url = String(api.sql.options.connectionString);
  const db = connectDatabase({ url, connections: CONNECTIONS, waitMaxMs: LONG_WAIT_MS });
  state.app = await buildApp({ config: testConfig(url, slow.environment()), db, version: 'small', logger: false });
  state.app.addHook('onClose', () => db.close());
});
afterAll(() => state.app?.close());
afterEach(() => {
  vi.useRealTimers();
});

async function create({ phone, telegramId }: { phone: string; telegramId: number }) {
  const body = { secret_key: BOT_SECRET, telegram_id: telegramId, phone_number: phone, proof: 'contact' };
  return state.app?.inject({ method: 'POST', url: '/api/v1/auth/telegram/otp/create/', payload: body });
}

test('a stranger’s SMS that the gateway holds keeps the owner of the number from no code of the bot', async () => {
  const owner = somebody();
  const request = { method: 'POST', url: '/api/users/auth/', payload: { phone: owner.phone } } as const;
  const asked = Promise.resolve(state.app?.inject(request)); // the request is sent once somebody waits for it
  const sms = await slow.next();
  expect((await create(owner))?.statusCode).toBe(200);
  sms.accept();
  expect((await asked)?.statusCode).toBe(200);
});

test('a number whose rows are locked leaves the connections to the others', async () => {
  const hot = somebody();
  const lock = `INSERT INTO budgets (subject, hits) VALUES ('send:telegram:${hot.phone}', ARRAY[now()])`;
  let ended = 0;
  const requests = await besideTransaction(api, lock, async () => {
    const started = Array.from({ length: 3 * CONNECTIONS }, () =>
      create({ ...somebody(), phone: hot.phone }).finally(() => ended++),
    );
    await untilLocked(api);
    const others = await Promise.all(Array.from({ length: 3 * CONNECTIONS }, () => create(somebody())));
    expect(others.map((answer) => answer?.statusCode)).toEqual(Array(others.length).fill(200));
    expect(ended).toBe(0);
    return started;
  });
  const answers = await Promise.all(requests);
  expect(answers.filter((answer) => answer?.statusCode === 200)).toHaveLength(1);
  expect(answers.filter((answer) => answer?.statusCode === 429)).toHaveLength(answers.length - 1);
});

test('a user who changes their profile very often leaves the connections to the others', async () => {
  const { user, access } = await api.signIn(somebody());
  const headers = { authorization: `Bearer ${access}` };
  const change = async () =>
    state.app?.inject({ method: 'PATCH', url: '/api/v1/auth/me/', headers, payload: { first_name: 'Anvar' } });
  const lock = `SELECT FROM users WHERE id = '${user.id}' FOR UPDATE`;
  const changes = await besideTransaction(api, lock, async () => {
    const started = Array.from({ length: 3 * CONNECTIONS }, change);
    await untilLocked(api);
    const others = await Promise.all(Array.from({ length: 3 * CONNECTIONS }, () => create(somebody())));
    expect(others.map((answer) => answer?.statusCode)).toEqual(Array(others.length).fill(200));
    return started;
  });
  const answers = await Promise.all(changes);
  expect(answers.map((answer) => answer?.statusCode)).toEqual(Array(answers.length).fill(200));
});

test('work about one number takes turns in order, that about others runs at once', async () => {
  const inTurn = createInTurn({ max: 10, waitMaxMs: 5_000 }); // two of each
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  const all = ['a1', 'a2', 'a3', 'a4', 'b1'].map((name) => inTurn(name.slice(0, 1), work(name)));
  expect(begun).toEqual(['a1', 'a2', 'b1']);
  ends[0]?.();
  await all[0];
  await expect.poll(() => begun).toEqual(['a1', 'a2', 'b1', 'a3']);
  for (let next = 1; next < 5; next++) {
    await expect.poll(() => ends.length).toBeGreaterThan(next);
    ends[next]?.();
  }
  await Promise.all(all);
});

test('work that fails gives its turn to the next', async () => {
  const inTurn = createInTurn({ max: 5, waitMaxMs: 5_000 }); // one of each
  const failed = inTurn('a', () => Promise.reject(new Error('no')));
  const next = inTurn('a', async () => 'done');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('done');
});

test('the queue of one number is bounded in length and in time', async () => {
  vi.useFakeTimers();
  const inTurn = createInTurn({ max: 5, waitMaxMs: 5_000 }); // one of each
  let end = () => {};
  const first = inTurn('a', () => new Promise<void>((resolve) => (end = resolve)));
  const waiting = Array.from({ length: 1_000 }, () => inTurn('a', async () => 'done').catch((error) => error));
  await expect(inTurn('a', async () => 'done')).rejects.toThrow(Overloaded);
  expect(await inTurn('b', async () => 'done')).toBe('done');
  await vi.advanceTimersByTimeAsync(5_000);
  for (const outcome of await Promise.all(waiting)) expect(outcome).toBeInstanceOf(Overloaded);
  end();
  await first;
  expect(await inTurn('a', async () => 'done')).toBe('done');
});
