import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { connectDatabase } from '../../src/database/database.ts';
import { createLimitPerSubject, subjectOf } from '../../src/database/queue/limit-per-subject.ts';
import { Overloaded } from '../../src/database/queue/overloaded.ts';
import { besideTransaction, untilLocked } from '../support/database/locks.ts';
import { BOT_SECRET, somebody, type TestApi, testConfig, useApi } from '../support/test-api.ts';

/** One of them for each number. */
const CONNECTIONS = 5;

const api = useApi();
const state: { app?: TestApi['app'] } = {};
beforeAll(async () => {
  const url = String(api.sql.options.connectionString);
  const db = connectDatabase({ url, connections: CONNECTIONS });
  state.app = await buildApp({ config: testConfig(url), db, version: 'small', logger: false });
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

test('statements about one subject take turns in order, those about others run at once', async () => {
  const { run } = createLimitPerSubject(2);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  const all = ['a1', 'a2', 'a3', 'a4', 'b1'].map((name) => run(name[0], work(name)));
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

test('a statement that fails gives its turn to the next', async () => {
  const { run } = createLimitPerSubject(1);
  const failed = run('a', () => Promise.reject(new Error('no')));
  const next = run('a', async () => 'done');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('done');
});

test('the queue of one subject is bounded in length and in time', async () => {
  vi.useFakeTimers();
  const { run } = createLimitPerSubject(1);
  let end = () => {};
  const first = run('a', () => new Promise<void>((resolve) => (end = resolve)));
  const waiting = Array.from({ length: 250 }, () => run('a', async () => 'done').catch((error) => error));
  await expect(run('a', async () => 'done')).rejects.toThrow(Overloaded);
  expect(await run('b', async () => 'done')).toBe('done');
  await vi.advanceTimersByTimeAsync(5_000);
  for (const outcome of await Promise.all(waiting)) expect(outcome).toBeInstanceOf(Overloaded);
  end();
  await first;
  expect(await run('a', async () => 'done')).toBe('done');
});

test.for([
  [{ phone: '+998901234567', telegram_id: 1 }, '+998901234567'],
  [{ phone: null, telegram_id: 1 }, 1],
  [{ id: '01890a5d-ac96-774b-bcce-b302099a8057', session_id: null }, '01890a5d-ac96-774b-bcce-b302099a8057'],
  [{ id: 'shop' }, undefined], // a client, which every request of OpenID Connect reads
  [{ size: 10 }, undefined],
] as const)('a statement with %o is about %s', ([args, subject]) => {
  expect(subjectOf(args)).toBe(subject);
});
