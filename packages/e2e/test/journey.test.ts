import { expect, inject, test } from 'vitest';
import { asksForContact, codeIn, numberOf, requestCode } from '../src/handset.ts';
import { logout, me, refresh, register, signIn } from './support/api.ts';
import { addPerson } from './support/handset.ts';

test('/start asks for the phone with a button that shares the contact', async () => {
  const person = await addPerson();
  expect(asksForContact(await person.ask({ text: '/start' }))).toBe(true);
});

test('a shared contact brings one code: as copyable text, as a copy button and in the link to the site', async () => {
  const person = await addPerson();
  await person.ask({ text: '/start' });
  const message = await person.ask({ contact: 'own' });

  const code = codeIn(message);
  expect(code).toMatch(/^[0-9]{6}$/);
  const buttons = message.reply_markup?.inline_keyboard?.flat() ?? [];
  expect(buttons.flatMap(({ copy_text }) => copy_text ?? [])).toEqual([{ text: code }]);
  expect(buttons.flatMap(({ url }) => url ?? [])).toEqual([
    `${inject('urls').web}/register#phone=${encodeURIComponent(person.phone)}&code=${code}`,
  ]);
  expect(message.text).toContain('10'); // minutes
});

test('the code creates a verified account, with tokens and cookies that scripts cannot read', async () => {
  const person = await addPerson();
  const { status, body, cookies } = await register({ phone: person.phone, code: await requestCode(person) });

  expect(status).toBe(201);
  expect(body.is_new).toBe(true);
  expect(body.user).toMatchObject({
    phone: person.phone,
    telegram_id: person.id,
    first_name: person.name,
    is_verified: true,
    role: 'user',
  });
  expect(cookies.map((cookie) => cookie.split('=')[0]).sort()).toEqual([
    'access_token',
    'refresh_token',
    'remembered_device',
  ]);
  for (const cookie of cookies) expect(cookie).toMatch(/; HttpOnly/i);
  for (const cookie of cookies) expect(cookie).toMatch(/; SameSite=Lax/i);
  expect(cookies.find((cookie) => cookie.startsWith('refresh_token='))).toMatch(/; Path=\/api\/v1\/auth\//i);
});

test('the tokens identify the user, can be refreshed, and are invalid after sign-out', async () => {
  const person = await addPerson();
  const first = await signIn({ phone: person.phone, code: await requestCode(person) });
  expect(await me(first.access)).toMatchObject({ status: 200, body: { id: first.user.id, phone: person.phone } });

  const { status, body, cookies } = await refresh(first.refresh);
  expect(status).toBe(200);
  expect(cookies).toHaveLength(3);
  const { access = '', refresh: renewed = '' } = body;
  expect(await me(access)).toMatchObject({ status: 200, body: { id: first.user.id } });

  expect(await logout(access)).toMatchObject({ status: 204, body: {} });
  for (const token of [first.access, access]) expect((await me(token)).status).toBe(401);
  for (const token of [first.refresh, renewed]) {
    expect(await refresh(token)).toMatchObject({ status: 401, body: { error: { code: 'session_invalid' } } });
  }
});

test('a code works once', async () => {
  const person = await addPerson();
  const claim = { phone: person.phone, code: await requestCode(person) };
  await signIn(claim);
  expect(await register(claim)).toMatchObject({
    status: 400,
    body: { error: { code: 'code_incorrect' } },
    cookies: [],
  });
});

test('a person who returns with another number of theirs keeps the account', async () => {
  const person = await addPerson();
  const before = await signIn({ phone: person.phone, code: await requestCode(person) });

  const phone = numberOf(person.id + 5_000_000);
  await person.changePhone(phone);
  const after = await register({ phone, code: await requestCode(person) });
  expect(after).toMatchObject({ status: 200, body: { is_new: false, user: { id: before.user.id, phone } } });
});

test('a new code for another number voids the earlier one', async () => {
  const person = await addPerson();
  const earlier = { phone: person.phone, code: await requestCode(person) };
  await person.changePhone(numberOf(person.id + 5_000_000));
  await requestCode(person);
  expect(await register(earlier)).toMatchObject({ status: 400, body: { error: { code: 'code_incorrect' } } });
});

test('a typed number in a human spelling opens an account that is not verified', async () => {
  const person = await addPerson();
  const [, operator, ...groups] = /^\+998(\d\d)(\d{3})(\d\d)(\d\d)$/.exec(person.phone) ?? [];
  const code = codeIn(await person.ask({ text: `(${operator}) ${groups.join('-')}` }));
  expect(await register({ phone: person.phone, code: code ?? '' })).toMatchObject({
    status: 201,
    body: { user: { phone: person.phone, telegram_id: person.id, is_verified: false } },
  });
});

test('a text that is not a number is answered with the button, not with a code', async () => {
  const person = await addPerson();
  const answer = await person.ask({ text: 'salom' });
  expect(asksForContact(answer)).toBe(true);
  expect(codeIn(answer)).toBeUndefined();
});
