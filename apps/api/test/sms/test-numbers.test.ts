import { Refused } from '@raqam/service/environment';
import { describe, expect, test } from 'vitest';
import { livingTestNumbers, readTestNumbers } from '../../src/features/channels/sending/test-numbers.ts';
import { DAY } from '../../src/policy.ts';
import { eventsWith } from '../support/events.ts';
import { usePress, withBot } from '../support/press.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { expectError, fromElsewhere, somebody, useApi, wrong } from '../support/test-api.ts';

const CODE = '042137';
const dayIn = (days: number) => new Date(Date.now() + days * DAY * 1000).toISOString().slice(0, 10);
const [tester, promoted, proved, ended, bound] = [somebody(), somebody(), somebody(), somebody(), somebody()];
const numbers = [tester, promoted, proved, bound].map(({ phone }) => `${phone}:${CODE}@${dayIn(30)}`);

const gateway = useGateway();
const api = useApi(() => ({
  ...gateway.environment(),
  ...withBot,
  TEST_NUMBERS: [...numbers, `${ended.phone}:${CODE}@${dayIn(-1)}`].join(','),
}));
const press = usePress(api);
const { ask, enter } = smsCalls(api);

describe('a test number', () => {
  test('signs in with its fixed code, and nothing is sent or counted for the day', async () => {
    const sentToday = async () =>
      (await api.sql.query('SELECT sum(sent)::int AS sent FROM sms_days')).rows[0].sent ?? 0;
    const before = await sentToday();
    expect((await ask(tester.phone)).statusCode).toBe(200);
    expectError(await enter(tester.phone, wrong(CODE)), 400, 'code_incorrect');
    const answer = await enter(tester.phone, CODE);
    expect(answer.json().user).toMatchObject({ phone: tester.phone, role: 'user' });
    expect(gateway.sms(tester.phone)).toEqual([]);
    expect(await sentToday()).toBe(before);
    const { rows } = await api.sql.query(
      `SELECT provider, deliveries.status FROM deliveries JOIN challenges ON challenges.id = challenge_id WHERE phone = $1`,
      [tester.phone],
    );
    expect(rows).toEqual([{ provider: 'test', status: 'delivered' }]);
    expect((await eventsWith(api, { phone: tester.phone })).map(({ type }) => type)).toContain('code.sent');
  });

  test('has no code before one is asked for, and cools down like any other', async () => {
    const { phone } = tester;
    expectError(await enter(phone, CODE), 400, 'code_incorrect');
    expectError(await ask(phone), 429, 'code_cooldown');
  });

  test('signs in by the challenge of a browser', async () => {
    const browser = await press.start({}, fromElsewhere());
    expect((await press.send(browser, bound.phone)).statusCode).toBe(200);
    expect((await press.verify(browser, CODE)).json().user).toMatchObject({ phone: bound.phone });
    expect(gateway.sms(bound.phone)).toEqual([]);
  });

  test('of an administrator or of a person with Telegram gets a real code', async () => {
    const { user } = await api.signIn(promoted);
    await api.sql.query(`UPDATE users SET role = 'admin', telegram_id = NULL WHERE id = $1`, [user.id]);
    await api.signIn(proved);
    for (const { phone } of [promoted, proved]) {
      expect((await ask(phone)).statusCode).toBe(200);
      const code = gateway.code(phone);
      expect(code).not.toBe(CODE);
      expectError(await enter(phone, CODE), 400, 'code_incorrect');
      expect((await enter(phone, code)).statusCode).toBe(200);
    }
  });

  test('after its last day gets a real code', async () => {
    await ask(ended.phone);
    expectError(await enter(ended.phone, CODE), 400, 'code_incorrect');
    expect((await enter(ended.phone, gateway.code(ended.phone))).statusCode).toBe(200);
  });

  test('is counted at /readyz without those whose day has passed', async () => {
    expect((await api.get('/readyz')).json()).toMatchObject({ test_numbers: 4 });
  });
});

describe('TEST_NUMBERS', () => {
  const NOW = Date.parse('2026-11-22T12:00:00Z');
  const read = (raw: string) => readTestNumbers(raw, NOW);

  test('holds numbers, codes and their last day, which counts until midnight (UTC)', () => {
    const numbers = read('+998901234567:042137@2026-12-31');
    if (numbers instanceof Refused) throw new Error(numbers.reason.en);
    expect(numbers).toEqual([{ phone: '+998901234567', code: '042137', until: Date.parse('2027-01-01T00:00:00Z') }]);
    const last = Date.parse('2026-12-31T23:59:59Z');
    expect(livingTestNumbers(numbers, last)).toEqual(numbers);
    expect(livingTestNumbers(numbers, last + 1000)).toEqual([]);
  });

  test('of a day that has passed is no mistake', () => {
    expect(read('+998901234567:042137@2026-01-01')).toHaveLength(1);
  });

  test.for([
    ['without a day', '+998901234567:042137'],
    ['a short code', '+998901234567:4213@2026-12-31'],
    ['a number in another spelling', '998901234567:042137@2026-12-31'],
    ['a wrong number', '+9989:042137@2026-12-31'],
    ['a day that does not exist', '+998901234567:042137@2026-11-31'],
    ['a day more than 90 days away', '+998901234567:042137@2027-02-21'],
    ['the same number twice', '+998901234567:042137@2026-12-31,+998901234567:111111@2026-12-31'],
    ['nothing between commas', '+998901234567:042137@2026-12-31,'],
    ['eleven numbers', Array.from({ length: 11 }, (_, n) => `+9989012345${10 + n}:042137@2026-12-31`).join(',')],
  ])('refuses %s', ([, raw]) => {
    expect(read(raw ?? '')).toHaveProperty('reason');
  });

  test('takes ten, and a day 90 days away', () => {
    expect(read(Array.from({ length: 10 }, (_, n) => `+9989012345${10 + n}:042137@2027-02-20`).join(','))).toHaveLength(
      10,
    );
  });
});
