import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { listBudgets } from '../../src/features/people/limits-in-force.ts';
import { subjectsOf } from '../../src/limits/budgets.ts';
import { type Admin, signInAdmin } from '../support/admin.ts';
import { besideTransaction, untilLocked } from '../support/database/locks.ts';
import { eventsWith } from '../support/events.ts';
import { useService } from '../support/service-keys.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { expectError, fromElsewhere, somebody, useApi, wrong } from '../support/test-api.ts';

const TEST_NUMBER = '+998901999999';
const inAMonth = () => new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

const gateway = useGateway();
const api = useApi(() => ({ ...gateway.environment(), TEST_NUMBERS: `${TEST_NUMBER}:042137@${inAMonth()}` }));
const service = useService(api);
let admin: Admin;
beforeAll(async () => {
  admin = await signInAdmin(api);
});

const askSms = (phone: string, more: object = {}) => api.post('/api/users/auth/', { phone, ...more }, fromElsewhere());
const enterSms = (phone: string, code: string, more: object = {}) =>
  api.post('/api/users/auth/', { phone, code, ...more }, fromElsewhere());
/** Lets time pass; the administrator has signed in again after it. */
const pass = async (interval: string) => {
  await api.pass(interval);
  await api.sql.query('UPDATE sessions SET created_at = now() WHERE user_id = $1', [admin.id]);
};
const show = async (body: object) => {
  const answer = await admin.call('POST', 'people/show/', body);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const unlock = (body: object) => admin.call('POST', 'people/unlock/', body);
const setRole = (id: string, role: string, by = admin) => by.call('POST', `users/${id}/role/`, { role });

describe('a person', () => {
  test('is shown by id, phone or telegram_id, with country, limits and deliveries', async () => {
    const person = somebody();
    const { user } = await api.signIn(person);
    const shown = await show({ id: user.id });
    expect(shown).toEqual({
      phone: person.phone,
      country: 'UZ',
      user: { ...user, disabled_at: null, last_sign_in_at: expect.any(String) },
      is_test_number: false,
      limits: [
        { kind: 'telegram_codes', max: 10, window_seconds: 3600, used: 1, free_at: null },
        { kind: 'codes_of_telegram_account', max: 10, window_seconds: 3600, used: 1, free_at: null },
      ],
      deliveries: [],
    });
    expect(await show({ phone: person.phone })).toEqual(shown);
    expect(await show({ telegram_id: person.telegramId })).toEqual(shown);
  });

  test('who has no account yet is shown by the number: the SMS that it got, and the limit that it reached', async () => {
    const { phone } = somebody();
    for (let i = 0; i < 5; i++) {
      expect((await askSms(phone)).statusCode).toBe(200);
      await pass('5 minutes 1 second');
    }
    expectError(await askSms(phone), 429, 'code_limit');
    const { limits, deliveries, ...shown } = await show({ phone });
    expect(shown).toEqual({ phone, country: 'UZ', user: null, is_test_number: false });
    expect(limits).toEqual([
      { kind: 'sms', max: 5, window_seconds: 3600, used: 5, free_at: expect.stringMatching(/Z$/) },
      { kind: 'sms', max: 10, window_seconds: 86_400, used: 5, free_at: null },
      { kind: 'different_codes', max: 10, window_seconds: 86_400, used: 5, free_at: null },
    ]);
    const waits = (Date.parse(limits[0].free_at) - Date.now()) / 60_000;
    expect(waits).toBeGreaterThan(34);
    expect(waits).toBeLessThan(36);
    expect(deliveries).toHaveLength(5);
    expect(deliveries[0]).toMatchObject({ channel: 'sms', provider: 'eskiz', status: 'waiting', provider_status: '' });
    await api.sql.query('DELETE FROM challenges WHERE phone = $1', [phone]); // as the clean-up does after a day
    expect((await show({ phone })).deliveries).toEqual(deliveries);
  });

  test('whom nobody knows: an empty page for a number, 404 for an id or a telegram_id', async () => {
    const { phone, telegramId } = somebody();
    expect(await show({ phone })).toMatchObject({ user: null, limits: [], deliveries: [] });
    for (const body of [{ id: randomUUID() }, { telegram_id: telegramId }]) {
      expectError(await admin.call('POST', 'people/show/', body), 404, 'not_found');
      expectError(await unlock(body), 404, 'not_found');
    }
    expectError(await admin.call('POST', 'people/show/', { phone: '12' }), 400, 'phone_invalid');
  });

  test('with a test number is marked', async () => {
    expect(await show({ phone: TEST_NUMBER })).toMatchObject({ is_test_number: true });
  });
});

test('the limits that are shown and unlocked are all that are counted for a person', () => {
  const { phone, telegramId } = somebody();
  const counted = listBudgets(phone as never, telegramId).map(({ subject }) => subject);
  expect(counted.sort()).toEqual(subjectsOf(phone as never, telegramId).sort());
});

/** Strangers use up what is counted for a number. */
async function lockOut(phone: string): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await askSms(phone);
    for (let n = 0; n < 2; n++) await enterSms(phone, wrong(gateway.code(phone)));
    await pass('5 minutes 1 second');
  }
}

describe('unlocking', () => {
  test('strangers’ lock-outs go: the owner gets in by SMS on a new device at the first try, and it is an event', async () => {
    const owner = somebody();
    const { user } = await api.signIn(owner);
    await lockOut(owner.phone);
    expectError(await askSms(owner.phone), 429, 'code_limit');
    expect((await unlock({ phone: owner.phone })).statusCode).toBe(204);
    const { limits } = await show({ phone: owner.phone });
    expect(limits).toEqual([]);
    const asked = await askSms(owner.phone);
    expect(asked.statusCode, asked.body).toBe(200);
    expect((await enterSms(owner.phone, gateway.code(owner.phone))).statusCode).toBe(200);
    const [event] = (await eventsWith(api, { user_id: user.id })).filter(({ type }) => type === 'admin.user_unlocked');
    expect(event).toMatchObject({
      actor: 'admin',
      data: {
        admin: admin.id,
        phone: owner.phone.replace(/^(.{6}).*(.{4})$/, '$1•••$2'),
        unlocked: expect.arrayContaining(['sms', 'wrong_codes']),
      },
    });
  });

  test('a number without an account too, whose live code may be tried again', async () => {
    const { phone } = somebody();
    await askSms(phone);
    const code = gateway.code(phone);
    for (let i = 0; i < 5; i++) await enterSms(phone, wrong(code));
    expectError(await enterSms(phone, code), 400, 'code_incorrect');
    await unlock({ phone });
    expect((await enterSms(phone, code)).statusCode).toBe(200);
  });

  test('a Telegram account that declined too many cards, and only what belongs to the person', async () => {
    const [person, bystander] = [somebody(), somebody()];
    const { user } = await api.signIn(person);
    const refuse = 'INSERT INTO budgets (subject, hits) VALUES ($1, array_fill(now(), ARRAY[3]))';
    for (const { telegramId } of [person, bystander]) await api.sql.query(refuse, [`card:tg:${telegramId}`]);
    await unlock({ id: user.id });
    const { rows } = await api.sql.query("SELECT subject FROM budgets WHERE subject LIKE 'card:%'");
    expect(rows).toEqual([{ subject: `card:tg:${bystander.telegramId}` }]);
  });

  test('again, or of what is not locked, changes nothing and is no event', async () => {
    const { phone } = somebody();
    for (let i = 0; i < 2; i++) expect((await unlock({ phone })).statusCode).toBe(204);
    expect(await eventsWith(api, { phone })).toEqual([]);
  });

  test('while the number is tried waits for the attempt, and forgets it too', async () => {
    const { phone } = somebody();
    await askSms(phone);
    const attempt = `UPDATE budgets SET hits = now() || hits WHERE subject = 'send:sms:${phone}'`;
    await besideTransaction(api, attempt, async (commit) => {
      const pending = unlock({ phone });
      await untilLocked(api);
      await commit();
      expect((await pending).statusCode).toBe(204);
    });
    expect((await show({ phone })).limits).toEqual([]);
  });
});

describe('a role', () => {
  const eventsOf = async (id: string) =>
    (await eventsWith(api, { user_id: id })).filter(({ type }) => type === 'user.role_changed');

  test('is given and taken, reaches the next request, and is an event, once', async () => {
    const person = somebody();
    const { user, access } = await api.signIn(person);
    for (let i = 0; i < 2; i++) {
      const answer = await setRole(user.id, 'admin');
      expect(answer.statusCode, answer.body).toBe(200);
      expect(answer.json().user).toMatchObject({ id: user.id, role: 'admin' });
    }
    const other: Admin = { ...admin, id: user.id, call: (...call) => callAs(access, ...call) };
    expect((await other.call('GET', `users/${admin.id}/`)).statusCode).toBe(200);
    expect((await setRole(user.id, 'user')).json().user).toMatchObject({ role: 'user' });
    expectError(await other.call('GET', `users/${admin.id}/`), 403, 'admin_required');
    expect((await eventsOf(user.id)).map(({ data }) => data)).toEqual([
      { admin: admin.id, role: 'admin', before: 'user' },
      { admin: admin.id, role: 'user', before: 'admin' },
    ]);
  });

  const callAs = async (access: string, ...[method, path, body]: Parameters<Admin['call']>) =>
    api.app.inject({
      method,
      url: `/api/v1/admin/${path}`,
      headers: { authorization: `Bearer ${access}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { payload: JSON.stringify(body) }),
    });

  test('can’t be changed by oneself, by a user, or by a service', async () => {
    expectError(await setRole(admin.id, 'user'), 409, 'own_account');
    expectError(await setRole(admin.id, 'admin'), 409, 'own_account');
    const { user, access } = await api.signIn(somebody());
    expectError(await callAs(access, 'POST', `users/${user.id}/role/`, { role: 'admin' }), 403, 'admin_required');
    const body = { role: 'admin' };
    expectError(await service.call('POST', `users/${user.id}/role/`, { body }), 403, 'admin_required');
    expect(await eventsOf(user.id)).toEqual([]);
  });

  test('of an administrator is for proved numbers that are no test numbers', async () => {
    const typed = somebody();
    const code = await api.issue(typed, { proof: 'typed' });
    const { user } = (await api.register(typed.phone, code)).json();
    expectError(await setRole(user.id, 'admin'), 409, 'phone_not_verified');
    const { user: reviewer } = await api.signIn({ ...somebody(), phone: TEST_NUMBER });
    expectError(await setRole(reviewer.id, 'admin'), 409, 'number_is_test');
    expect([...(await eventsOf(user.id)), ...(await eventsOf(reviewer.id))]).toEqual([]);
  });

  test('of nobody: 404; another role: 400', async () => {
    for (const id of [randomUUID(), '1', admin.id.toUpperCase()])
      expectError(await setRole(id, 'admin'), 404, 'not_found');
    expectError(await setRole(admin.id, 'owner'), 400, 'validation_failed');
  });

  test('of two administrators who take it from each other at once, one keeps it', async () => {
    const [one, two] = [await signInAdmin(api), await signInAdmin(api)];
    // both are authorized before either writes
    const [lower = ''] = [one.id, two.id].sort();
    const answers = await besideTransaction(
      api,
      `SELECT FROM users WHERE id = '${lower}' FOR UPDATE`,
      async (commit) => {
        const pending = [setRole(two.id, 'user', one), setRole(one.id, 'user', two)];
        await untilLocked(api, 2);
        await commit();
        return Promise.all(pending);
      },
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 403]);
    const { rows } = await api.sql.query("SELECT id FROM users WHERE role = 'admin' AND id = ANY($1)", [
      [one.id, two.id],
    ]);
    expect(rows).toHaveLength(1);
  });
});

describe('one’s own account', () => {
  test('is not disabled or deleted by oneself as an administrator, nor disabled by a service', async () => {
    const own = await signInAdmin(api);
    expectError(await own.call('POST', `users/${own.id}/disable/`), 409, 'own_account');
    expectError(await own.call('DELETE', `users/${own.id}/`), 409, 'own_account');
    expect((await own.call('POST', `users/${own.id}/enable/`)).statusCode).toBe(200);
    expectError(await service.call('POST', `users/${own.id}/disable/`), 403, 'admin_required');
  });
});

describe('deleting a user', () => {
  test('removes them, signs them out, and names who did it', async () => {
    const person = somebody();
    const { user, access } = await api.signIn(person);
    expect((await admin.call('DELETE', `users/${user.id}/`)).statusCode).toBe(204);
    expectError(await api.me(access), 401, 'session_invalid');
    expectError(await admin.call('DELETE', `users/${user.id}/`), 404, 'not_found');
    const events = (await eventsWith(api, { user_id: user.id })).filter(({ type }) => type === 'user.deleted');
    expect(events).toMatchObject([{ actor: 'admin', data: { admin: admin.id } }]);
    expect((await api.signIn({ ...person })).user.id).not.toBe(user.id);
  });

  test('is for administrators alone', async () => {
    const { user } = await api.signIn(somebody());
    expectError(await service.call('DELETE', `users/${user.id}/`), 403, 'admin_required');
    for (const id of [randomUUID(), '1']) expectError(await admin.call('DELETE', `users/${id}/`), 404, 'not_found');
  });
});
