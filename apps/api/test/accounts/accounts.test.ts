import { describe, expect, test } from 'vitest';
import { expectError, somebody, useApi, WEB_ORIGIN } from '../support/test-api.ts';

const api = useApi();

const findUser = async (id: string) => (await api.sql.query('SELECT * FROM users WHERE id = $1', [id])).rows[0];

test('a typed number that nobody has opens an unverified account; a contact verifies it later', async () => {
  const person = somebody();
  const typed = await api.register(person.phone, await api.issue(person, { proof: 'typed' }));
  expect(typed.json()).toMatchObject({ is_new: true, user: { is_verified: false } });
  await api.pass('31 seconds');
  const contact = await api.register(person.phone, await api.issue(person));
  expect(contact.json()).toMatchObject({ is_new: false, user: { id: typed.json().user.id, is_verified: true } });
});

test('typed number of somebody else: no code; the victim’s account untouched', async () => {
  const victim = somebody();
  const { user, access } = await api.signIn(victim);
  const before = await findUser(user.id);
  expectError(await api.create({ ...somebody(), phone: victim.phone }, { proof: 'typed' }), 409, 'contact_required');
  expectError(await api.create({ ...somebody(), phone: victim.phone }, { proof: undefined }), 409, 'contact_required');
  expect(await findUser(user.id)).toEqual(before);
  expect((await api.me(access)).statusCode).toBe(200);
});

test('a typed number that was taken while its code was on the way is decided again when redeemed', async () => {
  const late = somebody();
  const code = await api.issue(late, { proof: 'typed' });
  const { user } = await api.signIn(somebody());
  await api.sql.query('UPDATE users SET phone = $1 WHERE id = $2', [late.phone, user.id]);
  expectError(await api.register(late.phone, code), 409, 'contact_required');
  expectError(await api.register(late.phone, code), 400, 'code_incorrect'); // it is used up
});

test.for(['contact', 'typed'])(
  'a hijacker who exchanges an unproved number (%s) shares the account with nobody who came by the old one',
  async (proof) => {
    const hijacker = somebody();
    const stolen = somebody().phone;
    const link = await api.issue({ ...hijacker, phone: stolen }, { proof: 'typed' });
    const victim = (await api.register(stolen, link, { device_id: 'victim' })).json();
    await api.sql.query("UPDATE users SET address = 'Tashkent', passport_id = 'encrypted' WHERE id = $1", [
      victim.user.id,
    ]);
    await api.pass('31 seconds');

    const own = await api.register(hijacker.phone, await api.issue(hijacker, { proof }), { device_id: 'hijacker' });
    expect(own.json()).toMatchObject({ is_new: false, user: { id: victim.user.id, phone: hijacker.phone } });
    expectError(await api.me(victim.tokens.access), 401, 'session_invalid');
    expect((await api.me(own.json().tokens.access)).statusCode).toBe(200);
    expect(await findUser(victim.user.id)).toMatchObject({ address: '', passport_id: '' });
    // nor is the victim's device known to the account
    const { rows } = await api.sql.query('SELECT device_id FROM sessions WHERE user_id = $1', [victim.user.id]);
    expect(rows).toEqual([{ device_id: 'hijacker' }]);
    const { rows: events } = await api.sql.query(
      "SELECT data FROM events WHERE user_id = $1 AND type = 'session.ended'",
      [victim.user.id],
    );
    expect(events).toEqual([{ data: { reason: 'phone_lost' } }]);
  },
);

test('a pre-hijacked number: it goes to the person who proves it; the hijacker keeps nothing that was entered under it', async () => {
  const phone = somebody().phone;
  const hijacker = { ...somebody(), phone };
  const typed = { proof: 'typed', full_name: 'Mallory M' };
  // the owner follows the hijacker’s link, and enters personal data into the account that it opened
  const squatter = (await api.register(phone, await api.issue(hijacker, typed), { device_id: 'owner' })).json();
  await api.sql.query("UPDATE users SET address = 'Tashkent', passport_id = 'encrypted' WHERE id = $1", [
    squatter.user.id,
  ]);
  await api.pass('31 seconds');
  const again = (await api.register(phone, await api.issue(hijacker, typed), { device_id: 'hijacker' })).json();
  expect(again.user.id).toBe(squatter.user.id);
  await api.pass('31 seconds');

  const owner = { ...somebody(), phone };
  const proved = await api.register(phone, await api.issue(owner));
  expect(proved.json()).toMatchObject({
    is_new: true,
    user: { phone, telegram_id: owner.telegramId, is_verified: true },
  });
  expect(proved.json().user.id).not.toBe(squatter.user.id);
  for (const { tokens } of [squatter, again]) {
    expectError(await api.me(tokens.access), 401, 'session_invalid');
    const refreshed = await api.post('/api/v1/auth/token/refresh/', { refresh: tokens.refresh });
    expectError(refreshed, 401, 'session_invalid');
  }
  expect(await findUser(squatter.user.id)).toMatchObject({
    phone: null,
    telegram_id: String(hijacker.telegramId),
    first_name: '',
    last_name: '',
    address: '',
    passport_id: '',
  });
});

test('a verified number of another Telegram account is a conflict, revealed only by the right code, which is used up', async () => {
  const owner = somebody();
  await api.signIn(owner);
  await api.pass('31 seconds');
  const newcomer = { ...somebody(), phone: owner.phone };
  const code = await api.issue(newcomer);
  expectError(await api.register(owner.phone, code), 409, 'phone_conflict');
  expectError(await api.register(owner.phone, code), 400, 'code_incorrect');
});

test('a contact moves a known person to their new number', async () => {
  const person = somebody();
  const { user } = await api.signIn(person);
  const moved = { ...person, phone: somebody().phone };
  const answer = await api.register(moved.phone, await api.issue(moved));
  expect(answer.json()).toMatchObject({ is_new: false, user: { id: user.id, phone: moved.phone } });
});

test('a contact with another verified person’s number signs in, and the number stays with that person', async () => {
  const owner = somebody();
  await api.signIn(owner);
  const person = somebody();
  const { user } = await api.signIn(person);
  await api.pass('31 seconds');
  const answer = await api.register(owner.phone, await api.issue({ ...person, phone: owner.phone }));
  expect(answer.json()).toMatchObject({ is_new: false, user: { id: user.id, phone: person.phone } });
});

describe('an account without Telegram', () => {
  const open = async (device: object = {}) => {
    const person = somebody();
    const { user, access } = await api.signIn(person, device);
    await api.sql.query('UPDATE users SET telegram_id = NULL WHERE id = $1', [user.id]);
    await api.pass('31 seconds');
    return { person, user, access };
  };

  test.for(['Bearer', 'cookie'] as const)(
    'gets the telegram_id of who proves its number where it is signed in, by %s',
    async (way) => {
      const { person, user, access } = await open({ device_id: 'own' });
      const headers = {
        Bearer: { authorization: `Bearer ${access}` },
        cookie: { cookie: `access_token=${access}`, origin: WEB_ORIGIN },
      }[way];
      const answer = await api.register(person.phone, await api.issue(person), {}, { headers });
      expect(answer.json()).toMatchObject({ is_new: false, user: { id: user.id, telegram_id: person.telegramId } });
    },
  );

  test('a Telegram account that still carries the number of a sold SIM: it does not open the account on another device', async () => {
    const { person, user, access } = await open({ device_id: 'own' });
    const { access: others } = await api.signIn(somebody(), { device_id: 'own' });
    for (const [device, headers] of [
      [{}, {}],
      [{ device_id: 'foreign' }, {}],
      [{ device_id: 'own' }, {}], // it is no secret: it only names the device
      [{}, { authorization: `Bearer ${others}` }],
      [{}, { cookie: `access_token=${access}`, origin: 'https://evil.example' }],
      [{}, { cookie: `access_token=${access}` }],
    ]) {
      const code = await api.issue(person); // the bot sends the code: only its holder learns of the account
      expectError(await api.register(person.phone, code, device, { headers: headers ?? {} }), 409, 'phone_conflict');
      await api.pass('31 seconds');
    }
    expect(await findUser(user.id)).toMatchObject({ telegram_id: null });
  });

  test('is not opened by a device whose session has ended or expired', async () => {
    const { person, access } = await open({ device_id: 'own' });
    const headers = { authorization: `Bearer ${access}` };
    await api.post('/api/v1/auth/logout/', '', { headers });
    expectError(await api.register(person.phone, await api.issue(person), {}, { headers }), 409, 'phone_conflict');
    const old = await open();
    const expired = { headers: { authorization: `Bearer ${old.access}` } };
    await api.pass('30 days 1 second');
    expectError(await api.register(old.person.phone, await api.issue(old.person), {}, expired), 409, 'phone_conflict');
  });
});

describe('login in the bot after the account was disabled', () => {
  test('opens no session, uses up the code, and is revealed only by the right code', async () => {
    const person = somebody();
    const { user, access } = await api.signIn(person);
    await api.sql.query('UPDATE users SET disabled_at = now() WHERE id = $1', [user.id]);
    expectError(await api.me(access), 401, 'session_invalid');
    await api.pass('31 seconds');
    const code = await api.issue(person);
    expectError(await api.register(person.phone, code === '000000' ? '000001' : '000000'), 400, 'code_incorrect');
    expectError(await api.register(person.phone, code), 403, 'account_disabled');
    expectError(await api.register(person.phone, code), 400, 'code_incorrect');
    const { rows } = await api.sql.query('SELECT count(*) FROM sessions WHERE user_id = $1', [user.id]);
    expect(rows).toEqual([{ count: '1' }]); // the one from before
    const { rows: events } = await api.sql.query(
      "SELECT data->>'reason' AS reason FROM events WHERE type = 'code.refused' AND data->>'phone' LIKE $1",
      [`%${person.phone.slice(-4)}`],
    );
    expect(events).toEqual([{ reason: 'account_disabled' }]);
  });
});

test('a Telegram code and an SMS code for one new number redeemed at once: one account, nothing fails', async () => {
  for (let round = 0; round < 10; round++) {
    const person = somebody();
    const code = await api.issue(person);
    // both paths end in the same insert; this runs the insert alone
    const byOtherWay = api.sql.query(
      'INSERT INTO users (id, phone, phone_proved_at) VALUES (gen_random_uuid(), $1, now()) ON CONFLICT DO NOTHING',
      [person.phone],
    );
    const [answer] = await Promise.all([api.register(person.phone, code), byOtherWay]);
    const { rows } = await api.sql.query('SELECT id, telegram_id FROM users WHERE phone = $1', [person.phone]);
    expect(rows).toHaveLength(1);
    if (answer.statusCode === 409) {
      expectError(answer, 409, 'phone_conflict'); // the other one won and is signed in
      expect(rows).toEqual([{ id: expect.any(String), telegram_id: null }]);
    } else {
      expect(answer.statusCode, answer.body).toBe(201);
      expect(rows).toEqual([{ id: answer.json().user.id, telegram_id: String(person.telegramId) }]);
    }
  }
});
