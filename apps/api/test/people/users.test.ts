import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { besideTransaction, untilLocked } from '../support/database/locks.ts';
import { eventsWith } from '../support/events.ts';
import { usePress, withBot } from '../support/press.ts';
import { useService } from '../support/service-keys.ts';
import { expectError, fromElsewhere, somebody, useApi } from '../support/test-api.ts';

const api = useApi(withBot);
const service = useService(api);
const press = usePress(api);
const find = (body: object) => service.call('POST', 'users/find/', { body });
const act = (id: string, action: 'disable' | 'enable') => service.call('POST', `users/${id}/${action}/`);

describe('finding a user', () => {
  test('by id, by phone in any spelling, and by telegram_id', async () => {
    const person = somebody();
    const { user } = await api.signIn(person);
    const found = await service.call('GET', `users/${user.id}/`);
    expect(found.statusCode, found.body).toBe(200);
    expect(found.json()).toEqual({
      user: { ...user, disabled_at: null, last_sign_in_at: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    const spelled = `${person.phone.slice(0, 6)} (${person.phone.slice(6)})`;
    for (const body of [{ id: user.id }, { phone: spelled }, { telegram_id: person.telegramId }]) {
      expect((await find(body)).json()).toEqual(found.json());
    }
  });

  test('nobody: 404', async () => {
    const nobody = somebody();
    for (const body of [{ id: randomUUID() }, { phone: nobody.phone }, { telegram_id: nobody.telegramId }]) {
      expectError(await find(body), 404, 'not_found');
    }
    expectError(await service.call('GET', 'users/1/'), 404, 'not_found');
  });

  test('by nothing, by two things, by something else, or by a wrong type: 400', async () => {
    const { phone, telegramId } = somebody();
    const refused: [object, object][] = [
      [{}, { id: expect.anything() }],
      [{ phone, telegram_id: telegramId }, expect.anything()],
      [{ email: 'a@b.uz' }, expect.anything()],
      [{ telegram_id: String(telegramId) }, { telegram_id: expect.anything() }],
      [{ id: 7 }, { id: expect.anything() }],
    ];
    for (const [body, fields] of refused) {
      const answer = await find(body);
      expectError(answer, 400, 'validation_failed');
      expect(answer.json().error.fields).toEqual(fields);
    }
    expectError(await find({ phone: '12' }), 400, 'phone_invalid');
  });
});

describe('disabling a user', () => {
  test('ends every session and is logged, once; the user can’t sign in until enabled', async () => {
    const person = somebody();
    const { user, access, refresh } = await api.signIn(person);
    const { id: keyId, key } = await service.addKey();
    const disable = () => service.call('POST', `users/${user.id}/disable/`, { key });
    const disabled = await disable();
    expect(disabled.statusCode, disabled.body).toBe(200);
    expect(disabled.json().user).toMatchObject({ id: user.id, disabled_at: expect.stringMatching(/Z$/) });
    expect((await disable()).json()).toEqual(disabled.json());
    expectError(await api.me(access), 401, 'session_invalid');
    expectError(await api.post('/api/v1/auth/token/refresh/', { refresh }), 401, 'session_invalid');
    await api.pass('31 seconds');
    expectError(await api.register(person.phone, await api.issue(person)), 403, 'account_disabled');

    const events = (await eventsWith(api, { user_id: user.id })).filter(({ actor }) => actor === 'admin');
    expect(events).toMatchObject([
      { type: 'user.disabled', session_id: null, data: { key: keyId } },
      { type: 'session.ended', session_id: expect.any(String), data: { key: keyId, reason: 'admin' } },
    ]);

    const enabled = await act(user.id, 'enable');
    expect(enabled.json().user).toMatchObject({ id: user.id, disabled_at: null });
    expect((await act(user.id, 'enable')).json()).toEqual(enabled.json());
    await api.pass('31 seconds');
    expectError(await api.me(access), 401, 'session_invalid');
    expect((await api.register(person.phone, await api.issue(person))).statusCode).toBe(200);
    const types = (await eventsWith(api, { user_id: user.id })).map(({ type }) => type);
    expect(types.filter((type) => /abled$/.test(type))).toEqual(['user.disabled', 'user.enabled']);
  });

  test('voids a live code, also once the user is enabled again', async () => {
    const person = somebody();
    const { user } = await api.signIn(person);
    await api.pass('31 seconds');
    const code = await api.issue(person);
    await act(user.id, 'disable');
    await act(user.id, 'enable');
    expectError(await api.register(person.phone, code, {}, fromElsewhere()), 400, 'code_incorrect');
  });

  test('ends an open sign-in, and one that was approved, also once the user is enabled again', async () => {
    const person = somebody();
    const { user } = await api.signIn(person);
    const open = async () => {
      const browser = await press.start({}, fromElsewhere());
      const { ref } = (await press.open(browser.nonce, person.telegramId)).json();
      return { browser, ref };
    };
    const opened = await open();
    const approved = await open();
    await press.decide(approved.ref, person.telegramId, { choice: approved.browser.number });
    expect(await press.state(approved.browser)).toBe('approved');
    await act(user.id, 'disable');
    await act(user.id, 'enable');
    for (const { browser } of [opened, approved]) {
      expect(await press.state(browser)).toBe('expired');
      expectError(await press.collect(browser), 410, 'challenge_ended');
    }
  });

  test('leaves the sessions, codes and sign-ins of others', async () => {
    const bystander = somebody();
    const { access } = await api.signIn(bystander);
    await api.pass('31 seconds');
    const code = await api.issue(bystander);
    const waiting = await press.start({}, fromElsewhere());
    const { user } = await api.signIn(somebody());
    await act(user.id, 'disable');
    expect((await api.me(access)).statusCode).toBe(200);
    expect(await press.state(waiting)).toBe('waiting');
    expect((await api.register(bystander.phone, code)).statusCode).toBe(200);
  });

  test('a sign-in that commits meanwhile leaves no session', async () => {
    const { user } = await api.signIn(somebody());
    const id = randomUUID();
    const signIn = `UPDATE users SET first_name = 'A' WHERE id = '${user.id}';
      INSERT INTO sessions (id, user_id, device_id) VALUES ('${id}', '${user.id}', 'new')`;
    const disabled = await besideTransaction(api, signIn, async (commit) => {
      const pending = act(user.id, 'disable');
      await untilLocked(api);
      await commit();
      return pending;
    });
    expect(disabled.json().user.disabled_at).toMatch(/Z$/);
    const { rows } = await api.sql.query('SELECT 1 FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [user.id]);
    expect(rows).toEqual([]);
    expect((await eventsWith(api, { session_id: id })).map(({ type }) => type)).toEqual(['session.ended']);
  });

  test('unknown users: 404', async () => {
    for (const id of [randomUUID(), '1']) {
      expectError(await act(id, 'disable'), 404, 'not_found');
      expectError(await act(id, 'enable'), 404, 'not_found');
    }
  });
});
