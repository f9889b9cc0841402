import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventsWith } from '../support/events.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { expectError, fromElsewhere, somebody, useApi } from '../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => ({ ...gateway.environment(), SMS_ALLOWED_COUNTRIES: 'UZ' }));
const { ask, enter, sentToday } = smsCalls(api);
/** How many challenges these numbers have. */
async function challengesOf(people: readonly { phone: string }[]): Promise<number | null> {
  const phones = people.map(({ phone }) => phone);
  return (await api.sql.query('SELECT 1 FROM challenges WHERE phone = ANY($1)', [phones])).rowCount;
}

/** How many budgets of these numbers count something. */
async function budgetsOf(people: readonly { phone: string }[]): Promise<number | null> {
  const sql = "SELECT 1 FROM budgets WHERE substring(subject FROM '[+].*') = ANY($1) AND hits <> '{}'";
  return (await api.sql.query(sql, [people.map(({ phone }) => phone)])).rowCount;
}

beforeEach(() => gateway.handset('DELETE', '/faults'));

describe('what an SMS costs', () => {
  test('the cooldown grows: 60, 120, then 300 seconds', async () => {
    const { phone } = somebody();
    for (const [cooldown, early] of [
      [60, '45 seconds'],
      [120, '105 seconds'],
      [300, '285 seconds'],
      [300, '285 seconds'],
    ] as const) {
      const answer = await ask(phone);
      expect(answer.json().resend_after_seconds).toBe(cooldown);
      await api.pass(early);
      expectError(await ask(phone), 429, 'code_cooldown');
      await api.pass('16 seconds');
    }
    expect(gateway.sms(phone)).toHaveLength(4);
  });

  test('five an hour and ten a day for one number', async () => {
    const { phone } = somebody();
    const askFive = async () => {
      for (let i = 0; i < 5; i++) {
        expect((await ask(phone)).statusCode).toBe(200);
        await api.pass('5 minutes 1 second');
      }
    };
    await askFive();
    expectError(await ask(phone), 429, 'code_limit');
    const reached = (await eventsWith(api, { phone })).filter(({ type }) => type === 'limit.reached');
    expect(reached).toMatchObject([{ actor: 'user', channel: 'sms', data: { limit: 'SMS per number' } }]);
    await api.pass('1 hour');
    await askFive();
    await api.pass('2 hours');
    expectError(await ask(phone), 429, 'code_limit');
    expect(gateway.sms(phone)).toHaveLength(10);
    await api.pass('22 hours');
    expect((await ask(phone)).statusCode).toBe(200);
  });

  test('32 parallel requests for one number: one SMS, the others are told to wait', async () => {
    const { phone } = somebody();
    const before = await sentToday();
    const answers = await Promise.all(Array.from({ length: 32 }, () => ask(phone)));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ statusCode }) => statusCode !== 200))
      expectError(answer, 429, 'code_cooldown');
    expect(gateway.sms(phone)).toHaveLength(1);
    expect(await sentToday()).toBe(before + 1);
  });

  describe('from an IP that has used up its SMS', () => {
    const here = { remoteAddress: '203.0.113.76' };
    beforeAll(async () => {
      for (let i = 0; i < 20; i++) expect((await ask(somebody().phone, here)).statusCode).toBe(200);
    });

    test('a flood at one number leaves its owner’s code, cooldown and budget alone', async () => {
      for (let round = 0; round < 5; round++) {
        const { phone } = somebody();
        await ask(phone);
        await api.pass('61 seconds');
        const flood = Array.from({ length: 20 }, () => ask(phone, here));
        const entered = enter(phone, gateway.code(phone));
        for (const answer of await Promise.all(flood)) expectError(answer, 429, 'code_limit');
        expect((await entered).statusCode).toBe(200);
        expect((await ask(phone)).statusCode).toBe(200);
      }
    });

    test('a refused request does not count for the day and stores no number', async () => {
      const people = Array.from({ length: 40 }, () => somebody());
      const before = await sentToday();
      const answers = await Promise.all(people.map(({ phone }) => ask(phone, here)));
      for (const answer of answers) expectError(answer, 429, 'code_limit');
      expect(await sentToday()).toBe(before);
      expect(await challengesOf(people)).toBe(0);
      expect(await budgetsOf(people)).toBe(0);
    });
  });

  test('parallel requests of one IP get no more SMS than sequential ones', async () => {
    const here = { remoteAddress: '203.0.113.75' };
    const answers = await Promise.all(Array.from({ length: 60 }, () => ask(somebody().phone, here)));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(20);
    for (const answer of answers.filter(({ statusCode }) => statusCode !== 200)) expectError(answer, 429, 'code_limit');
  });

  test('SMS that the gateway refuses cost nothing, however many are sent at once', async () => {
    const people = Array.from({ length: 10 }, () => somebody());
    const before = await sentToday();
    await gateway.fail({ method: 'send', kind: 'status', status: 500, times: 10_000 });
    for (let round = 0; round < 5; round++) {
      const asked = people.flatMap(({ phone }) => Array.from({ length: 6 }, () => ask(phone)));
      for (const answer of await Promise.all(asked)) expect([429, 503], answer.body).toContain(answer.statusCode);
    }
    await gateway.handset('DELETE', '/faults');
    expect(await sentToday()).toBe(before);
    expect(await budgetsOf(people)).toBe(0);
    for (const { phone } of people) expect((await ask(phone)).statusCode).toBe(200);
  });

  test('sixty that the gateway refuses within ten minutes from one IP, whatever the numbers', async () => {
    const here = { remoteAddress: '203.0.113.90' };
    await gateway.fail({ method: 'send', kind: 'status', status: 500, times: 10_000 });
    for (let i = 0; i < 60; i++) expectError(await ask(somebody().phone, here), 503, 'sms_unavailable');
    expectError(await ask(somebody().phone, here), 429, 'code_limit');
    expectError(await ask(somebody().phone), 503, 'sms_unavailable');
    await gateway.handset('DELETE', '/faults');
  });

  test('requests during a cooldown use up no SMS of others behind the same IP', async () => {
    const here = { remoteAddress: '203.0.113.78' };
    const { phone } = somebody();
    await ask(phone, here);
    for (let i = 0; i < 25; i++) expectError(await ask(phone, here), 429, 'code_cooldown');
    expect((await ask(somebody().phone, here)).statusCode).toBe(200);
  });
});

describe('SMS pumping over adjacent numbers, foreign countries, landlines', () => {
  test.for([
    ['+14155552671', 'phone_not_supported'],
    ['+447911123456', 'phone_not_supported'],
    ['+996555123456', 'phone_not_supported'],
    ['+77272501234', 'phone_not_supported'],
    ['+998711234567', 'phone_invalid'],
  ] as const)('nothing is sent to %s, abroad or a landline', async ([phone, code]) => {
    expectError(await ask(phone), 400, code);
    expect(gateway.sms(phone)).toEqual([]);
  });

  test('adjacent numbers from one IP: twenty an hour', async () => {
    const here = { remoteAddress: '203.0.113.77' };
    for (let i = 0; i < 20; i++) expect((await ask(somebody().phone, here)).statusCode).toBe(200);
    const { phone } = somebody();
    expectError(await ask(phone, here), 429, 'code_limit');
    expect(gateway.sms(phone)).toEqual([]);
    expect((await ask(phone)).statusCode).toBe(200);
  });

  describe('the budget of a day', () => {
    const poor = useApi(() => ({ ...gateway.environment(), SMS_DAILY_LIMIT: '3' }));
    test('adjacent numbers, each from another IP: it spans all numbers and IPs, also at once, until midnight UTC', async () => {
      const people = Array.from({ length: 20 }, () => somebody());
      const answers = await Promise.all(
        people.map(({ phone }) => poor.post('/api/users/auth/', { phone }, fromElsewhere())),
      );
      expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(3);
      for (const answer of answers.filter(({ statusCode }) => statusCode !== 200))
        expectError(answer, 503, 'sms_unavailable');
      expect(people.flatMap(({ phone }) => gateway.sms(phone))).toHaveLength(3);
      const { rows } = await poor.sql.query(
        // twenty neighbours at once are beyond a rule against abuse too
        "SELECT data ->> 'limit' AS name FROM events WHERE type = 'limit.reached' AND data ->> 'limit' LIKE '%SMS%'",
      );
      expect(rows).toEqual([{ name: 'SMS of all numbers' }]);
      const refused = await poor.post('/api/users/auth/', { phone: somebody().phone }, fromElsewhere());
      const midnight = Math.floor(Date.now() / 86_400_000 + 1) * 86_400_000;
      expect(Math.abs(refused.json().error.retry_after - (midnight - Date.now()) / 1000)).toBeLessThan(60);
    });
  });

  describe('SMS_DAILY_LIMIT', () => {
    const small = useApi(() => ({ ...gateway.environment(), SMS_DAILY_LIMIT: '10' }));

    test('strangers get nine tenths of it, and the last tenth is for known devices alone', async () => {
      const ask = (phone: string, more: object = {}) =>
        small.post('/api/users/auth/', { phone, ...more }, fromElsewhere());
      const known = { device_id: 'the-owners-phone' };
      const [owner, another] = [somebody(), somebody()];
      for (const person of [owner, another]) await small.signIn(person, known);
      for (let strangers = 0; strangers < 9; strangers++) expect((await ask(somebody().phone)).statusCode).toBe(200);
      expectError(await ask(somebody().phone), 503, 'sms_unavailable');
      expectError(await ask(owner.phone), 503, 'sms_unavailable');
      expect((await ask(owner.phone, known)).statusCode).toBe(200);
      expectError(await ask(another.phone, known), 503, 'sms_unavailable');
    });
  });
});
