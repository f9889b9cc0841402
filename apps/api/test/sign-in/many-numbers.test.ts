import { beforeAll, expect, test } from 'vitest';
import { untilHourLasts } from '../support/hour.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { expectError, fromElsewhere, somebody, useApi, wrong } from '../support/test-api.ts';

const NUMBERS = 10_000;
const ADDRESSES = 1_000;
const AT_ONCE = 500;

const gateway = useGateway();
const api = useApi(() => ({
  ...gateway.environment(),
  ABUSE_RULES: 'enforce',
  // Only asked for here, and cheaper to ask for than a proof of work.
  CAPTCHA: 'turnstile',
  CAPTCHA_SITE_KEY: '0x4AAAAAAA',
  CAPTCHA_SECRET: 'the-secret',
}));

beforeAll(() => untilHourLasts(90_000));

test('10,000 numbers tried with one guess each, from 1,000 addresses: bounded over all numbers and per address, with an event', async () => {
  const known = { device_id: 'the-owners-phone' };
  const owners = Array.from({ length: 3 }, somebody);
  for (const owner of owners) await api.signIn(owner, known);
  const address = (n: number) => `198.18.${Math.floor((n % ADDRESSES) / 250)}.${n % 250}`;
  const guess = (n: number) => {
    const phone = owners[n]?.phone ?? `+99893${String(n).padStart(7, '0')}`;
    return api.post('/api/users/auth/', { phone, code: '123456' }, { remoteAddress: address(n) });
  };
  let compared = 0;
  for (let begun = 0; begun < NUMBERS; begun += AT_ONCE) {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => guess(begun + n)));
    for (const answer of answers) {
      const isCompared = answer.statusCode === 400;
      if (isCompared) compared += 1;
      expectError(answer, isCompared ? 400 : 403, isCompared ? 'code_incorrect' : 'captcha_required');
    }
  }
  expect(compared).toBeGreaterThanOrEqual(1_000);
  expect(compared).toBeLessThanOrEqual(1_000 + AT_ONCE); // those that run at once don't know of each other
  const { rows } = await api.sql.query(
    "SELECT data FROM events WHERE type = 'limit.reached' AND data ->> 'limit' = 'wrong codes of all numbers'",
  );
  expect(rows).toHaveLength(1);

  // By the bot's code no rule over all numbers bounds the guesses of one address, but its own does.
  const one = { remoteAddress: address(0) };
  const left = [];
  for (let n = 0; n < 40; n++) left.push(await api.register(somebody().phone, '123456', {}, one));
  expectError(left.at(-1) ?? expect.fail(), 429, 'too_many_attempts');
  expect(left.filter(({ statusCode }) => statusCode === 400).length).toBeLessThanOrEqual(30);

  for (const owner of owners) {
    await api.pass('31 seconds');
    const byBot = await api.register(owner.phone, await api.issue(owner), {}, fromElsewhere());
    expect(byBot.statusCode, byBot.body).toBe(200);
    expect((await api.post('/api/users/auth/', { phone: owner.phone, ...known }, fromElsewhere())).statusCode).toBe(
      200,
    );
    const code = gateway.code(owner.phone);
    expectError(
      await api.post('/api/users/auth/', { phone: owner.phone, code: wrong(code) }, fromElsewhere()),
      403,
      'captcha_required',
    );
    const bySms = await api.post('/api/users/auth/', { phone: owner.phone, code, ...known }, fromElsewhere());
    expect(bySms.statusCode, bySms.body).toBe(200);
  }
});
