import type { FastifyRequest } from 'fastify';
import { fastify } from 'fastify';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createIpLimit, networksOf } from '../../src/limits/ip-limits.ts';
import { type CreateRate, openRateStore, type RateState } from '../../src/limits/rate-store.ts';
import { FAILED_CHECKS_PER_IP } from '../../src/policy.ts';

const request = {} as FastifyRequest; // the limit only calls `clientIp`

/** A limit of `max` for one IP that counts how often it is checked. */
function useLimit(max: number, clientIp = () => '203.0.113.1') {
  const state = { counted: 0, looks: 0 };
  const tell = (): RateState => ({ remaining: Math.max(0, max - state.counted), retryAfter: 60 });
  const createRate: CreateRate = () => ({
    async look() {
      state.looks += 1;
      return tell();
    },
    async count() {
      state.counted += 1;
      return tell();
    },
  });
  const limit = createIpLimit({ name: 'test', limits: [], error: 'too_many_attempts', createRate, clientIp });
  return { limit, state };
}

/** Work that the test ends. */
function useWork() {
  const started: number[] = [];
  const ends = new Map<number, () => void>();
  const job = (id: number) => ({
    work: () => {
      started.push(id);
      return new Promise<number>((resolve) => ends.set(id, () => resolve(id)));
    },
    counts: () => false,
  });
  return { started, job, end: (id: number) => ends.get(id)?.() };
}

const refused = { code: 'too_many_attempts', details: { retryAfter: expect.any(Number) } };

test('as many requests run concurrently as may still fail; the others follow in order of arrival, one per end', async () => {
  const { limit } = useLimit(3);
  const { started, job, end } = useWork();
  const runs = Array.from({ length: 8 }, (_, id) => limit.run(request, job(id)));
  for (let id = 0; id < 8; id++) {
    await expect.poll(() => started).toEqual(Array.from({ length: Math.min(8, id + 3) }, (_, i) => i));
    end(id);
  }
  expect(await Promise.all(runs)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('fifty requests wait, and the next is refused at once', async () => {
  const { limit } = useLimit(1);
  const { started, job, end } = useWork();
  const first = limit.run(request, job(0));
  await expect.poll(() => started).toEqual([0]);
  const waiting = Array.from({ length: 50 }, (_, i) => limit.run(request, job(i + 1)));
  await expect(limit.run(request, job(99))).rejects.toMatchObject(refused);
  for (let id = 0; id <= 50; id++) {
    await expect.poll(() => started).toContain(id);
    end(id);
  }
  expect(await Promise.all([first, ...waiting])).toHaveLength(51);
});

test('once the limit is reached, all waiting requests are refused, unless they are exempt', async () => {
  const { limit, state } = useLimit(1);
  const fails = { work: async () => 'failed', counts: () => true };
  const exempt = { work: async () => 'passed', counts: () => true, isExempt: async () => true };
  const first = limit.run(request, fails);
  const rest = [limit.run(request, fails), limit.run(request, exempt), limit.run(request, fails)];
  expect(await first).toBe('failed');
  expect(await Promise.allSettled(rest)).toMatchObject([
    { status: 'rejected', reason: refused },
    { status: 'fulfilled', value: 'passed' },
    { status: 'rejected', reason: refused },
  ]);
  expect(state.counted).toBe(1);
});

test('many waiting requests cost one check per ended request, not one per pair', async () => {
  const { limit, state } = useLimit(1);
  const succeeds = { work: async () => 'done', counts: () => false };
  await Promise.all(Array.from({ length: 50 }, () => limit.run(request, succeeds)));
  expect(state.looks).toBeLessThanOrEqual(3 * 50);
});

test('work that throws lets the next request run', async () => {
  const { limit } = useLimit(1);
  const throws = { work: () => Promise.reject(new Error('broken')), counts: () => false };
  for (let i = 0; i < 3; i++) await expect(limit.run(request, throws)).rejects.toThrow('broken');
});

describe('the networks of an IP', () => {
  test.for([
    ['203.0.113.7', '203.0.113.7', undefined],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2', '2001:db8:1::/48'],
    ['2001:db8:1:2::9', '2001:db8:1:2', '2001:db8:1::/48'],
    ['2001:db8:0001:0002::9', '2001:db8:1:2', '2001:db8:1::/48'],
    ['2001:db8::9', '2001:db8:0:0', '2001:db8:0::/48'],
    ['::1', '0:0:0:0', '0:0:0::/48'],
    ['fe80::', 'fe80:0:0:0', 'fe80:0:0::/48'],
  ] as const)('of %s are %s and %s', ([ip, own, wide]) => {
    expect(networksOf(ip)).toEqual({ own, wide });
  });
});

test('an IP may fail 30 times in ten minutes and 200 times a day', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  onTestFinished(() => void vi.useRealTimers());
  const app = fastify();
  const rate = (await openRateStore(app))({ name: 'test', limits: FAILED_CHECKS_PER_IP });
  const ip = '203.0.113.2';
  let failed = 0;
  for (let window = 0; window < 10; window++) {
    while ((await rate.look(ip)).remaining > 0) {
      await rate.count(ip);
      failed += 1;
    }
    expect(failed).toBe(Math.min((window + 1) * 30, 200));
    vi.setSystemTime(Date.now() + 600_001);
  }
  vi.setSystemTime(Date.now() + 86_400_000);
  expect(await rate.look(ip)).toMatchObject({ remaining: 30 });
  await app.close();
});

test('an IP stays refused while thousands of others fail', async () => {
  const app = fastify();
  const rate = (await openRateStore(app))({ name: 'test', limits: [{ max: 2, window: 600 }] });
  for (let i = 0; i < 2; i++) await rate.count('203.0.113.1');
  for (let i = 0; i < 20_000; i++) await rate.count(`10.0.${i >> 8}.${i & 255}`);
  expect(await rate.look('203.0.113.1')).toMatchObject({ remaining: 0 });
  await app.close();
});
