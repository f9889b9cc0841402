import { beforeAll, describe, expect, test, vi } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { useRedis } from '../support/redis/redis.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { expectError, somebody, type TestApi, testConfig, useApi } from '../support/test-api.ts';

const PASSWORD = 'hunter2-the-password';

const gateway = useGateway();
const redis = useRedis();
const shared = () => ({ ...gateway.environment(), REDIS_URL: redis.url });
const one = useApi(shared);
const other = useApi(shared);
const alone = useApi(() => gateway.environment());

let addresses = 0;
/** An IP that no other test uses. */
const somewhere = () => ({ remoteAddress: `10.20.${(addresses >> 8) & 255}.${addresses++ & 255}` });
type Place = ReturnType<typeof somewhere>;

const fail = (api: TestApi, place: Place) => api.register(somebody().phone, '123456', {}, place);
async function signIn(api: TestApi, place: Place) {
  const person = somebody();
  return api.register(person.phone, await api.issue(person), {}, place);
}
const ask = (api: TestApi, place: Place) => api.post('/api/users/auth/', { phone: somebody().phone }, place);
/** How many of the last checks failed; the others were refused. */
async function failUntilRefused(api: TestApi, place: Place): Promise<number> {
  for (let failed = 0; ; failed++) {
    const answer = await fail(api, place);
    if (answer.statusCode === 429) return failed;
    expectError(answer, 400, 'code_incorrect');
  }
}
const linesOf = (api: TestApi, text: string) => api.log.filter((line) => line.includes(text));
const keys = (of = redis) => of.client.keys('*');
/** How often Redis was asked. */
const calls = async () => Number(/cmdstat_evalsha:calls=(\d+)/.exec(await redis.client.info('commandstats'))?.[1] ?? 0);

/** Tries again at another place: on a busy machine an answer of Redis may be too late, and its count is lost. */
const inTime = (body: () => Promise<void>) => () => vi.waitFor(body, { timeout: 80_000, interval: 1_500 });

describe('two processes on one Redis', () => {
  test(
    'thirty failed checks of an IP reach its limit at both, but not at a third process without Redis',
    inTime(async () => {
      const place = somewhere();
      for (let i = 0; i < 15; i++) {
        expectError(await fail(one, place), 400, 'code_incorrect');
        expectError(await fail(other, place), 400, 'code_incorrect');
      }
      for (const api of [one, other]) {
        const refused = await signIn(api, place);
        expectError(refused, 429, 'too_many_attempts');
        expect(refused.json().error.retry_after).toBeGreaterThan(540);
        expect(refused.json().error.retry_after).toBeLessThanOrEqual(600);
        expect((await signIn(api, somewhere())).statusCode).toBe(201);
      }
      expect((await signIn(alone, place)).statusCode).toBe(201);
    }),
  );

  test(
    'an IP gets twenty SMS from both together',
    inTime(async () => {
      const place = somewhere();
      for (let i = 0; i < 10; i++) {
        expect((await ask(one, place)).statusCode).toBe(200);
        expect((await ask(other, place)).statusCode).toBe(200);
      }
      for (const api of [one, other]) {
        const refused = await ask(api, place);
        expectError(refused, 429, 'code_limit');
        expect(refused.json().error.retry_after).toBeGreaterThan(3540);
        expect(refused.json().error.retry_after).toBeLessThanOrEqual(3600);
      }
      expect((await ask(one, somewhere())).statusCode).toBe(200);
      expect((await ask(alone, place)).statusCode).toBe(200);

      // Refused requests are not counted.
      for (let i = 0; i < 12; i++) expectError(await ask(other, place), 429, 'code_limit');
      for (const key of await keys()) if (key.includes('sms')) await redis.client.pexpire(key, 0); // an hour passes
      expect((await ask(other, place)).statusCode).toBe(200);
    }),
  );

  test('parallel requests at both get no more attempts than sequential ones at each', async () => {
    const place = somewhere();
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => fail(i % 2 ? one : other, place)));
    const tried = answers.filter(({ statusCode }) => statusCode === 400).length;
    expect(tried).toBeGreaterThanOrEqual(30);
    expect(tried).toBeLessThanOrEqual(60);
    for (const answer of answers.filter(({ statusCode }) => statusCode !== 400))
      expectError(answer, 429, 'too_many_attempts');
  });

  test(
    'successes are free, also in parallel and with one attempt left',
    inTime(async () => {
      const place = somewhere();
      for (let i = 0; i < 29; i++) expectError(await fail(one, place), 400, 'code_incorrect');
      const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => signIn(i % 2 ? one : other, place)));
      expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(40).fill(201));
      expectError(await fail(other, place), 400, 'code_incorrect');
      expectError(await signIn(one, place), 429, 'too_many_attempts');
    }),
  );

  test(
    'the limit per day counts apart from that per ten minutes',
    inTime(async () => {
      const place = somewhere();
      const before = await keys();
      for (let i = 0; i < 30; i++) await fail(one, place);
      const added = (await keys()).filter((key) => !before.includes(key));
      const [short = ''] = added.filter((key) => key.includes('failed-600:'));
      const [long = ''] = added.filter((key) => key.includes('failed-86400:'));
      await redis.client.pexpire(short, 0); // ten minutes pass
      await redis.client.set(long, 199, 'KEEPTTL');
      expectError(await fail(other, place), 400, 'code_incorrect');
      const refused = await fail(other, place);
      expectError(refused, 429, 'too_many_attempts');
      expect(refused.json().error.retry_after).toBeGreaterThan(86_000);
    }),
  );

  test('Redis holds no IP and no number, and every key expires', async () => {
    await ask(other, somewhere());
    await fail(other, somewhere());
    const all = await keys();
    for (const key of all) {
      expect(key).toMatch(
        /^raqam:.*(?:failed-600|failed-86400|sms-3600|attempts-telegram-600|abuse-[a-z]+-\d+):[\w-]{43}$/,
      );
      expect(await redis.client.pttl(key), key).toBeGreaterThan(0);
    }
    for (const name of ['failed-600', 'failed-86400', 'sms']) expect(all.some((key) => key.includes(name))).toBe(true);
  });

  test('a request without a limit does not call Redis', async () => {
    const before = await calls();
    await one.issue(somebody());
    await one.get('/readyz');
    expect(await calls()).toBe(before);
  });

  test('closing the api closes its connection', async () => {
    const connections = async () =>
      String(await redis.client.client('LIST'))
        .trim()
        .split('\n').length;
    await expectShared(one, other); // both are connected
    const before = await connections();
    const config = testConfig('postgres://unused', shared());
    const app = await buildApp({ config, db: one.db, version: 'test', logger: false });
    await expect.poll(connections).toBe(before + 1);
    await app.close();
    await expect.poll(connections).toBe(before);
  });
});

/** Waits until failed checks at both add up: on a busy machine an answer of Redis may be too late. */
async function expectShared(api: TestApi, another: TestApi): Promise<void> {
  const closedAt = async () => {
    const place = somewhere();
    for (let i = 0; i < 15; i++) {
      await fail(api, place);
      await fail(another, place);
    }
    return Promise.all([api, another].map(async (process) => (await signIn(process, place)).statusCode));
  };
  await expect.poll(closedAt).toEqual([429, 429]);
}

/** Fails checks until Redis counts one. */
async function expectBack(api: TestApi, of = redis): Promise<void> {
  const before = (await keys(of)).length;
  await expect
    .poll(async () => {
      await fail(api, somewhere());
      return (await keys(of)).length;
    })
    .toBeGreaterThan(before);
}

const THERE = 'Redis is back';
const AWAY = 'Redis is out of reach';

/** The log lines about Redis: one when an outage begins and one when it is over, in turn. */
function expectTurns(api: TestApi): void {
  const told = api.log.filter((line) => line.includes(THERE) || line.includes(AWAY)).map((line) => line.includes(AWAY));
  expect(told.length).toBeGreaterThan(0);
  expect(told).toEqual(told.map((_, index) => index % 2 === 0));
}

describe('people can still sign in, each process counts by itself, and shares its counts again afterwards', () => {
  test('with Redis killed and started again', async () => {
    const place = somewhere();
    for (let i = 0; i < 10; i++) {
      expectError(await fail(one, place), 400, 'code_incorrect');
      expectError(await fail(other, place), 400, 'code_incorrect');
    }
    const there = linesOf(one, THERE).length;
    const journeys = Array.from({ length: 60 }, (_, i) => signIn(i % 2 ? one : other, somewhere()));
    await redis.kill();
    for (const { statusCode } of await Promise.all(journeys)) expect(statusCode).toBe(201);

    // each remembers the ten failures that it has seen itself
    expect(await failUntilRefused(one, place)).toBe(20);
    expect(await failUntilRefused(other, place)).toBe(20);
    const sms = somewhere();
    for (let i = 0; i < 20; i++) expect((await ask(one, sms)).statusCode).toBe(200);
    expectError(await ask(one, sms), 429, 'code_limit');
    expect((await one.get('/readyz')).statusCode).toBe(200);
    expect(linesOf(one, AWAY).length).toBeGreaterThan(linesOf(one, THERE).length);

    await redis.start();
    await expectBack(one);
    await expectBack(other);
    await expectShared(one, other);
    const told = async () => {
      await fail(one, somewhere());
      return linesOf(one, THERE).length;
    };
    await expect.poll(told).toBeGreaterThan(there);
    expectTurns(one);
  });

  test('with a Redis that hangs', async () => {
    const before = await calls();
    redis.freeze();
    const journeys = Array.from({ length: 60 }, () => signIn(one, somewhere()));
    for (const { statusCode } of await Promise.all(journeys)) expect(statusCode).toBe(201);
    expect(await failUntilRefused(one, somewhere())).toBe(30);
    expect((await one.get('/readyz')).statusCode).toBe(200);

    redis.thaw();
    await expectBack(one);
    expect((await calls()) - before, 'the journeys asked, and nobody after them').toBeLessThan(300);
    await expectShared(one, other);
    expectTurns(one);
  });

  describe('with a Redis that is full', () => {
    const full = useRedis('--maxmemory', '1');
    const crowded = useApi(() => ({ REDIS_URL: full.url }));

    test('which is logged once', async () => {
      expect(await failUntilRefused(crowded, somewhere())).toBe(30);
      expect(linesOf(crowded, AWAY)).toEqual([expect.stringContaining('OOM')]);
      await full.client.config('SET', 'maxmemory', '0');
      await expectBack(crowded, full);
    });
  });

  describe('with a Redis that starts after them', () => {
    const late = useRedis();
    beforeAll(() => late.kill());
    const early = useApi(() => ({ REDIS_URL: late.url }));

    test('which is logged at the start', async () => {
      expect(linesOf(early, AWAY)).toHaveLength(1);
      expect(await failUntilRefused(early, somewhere())).toBe(30);
      await late.start();
      await expectBack(early, late);
      expectTurns(early);
    });
  });

  describe('with a password that Redis refuses', () => {
    const locked = useRedis('--requirepass', 'another');
    const stranger = useApi(() => ({ REDIS_URL: locked.urlWith(PASSWORD) }));
    const old = useRedis('--rename-command', 'AUTH', '', '--rename-command', 'HELLO', '');
    const puzzled = useApi(() => ({ REDIS_URL: old.urlWith(PASSWORD) }));

    test('which is in no log', async () => {
      for (const [api, reason] of [
        [stranger, 'WRONGPASS'],
        [puzzled, 'unknown command'],
      ] as const) {
        expect(await failUntilRefused(api, somewhere())).toBe(30);
        expect(linesOf(api, AWAY)).toEqual([expect.stringContaining(reason)]);
        expect(linesOf(api, PASSWORD)).toEqual([]);
      }
    });
  });
});
