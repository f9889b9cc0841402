import { describe, expect, test } from 'vitest';
import { createFernet, readFernetKey } from '../../src/encryption/fernet.ts';
import { updateProfile } from '../../src/features/profile/profile.queries.ts';
import { eventsWith } from '../support/events.ts';
import { expectError, somebody, useApi, WEB_ORIGIN } from '../support/test-api.ts';

const FERNET_KEY = 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=';
const api = useApi({ FERNET_KEY });
const ME = '/api/v1/auth/me/';
const patch = (access: string, payload: unknown) =>
  api.app.inject({
    method: 'PATCH',
    url: ME,
    payload: payload as object,
    headers: { authorization: `Bearer ${access}` },
  });

test('given fields are changed, and omitted ones stay', async () => {
  const { access } = await api.signIn(somebody());
  await patch(access, { first_name: 'Aziza', last_name: 'Karimova' });
  const answer = await patch(access, { address: 'Toshkent, Amir Temur 1', passport_id: 'AA1234567' });
  expect(answer.statusCode).toBe(200);
  const changed = {
    first_name: 'Aziza',
    last_name: 'Karimova',
    address: 'Toshkent, Amir Temur 1',
    passport_id: 'AA1234567',
  };
  expect(answer.json()).toMatchObject(changed);
  expect((await api.me(access)).json()).toMatchObject(changed);
  await patch(access, { address: '', passport_id: '' });
  expect((await api.me(access)).json()).toMatchObject({ ...changed, address: '', passport_id: '' });
});

test('what can’t be seen in a name or a postal address is removed, and no reason to refuse it', async () => {
  const { access } = await api.signIn(somebody());
  const answer = await patch(access, {
    first_name: '\u202eAziza\u202c',
    last_name: 'Karim\0ova\u200e',
    address: ' Toshkent,\nAmir Temur\u20661 ',
  });
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({ first_name: 'Aziza', last_name: 'Karimova', address: 'Toshkent, Amir Temur1' });
});

test('the passport number is encrypted in the database', async () => {
  const { access, user } = await api.signIn(somebody());
  await patch(access, { passport_id: 'AB7654321' });
  const { rows } = await api.sql.query('SELECT passport_id FROM users WHERE id = $1', [user.id]);
  expect(rows[0].passport_id).toMatch(/^gAAAAA/);
  expect(Buffer.from(rows[0].passport_id, 'base64url').toString('latin1')).not.toContain('AB7654321');
});

test.for<[string, unknown, string]>([
  ['a long name', { first_name: 'x'.repeat(101) }, 'first_name'],
  ['a long address', { address: 'x'.repeat(501) }, 'address'],
  ['null', { last_name: null }, 'last_name'],
  ['a number', { first_name: 5 }, 'first_name'],
  ['a passport in small letters', { passport_id: 'aa1234567' }, 'passport_id'],
  ['a short passport', { passport_id: 'AA123456' }, 'passport_id'],
  ['another field', { role: 'admin' }, 'role'],
  ['the phone', { phone: '+998901234567' }, 'phone'],
])('%s is refused and named, and nothing is changed', async ([, body, field]) => {
  const { access } = await api.signIn(somebody());
  const before = (await api.me(access)).body;
  const answer = await patch(access, { address: 'elsewhere', ...(body as object) });
  expectError(answer, 400, 'validation_failed');
  expect(Object.keys(answer.json().error.fields)).toEqual([field]);
  expect((await api.me(access)).body).toBe(before);
});

test('deleting oneself deletes the sessions too, and the number is free again', async () => {
  const person = somebody();
  const { access, refresh, user } = await api.signIn(person);
  await api.pass('31 seconds');
  const other = await api.signIn(person);
  const answer = await api.app.inject({ method: 'DELETE', url: ME, headers: { authorization: `Bearer ${access}` } });
  expect(answer.statusCode).toBe(204);
  expect(answer.cookies.map(({ maxAge }) => maxAge)).toEqual([0, 0, 0]);
  expectError(await api.me(access), 401, 'session_invalid');
  expectError(await api.me(other.access), 401, 'session_invalid');
  expectError(await api.post('/api/v1/auth/token/refresh/', { refresh }), 401, 'session_invalid');
  expect((await eventsWith(api, { user_id: user.id })).at(-1)).toMatchObject({
    type: 'user.deleted',
    actor: 'user',
    ip: null,
    user_agent: null,
  });
  await api.pass('31 seconds');
  expect((await api.signIn(person)).user.id).not.toBe(user.id);
});

test('changing and deleting by cookie need the web app’s own origin', async () => {
  const { access } = await api.signIn(somebody());
  const cookie = `access_token=${access}`;
  for (const method of ['PATCH', 'DELETE'] as const) {
    const ask = (headers: object) =>
      api.app.inject({ method, url: ME, payload: { first_name: 'x' }, headers: { cookie, ...headers } });
    expectError(await ask({}), 403, 'origin_forbidden');
    expectError(await ask({ origin: 'https://evil.example' }), 403, 'origin_forbidden');
  }
  expect(
    (await api.app.inject({ method: 'DELETE', url: ME, headers: { cookie, origin: WEB_ORIGIN } })).statusCode,
  ).toBe(204);
});

describe('before the phone number is proved', () => {
  /** Registers by a typed number, which proves nothing. */
  async function register() {
    const person = somebody();
    const code = await api.issue(person, { proof: 'typed' });
    return { person, access: (await api.register(person.phone, code)).json().tokens.access as string };
  }

  test('postal address and passport number are refused and not kept, names are taken', async () => {
    const { access } = await register();
    for (const body of [
      { address: 'Toshkent' },
      { passport_id: 'AA1234567' },
      { first_name: 'x', address: 'Toshkent' },
    ]) {
      expectError(await patch(access, body), 409, 'phone_not_verified');
    }
    expect((await api.me(access)).json()).toMatchObject({ first_name: '', address: '', passport_id: '' });
    expect((await patch(access, { first_name: 'Aziza', address: '', passport_id: '' })).json()).toMatchObject({
      first_name: 'Aziza',
    });
  });

  test('nor are they stored if the number becomes unproved after the session check', async () => {
    const { access } = await register();
    const { id } = (await api.me(access)).json();
    const nothing = { first_name: null, last_name: null, address: null, passport_id: null };
    for (const change of [{ address: 'Toshkent' }, { passport_id: 'encrypted' }])
      expect(await api.db.run(updateProfile, { ...nothing, id, ...change })).toEqual([]);
    expect(await api.db.run(updateProfile, { ...nothing, id, first_name: 'Aziza' })).toHaveLength(1);
  });

  test('after a contact they are accepted', async () => {
    const { person, access } = await register();
    await api.pass('31 seconds');
    await api.signIn(person);
    expect((await patch(access, { address: 'Toshkent', passport_id: 'AA1234567' })).json()).toMatchObject({
      is_verified: true,
      address: 'Toshkent',
      passport_id: 'AA1234567',
    });
  });
});

describe('without FERNET_KEY', () => {
  const keyless = useApi();
  test('a passport number is refused, and everything else is accepted', async () => {
    const { access } = await keyless.signIn(somebody());
    const headers = { authorization: `Bearer ${access}` };
    expectError(
      await keyless.app.inject({ method: 'PATCH', url: ME, payload: { passport_id: 'AA1234567' }, headers }),
      409,
      'encryption_not_configured',
    );
    const answer = await keyless.app.inject({
      method: 'PATCH',
      url: ME,
      payload: { address: 'Toshkent', passport_id: '' },
      headers,
    });
    expect(answer.json()).toMatchObject({ address: 'Toshkent', passport_id: '' });
  });
});

describe('Fernet', () => {
  const key = readFernetKey(FERNET_KEY) ?? Buffer.alloc(0);
  /** The specification's own vector, generate.json. */
  const vector = {
    token: 'gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==',
    now: Date.parse('1985-10-26T01:20:00-07:00'),
    iv: Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
    text: 'hello',
  };

  test('writes the specification’s token, and reads it', () => {
    const fernet = createFernet(
      [key],
      () => vector.now,
      () => vector.iv,
    );
    expect(fernet.encrypt(vector.text)).toBe(vector.token);
    expect(fernet.decrypt(vector.token)).toBe(vector.text);
  });

  test('refuses a changed token, one of another key, and other texts', () => {
    const fernet = createFernet(
      [key],
      () => vector.now,
      () => vector.iv,
    );
    const other = createFernet(
      [Buffer.alloc(32, 1)],
      () => vector.now,
      () => vector.iv,
    );
    expect(other.decrypt(vector.token)).toBeUndefined();
    expect(fernet.decrypt(vector.token.replace('eEw', 'eEx'))).toBeUndefined();
    expect(fernet.decrypt('gAAAAA')).toBeUndefined();
    expect(fernet.decrypt('')).toBeUndefined();
  });

  test.for(['', 'short', 'x'.repeat(44), `${FERNET_KEY}=`])('%j is no key', (text) => {
    expect(readFernetKey(text)).toBeUndefined();
  });
});
