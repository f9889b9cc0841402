import { expect, test } from 'vitest';
import { somebody, useApi, wrong } from '../support/test-api.ts';

const api = useApi();

const reached = async (ip: string) =>
  (
    await api.sql.query(
      "SELECT actor, data FROM events WHERE type = 'limit.reached' AND host(ip) = $1 AND data ? 'limit'",
      [ip],
    )
  ).rows;

/** Enters so many wrong codes from an IP, each for another number. */
async function fail(times: number, remoteAddress: string): Promise<void> {
  for (let i = 0; i < times; i++) {
    const { phone } = somebody();
    await api.register(phone, wrong('123455'), {}, { remoteAddress });
  }
}

test('an IP that uses its limit up: one event, however often it goes on, and again in the next window', async () => {
  const ip = '198.51.100.30';
  await fail(29, ip);
  expect(await reached(ip)).toEqual([]);
  await fail(6, ip);
  const event = { actor: 'user', data: { limit: 'failed checks per IP' } };
  expect(await reached(ip)).toEqual([event]);
  await api.deploy({}); // another replica counts anew
  await fail(31, ip);
  expect(await reached(ip)).toEqual([event]);
  await api.pass('10 minutes 1 second');
  await api.deploy({});
  await fail(31, ip);
  expect(await reached(ip)).toEqual([event, event]);
});

test('all IPs of an IPv6 /64 are one, and no budget holds an IP', async () => {
  await fail(30, '2001:db8:1:2::1');
  await api.deploy({});
  await fail(30, '2001:db8:1:2::2');
  expect([...(await reached('2001:db8:1:2::1')), ...(await reached('2001:db8:1:2::2'))]).toHaveLength(1);
  const { rows } = await api.sql.query("SELECT subject FROM budgets WHERE subject LIKE 'reached:%'");
  expect(rows.length).toBeGreaterThan(0);
  for (const { subject } of rows) expect(subject).toMatch(/^reached:[\w-]{43}$/);
});
