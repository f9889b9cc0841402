import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { unlockCommands, usersCommands } from '../../src/commands/users.commands.ts';
import { eventsWith } from '../support/events.ts';
import { runAsOperator } from '../support/operator.ts';
import { expectError, lockNumber, type Person, somebody, useApi } from '../support/test-api.ts';

const FERNET_KEY = 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=';
const TEST_NUMBER = '+998901999998';
const inAMonth = () => new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
const environment = { FERNET_KEY, TEST_NUMBERS: `${TEST_NUMBER}:042137@${inAMonth()}` };

const api = useApi(environment);
const groups = { users: usersCommands, unlock: unlockCommands };
const raqam = (...argv: string[]) => runAsOperator(api, groups, argv, environment);
const users = async (...argv: string[]) => {
  const ran = await raqam('users', ...argv);
  expect(ran, ran.error).toMatchObject({ code: 0, error: '' });
  return ran.out;
};
const eventsOf = async (id: string) =>
  (await eventsWith(api, { user_id: id })).filter(({ actor }) => actor === 'admin');

const spellings = ({ phone, telegramId }: Person, id: string) => [
  phone,
  `${phone.slice(4, 6)} ${phone.slice(6)}`,
  String(telegramId),
  id,
];

describe('an operator at the command line', () => {
  test('finds people, as a table or as JSON', async () => {
    const person = somebody();
    const { user } = await api.signIn(person, { device_name: 'Redmi 12' });
    await api.sql.query("UPDATE users SET first_name = 'Aziza', last_name = 'Karimova' WHERE id = $1", [user.id]);
    const out = await users('find', 'karimova');
    expect(out.split('\n')).toEqual([
      expect.stringMatching(/^id +phone +name +telegram_id +role +state +last sign-in$/),
      expect.stringContaining(`${user.id}  ${person.phone}  Aziza Karimova  ${person.telegramId}`),
      '',
    ]);
    for (const query of [person.phone, person.phone.slice(-5), String(person.telegramId)])
      expect(JSON.parse(await users('find', query, '--json')).users).toMatchObject([{ id: user.id }]);
    expect(await users('find', 'nobody')).toBe('There is nobody.\n');
    expect(JSON.parse(await users('find', '--json')).users.length).toBeGreaterThan(0);
  });

  test('sees who signed in from where, and why somebody got no code', async () => {
    const person = somebody();
    const headers = { 'user-agent': 'Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Mobile' };
    const code = await api.issue(person);
    const from = { remoteAddress: '213.230.90.1', headers };
    const { user } = (await api.register(person.phone, code, { device_name: 'Redmi 12' }, from)).json();
    await lockNumber(api, person.phone);
    for (const who of spellings(person, user.id)) {
      const out = await users('show', who);
      expect(out).toMatch(`phone        ${person.phone}  UZ`);
      expect(out).toMatch(/Redmi 12 +213\.230\.90\.1 +UZ +Chrome, Android +20/);
      expect(out).toMatch(/user\.signed_in +user +213\.230\.90\.1 +UZ +Chrome, Android +telegram/);
      expect(out).toMatch(/wrong_codes +10 of 10 +1 h +20/);
      expect(out).not.toContain(code);
    }
    const shown = JSON.parse(await users('show', person.phone, '--json'));
    expect(shown).toMatchObject({ user: { id: user.id }, sessions: [{ device_name: 'Redmi 12' }], deliveries: [] });
    expect(shown.events.map(({ type }: { type: string }) => type)).toContain('user.signed_in');
  });

  test('sees since when an account is not used, and says that its number is still its user’s', async () => {
    const person = somebody();
    const { user } = await api.signIn(person);
    await api.sql.query(
      "UPDATE sessions SET (last_used_at, rotated_at) = ('2026-01-02 03:04Z', '2026-01-02 03:04Z') WHERE user_id = $1",
      [user.id],
    );
    await api.sql.query(
      "UPDATE users SET (date_joined, phone_proved_at) = ('2026-01-01', '2026-01-01') WHERE id = $1",
      [user.id],
    );
    expect(await users('show', person.phone)).toMatch(/last seen +2026-01-02 03:04:00Z/);
    await users('confirm-number', person.phone);
    expect(await users('show', person.phone)).not.toMatch(/last seen +2026-01-02/);
    await users('release-number', person.phone, '--yes');
    expect((await api.sql.query('SELECT phone FROM users WHERE id = $1', [user.id])).rows).toEqual([{ phone: null }]);
    const refused = await raqam('users', 'release-number', user.id, '--yes');
    expect(refused).toMatchObject({ code: 1, error: 'The user has no number.\n' });
    expect(await eventsOf(user.id)).toMatchObject([
      { type: 'admin.number_confirmed', data: { command: expect.any(String) } },
      { type: 'user.phone_lost', data: { account_stays: true } },
    ]);
    await api.pass('1 minute');
    const again = await api.register(person.phone, await api.issue(person));
    expect(again.json()).toMatchObject({ user: { id: user.id, phone: person.phone, is_verified: true } });
  });

  test('sees a number that nobody has registered with', async () => {
    const person = somebody();
    const { phone } = person;
    await api.issue(person);
    await lockNumber(api, phone);
    const out = await users('show', phone);
    expect(out).toMatch('nobody has registered with this number');
    expect(out).toMatch(/wrong_codes +10 of 10/);
    expect(out).toMatch(/ code\.sent +bot /);
    const disabled = await raqam('users', 'disable', phone);
    expect(disabled).toMatchObject({ code: 1, error: `Nobody has registered with ${phone}.\n` });
  });

  test('disables, enables and signs out a user; each is an event that names the operator', async () => {
    const person = somebody();
    const { user, access } = await api.signIn(person);
    expect(await users('disable', person.phone)).toMatch(`Disabled ${person.phone}`);
    expectError(await api.me(access), 401, 'session_invalid');
    expect(JSON.parse(await users('enable', user.id, '--json')).user).toMatchObject({ disabled_at: null });
    await api.pass('31 seconds');
    const again = await api.signIn(person);
    await users('end-sessions', String(person.telegramId));
    expectError(await api.me(again.access), 401, 'session_invalid');
    const events = await eventsOf(user.id);
    expect(events.map(({ type }) => type)).toEqual(['user.disabled', 'session.ended', 'user.enabled', 'session.ended']);
    for (const { data } of events) expect(data['command']).toBe('operator');
  });

  test.for([['users', 'unlock'], ['unlock']])('unlocks a number: %s', async (command) => {
    const { phone } = somebody();
    await lockNumber(api, phone);
    const ran = await raqam(...command, phone);
    expect(ran).toMatchObject({ code: 0, out: `Unlocked ${phone}. Limits of an IP stay.\n` });
    const { rows } = await api.sql.query('SELECT FROM budgets WHERE subject LIKE $1', [`%${phone}`]);
    expect(rows).toEqual([]);
    expect(await eventsWith(api, { phone })).toMatchObject([
      { type: 'admin.user_unlocked', data: { command: 'operator', unlocked: ['wrong_codes'] } },
    ]);
  });

  test('makes the first administrator, and takes the role again', async () => {
    const person = somebody();
    const { user, access } = await api.signIn(person);
    const isAdmin = async () =>
      (await api.get(`/api/v1/admin/users/${user.id}/`, { headers: { authorization: `Bearer ${access}` } })).statusCode;
    expect(await isAdmin()).toBe(403);
    expect(await users('grant', person.phone)).toMatch('Now an administrator');
    expect(await isAdmin()).toBe(200);
    expect(await users('revoke-admin', person.phone)).toMatch('No longer');
    expect(await isAdmin()).toBe(403);
    expect((await eventsOf(user.id)).map(({ data }) => data)).toEqual([
      { command: 'operator', role: 'admin', before: 'user' },
      { command: 'operator', role: 'user', before: 'admin' },
    ]);
  });

  test('makes nobody an administrator who has not proved a number, or has a test number', async () => {
    const typed = somebody();
    await api.register(typed.phone, await api.issue(typed, { proof: 'typed' }));
    expect(await raqam('users', 'grant', typed.phone)).toMatchObject({
      code: 1,
      error: expect.stringContaining('not proved'),
    });
    await api.signIn({ ...somebody(), phone: TEST_NUMBER });
    expect(await raqam('users', 'grant', TEST_NUMBER)).toMatchObject({
      code: 1,
      error: expect.stringContaining('TEST_NUMBERS'),
    });
  });

  test('exports what is stored about a user, decrypted, and without secrets', async () => {
    const person = somebody();
    const { user, access } = await api.signIn(person);
    const headers = { authorization: `Bearer ${access}` };
    const payload = { passport_id: 'AA1234567', address: 'Toshkent, Amir Temur 108' };
    const saved = await api.app.inject({ method: 'PATCH', url: '/api/v1/auth/me/', headers, payload });
    expect(saved.statusCode, saved.body).toBe(200);
    const exported = JSON.parse(await users('export', person.phone));
    expect(exported.user).toMatchObject({ id: user.id, phone: person.phone, ...payload });
    expect((await eventsOf(user.id)).map(({ type }) => type)).toEqual(['admin.user_exported']);
  });

  test('deletes a user only after a yes', async () => {
    const person = somebody();
    const { user } = await api.signIn(person);
    const refused = await raqam('users', 'delete', person.phone);
    expect(refused).toMatchObject({ code: 1, error: expect.stringContaining('Nothing was changed') });
    expect(await users('find', person.phone)).toContain(user.id);
    expect(await users('delete', person.phone, '--yes')).toBe(`Deleted ${user.id}.\n`);
    expect(await users('find', person.phone)).toBe('There is nobody.\n');
    expect((await eventsOf(user.id)).map(({ type, data }) => [type, data['command']])).toEqual([
      ['user.deleted', 'operator'],
    ]);
  });

  test('must say which of two is meant whose number and telegram_id look alike', async () => {
    const person = somebody();
    const { user } = await api.signIn(person);
    const { user: other } = await api.signIn({ ...somebody(), telegramId: Number(person.phone.slice(4)) });
    const ran = await raqam('users', 'disable', person.phone.slice(4));
    expect(ran.code).toBe(1);
    expect(ran.error).toContain(user.id);
    expect(ran.error).toContain(other.id);
    await users('disable', person.phone);
    expect((await eventsOf(other.id)).length).toBe(0);
  });

  test.for(['+99890', 'Aziza', randomUUID(), '12', '', "' OR 1=1"])('is told that there is no user %s', async (who) => {
    for (const command of ['show', 'disable', 'export', 'delete', 'grant', 'unlock']) {
      const ran = await raqam('users', command, who, '--yes');
      expect(ran).toMatchObject({ code: 1, error: expect.stringContaining('There is no user') });
    }
  });
});
