import type { Statistics } from '@raqam/shared/contract/admin-statistics';
import { beforeAll, describe, expect, test } from 'vitest';
import { rollUp } from '../../src/features/statistics/roll-up.ts';
import { callAdmin, signInAdmin } from '../support/admin.ts';
import { fieldsOf, signInitData, withMiniApp } from '../support/mini-app.ts';
import { usePress, withBot } from '../support/press.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { expectError, fromElsewhere, somebody, useApi, wrong } from '../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => ({
  ...gateway.environment(),
  ...withBot,
  ...withMiniApp,
  SMS_PRICES: 'UZ:95,*:1200',
  SMS_DAILY_LIMIT: '50',
}));
const press = usePress(api);
const sms = smsCalls(api);

/** Signs people in by each way, and lets some fail. */
beforeAll(async () => {
  for (const phone of [somebody().phone, '+77011234567', '+12025550123']) await api.signIn({ ...somebody(), phone });
  await api.create(somebody()); // the code is never entered

  const member = somebody();
  for (const person of [somebody(), member, member]) await press.collect(await press.approve(person), fromElsewhere());
  await press.start({}, fromElsewhere()); // nobody opens it
  const declined = await press.start({}, fromElsewhere());
  await press.open(declined.nonce, member.telegramId);
  await press.decide(declined.id, member.telegramId, { decline: true });

  const { phone } = somebody();
  await sms.ask(phone);
  await sms.enter(phone, wrong(gateway.code(phone)));
  await api.pass('61 seconds');
  await sms.ask(phone); // the same code again: one start, two SMS
  await sms.enter(phone, gateway.code(phone));
  await sms.ask(somebody().phone);
  // as the provider reports: two arrive, and one does not
  await api.sql.query("UPDATE deliveries SET status = 'delivered'");
  await api.sql.query("UPDATE deliveries SET status = 'expired' WHERE id = (SELECT max(id) FROM deliveries)");

  const data = signInitData(fieldsOf({ id: member.telegramId, first_name: 'Aziza' }));
  await api.post('/api/v1/auth/telegram/mini-app/', { init_data: data, device_id: 'telegram' }, fromElsewhere());
});

async function find(query = ''): Promise<Statistics> {
  const admin = await signInAdmin(api, { ...somebody(), phone: `+99365${String(Date.now()).slice(-6)}` });
  const answer = await admin.call('GET', `statistics/${query}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

/** Without the administrators, who sign in by codes of Turkmen numbers. */
const ofOthers = ({ conversion }: Statistics) => conversion.filter(({ country }) => country !== 'TM');

const uzs = (amount: number) => ({ amount, currency: 'UZS' });
const free = { cost: uzs(0), cost_per_verified: uzs(0) };
const steps = { taken_over: 0, sent: 0, delivered: null, entered: null };
const expected = [
  {
    way: 'sms',
    provider: 'eskiz',
    country: 'UZ',
    started: 2,
    taken_over: 0,
    sent: 3,
    delivered: 2,
    entered: 1,
    verified: 1,
    cost: uzs(285),
    cost_per_verified: uzs(285),
  },
  { way: 'code', provider: null, country: 'UZ', started: 2, ...steps, sent: 2, entered: 1, verified: 1, ...free },
  { way: 'code', provider: null, country: 'KZ', started: 1, ...steps, sent: 1, entered: 1, verified: 1, ...free },
  { way: 'code', provider: null, country: 'US', started: 1, ...steps, sent: 1, entered: 1, verified: 1, ...free },
  { way: 'press', provider: null, country: 'UZ', started: 4, ...steps, verified: 3, ...free },
  {
    way: 'press',
    provider: null,
    country: null,
    started: 1,
    ...steps,
    verified: 0,
    cost: uzs(0),
    cost_per_verified: null,
  },
  { way: 'mini_app', provider: null, country: 'UZ', started: 1, ...steps, verified: 1, ...free },
];
const sorted = (rows: Statistics['conversion']) =>
  rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

test('sign-ins and SMS of this minute are counted, by way, provider and country, with their costs', async () => {
  const { conversion, ...statistics } = await find();
  expect(statistics.costs).toMatchObject([{ ...uzs(285), per_verified: expect.any(Number) }]);
  expect(sorted(ofOthers({ conversion, ...statistics }))).toEqual(sorted(expected as Statistics['conversion']));
  const today = statistics.to;
  expect(new Date(today).getTime() - new Date(statistics.from).getTime()).toBe(29 * 24 * 60 * 60 * 1000);
  const byWay = Object.fromEntries(statistics.days.map(({ way, day: _, ...counts }) => [way, counts]));
  expect(byWay).toMatchObject({
    press: { sign_ups: 2, sign_ins: 3 },
    sms: { sign_ups: 1, sign_ins: 1 },
    mini_app: { sign_ups: 0, sign_ins: 1 },
  });
  expect(statistics.days.every(({ day }) => day === today)).toBe(true);
  expect(statistics.refusals).toEqual([
    { type: 'challenge.declined', reason: '', count: 1 },
    { type: 'code.failed', reason: '', count: 1 },
  ]);
  expect(statistics.sms).toEqual({ sent_today: 3, left_today: 47, daily_limit: 50, balance: expect.any(Number) });
  expect(statistics.totals).toMatchObject({ users: 7, verified: 7, disabled: 0, admins: 1, active_today: 7 });
});

test('nobody but an administrator reads them, and of days there are 1 to 180', async () => {
  const { access } = await api.signIn(somebody());
  expectError(await callAdmin(api, access, 'GET', 'statistics/'), 403, 'admin_required');
  expectError(await callAdmin(api, undefined, 'GET', 'statistics/'), 401, 'session_invalid');
  const admin = await signInAdmin(api);
  for (const days of ['0', '181', 'x', '-1']) {
    expectError(await admin.call('GET', `statistics/?days=${days}`), 400, 'validation_failed');
  }
  expect((await admin.call('GET', 'statistics/?days=180')).statusCode).toBe(200);
});

test('an IP with many failures is listed with its country, the worst first; others are not', async () => {
  const from = { remoteAddress: '213.230.64.1' };
  const worse = { remoteAddress: '8.8.8.8' };
  for (let i = 0; i < 6; i++) {
    const person = somebody();
    const code = await api.issue(person);
    await api.register(person.phone, wrong(code), {}, from);
    for (let n = 0; n < 2; n++) await api.register(person.phone, wrong(code), {}, worse);
  }
  const { addresses } = await find();
  expect(addresses).toMatchObject([
    { ip: '8.8.8.8', country: 'US', wrong_codes: 12, declined: 0, refused: 0, codes_sent: 0 },
    { ip: '213.230.64.1', country: 'UZ', wrong_codes: 6 },
  ]);
});

describe('hours that are over', () => {
  /** Moves everything so far back that its hours are over. */
  const age = async () => {
    await api.sql.query(`DO $$ DECLARE month date := date_trunc('month', now() AT TIME ZONE 'UTC');
      BEGIN EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF events FOR VALUES FROM (%L) TO (%L)',
        'events_' || to_char(month - 1, 'YYYY_MM'), (month - interval '1 month') AT TIME ZONE 'UTC',
        month::timestamp AT TIME ZONE 'UTC'); END $$`);
    await api.sql.query(`UPDATE events SET at = at - interval '3 hours'`);
    await api.sql.query(`UPDATE challenges SET started_at = started_at - interval '3 hours', id = overlay(
      replace(id::text, '-', '') PLACING lpad(to_hex((extract(epoch FROM now() - interval '3 hours') * 1000)::int8), 12, '0')
      FROM 1 FOR 12)::uuid`);
    await api.sql.query(`UPDATE statistics_cursor SET counted_until = date_trunc('hour', now()) - interval '5 hours'`);
  };
  const counts = async () => {
    const { rows } = await api.sql.query(
      'SELECT sum(sign_ins)::int AS sign_ins, sum(started)::int AS started FROM sign_in_days',
    );
    return rows[0];
  };

  test('are counted once, however many processes do so, and stay when the events are gone', async () => {
    const before = await find();
    await age();
    const live = await find();
    await Promise.all(Array.from({ length: 4 }, () => rollUp(api.db)));
    const once = await counts();
    expect(once.sign_ins).toBeGreaterThan(0);
    await rollUp(api.db);
    expect(await counts()).toEqual(once);
    const { rows } = await api.sql.query(
      "SELECT now() - counted_until < interval '2 hours' AS is_near FROM statistics_cursor",
    );
    expect(rows).toEqual([{ is_near: true }]);

    const counted = await find();
    await api.sql.query('DELETE FROM events');
    await api.sql.query('DELETE FROM challenges');
    const after = await find();
    for (const later of [live, counted, after]) {
      expect(sorted(ofOthers(later))).toEqual(sorted(ofOthers(before)));
      expect(later.refusals).toEqual(before.refusals);
    }
  });

  test('an hour that is not over by ten minutes is not counted yet', async () => {
    await api.sql.query(`UPDATE statistics_cursor SET counted_until = now() - interval '1 hour 9 minutes'`);
    const { rows: before } = await api.sql.query('SELECT counted_until FROM statistics_cursor');
    await rollUp(api.db);
    expect((await api.sql.query('SELECT counted_until FROM statistics_cursor')).rows).toEqual(before);
    await api.sql.query(`UPDATE statistics_cursor SET counted_until = now() - interval '1 hour 11 minutes'`);
    await rollUp(api.db);
    expect((await api.sql.query('SELECT counted_until FROM statistics_cursor')).rows).not.toEqual(before);
  });
});
