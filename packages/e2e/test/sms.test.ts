import { expect, inject, test } from 'vitest';
import { requestCode } from '../src/handset.ts';
import { logout, me, refresh, register, signIn } from './support/api.ts';
import { addPerson, readSms } from './support/handset.ts';

const AUTH = '/api/users/auth/';

/** Calls the api like a client of the earlier system. */
async function ask(method: string, path: string, { body, access }: { body?: object; access?: string } = {}) {
  const response = await fetch(inject('urls').api + path, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(access && { authorization: `Bearer ${access}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined };
}

test('a person signs in by SMS on two devices, sees both, ends one, and its next request is 401', async () => {
  const { phone } = await addPerson();
  expect(await ask('POST', AUTH, { body: { phone } })).toMatchObject({
    status: 200,
    body: { message: 'SMS code sent', phone, resend_after_seconds: 60 },
  });
  const code = await readSms(phone);
  const tablet = await ask('POST', AUTH, { body: { phone, code, device_id: 'tablet', device_name: 'Galaxy Tab' } });
  expect(tablet).toMatchObject({
    status: 200,
    body: { user: { phone, is_verified: true, telegram_id: null, role: 'user' } },
  });

  // only a signed-in device attaches a Telegram account with this number
  const person = await addPerson();
  await person.changePhone(phone);
  const claim = { phone, code: await requestCode(person) };
  const { body } = await register(claim, { headers: { authorization: `Bearer ${tablet.body.access}` } });
  expect(body.user).toMatchObject({ id: tablet.body.user.id, telegram_id: person.id });
  const telegram = { access: body.tokens?.access ?? '' };

  const list = await ask('GET', '/api/v1/auth/sessions/', { access: telegram.access });
  expect(list.body).toHaveLength(2);
  const other = list.body.find(({ is_current }: { is_current: boolean }) => !is_current);
  expect(other).toMatchObject({ device_id: 'tablet', device_name: 'Galaxy Tab' });
  expect((await ask('DELETE', `/api/v1/auth/sessions/${other.id}/`, { access: telegram.access })).status).toBe(204);
  expect((await me(tablet.body.access)).status).toBe(401);
  expect((await refresh(tablet.body.refresh)).status).toBe(401);
  expect((await me(telegram.access)).status).toBe(200);
});

test('10 parallel refreshes of one token: 10 × 200 with the same child', async () => {
  const { phone } = await addPerson();
  await ask('POST', AUTH, { body: { phone } });
  const { body } = await ask('POST', AUTH, { body: { phone, code: await readSms(phone) } });
  const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(body.refresh)));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  expect(new Set(answers.map((answer) => answer.body.refresh)).size).toBe(1);
  expect((await logout(body.access)).status).toBe(204);
});

test('both providers fail: 503, and no SMS; where one fails the other takes over', async () => {
  const { phone } = await addPerson();
  for (const fault of [
    { target: 'eskiz', status: 500, times: 2 },
    { target: 'playmobile', status: 400, times: 1 },
  ])
    await fetch(`${inject('urls').stack}/handset/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...fault, method: 'send', kind: 'status' }),
    });
  expect(await ask('POST', AUTH, { body: { phone } })).toMatchObject({
    status: 503,
    body: { error: { code: 'sms_unavailable' } },
  });
  expect((await ask('POST', AUTH, { body: { phone } })).status).toBe(200); // nothing was sent, so nothing has to cool down
  expect(await readSms(phone)).toMatch(/^\d{6}$/);
});

test('a profile is changed, and an account deleted with everything in it', async () => {
  const person = await addPerson();
  const { access } = await signIn({ phone: person.phone, code: await requestCode(person) });
  const changes = { first_name: 'Dilnoza', address: 'Samarqand', passport_id: 'AC1234567' };
  expect(await ask('PATCH', '/api/v1/auth/me/', { access, body: changes })).toMatchObject({
    status: 200,
    body: changes,
  });
  expect((await ask('DELETE', '/api/v1/auth/me/', { access })).status).toBe(204);
  expect((await me(access)).status).toBe(401);
});
