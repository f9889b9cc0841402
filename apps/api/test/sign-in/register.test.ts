import { contract } from '@raqam/shared/contract';
import { describe, expect, test } from 'vitest';
import { useGateway } from '../support/sms/gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { expectError, fromElsewhere, somebody, useApi, wrong } from '../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => gateway.environment());
const { ask, enter } = smsCalls(api);

const guess = (phone: string, code: string) => api.register(phone, code, {}, fromElsewhere());

test('no user exists before the code is redeemed; then the account, the tokens and their cookies are there', async () => {
  const person = somebody();
  const code = await api.issue(person, { full_name: '  Aziza  Karimova qizi ' });
  const before = await api.sql.query('SELECT 1 FROM users WHERE phone = $1', [person.phone]);
  expect(before.rowCount).toBe(0);

  const answer = await api.register(person.phone, code);
  expect(answer.statusCode).toBe(201);
  const body = contract.registerWithTelegram.responses[201].parse(answer.json());
  expect(body.user).toMatchObject({
    phone: person.phone,
    telegram_id: person.telegramId,
    first_name: 'Aziza',
    last_name: 'Karimova qizi',
    role: 'user',
    is_verified: true,
  });
  const cookies = answer.cookies.map(({ name, path, httpOnly, sameSite }) => ({ name, path, httpOnly, sameSite }));
  expect(cookies).toEqual([
    { name: 'access_token', path: '/', httpOnly: true, sameSite: 'Lax' },
    { name: 'refresh_token', path: '/api/v1/auth/', httpOnly: true, sameSite: 'Lax' },
    { name: 'remembered_device', path: '/api/v1/auth/', httpOnly: true, sameSite: 'Lax' },
  ]);
  const [access, refresh] = answer.cookies.map(({ value }) => value);
  expect({ access, refresh }).toEqual(body.tokens);
});

test('signing in again is 200 and not new, with the number in any spelling', async () => {
  const person = somebody();
  const { user } = await api.signIn(person);
  await api.pass('31 seconds');
  const answer = await api.register(person.phone.replace('+998', ''), await api.issue(person));
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({ is_new: false, user: { id: user.id } });
});

test('one code, 16 parallel registers: one success, one user, one session', async () => {
  const person = somebody();
  const code = await api.issue(person);
  const answers = await Promise.all(Array.from({ length: 16 }, () => guess(person.phone, code)));
  expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
  for (const answer of answers.filter(({ statusCode }) => statusCode !== 201))
    expectError(answer, 400, 'code_incorrect');
  const { rows } = await api.sql.query(
    'SELECT users.id, count(sessions.id) FROM users LEFT JOIN sessions ON user_id = users.id WHERE phone = $1 GROUP BY users.id',
    [person.phone],
  );
  expect(rows).toEqual([{ id: expect.any(String), count: '1' }]);
});

describe('replaced code, replayed code, SMS code on the Telegram endpoint and the reverse: code_incorrect', () => {
  test('a replaced code', async () => {
    const person = somebody();
    const replaced = await api.issue(person);
    await api.pass('31 seconds');
    const current = await api.issue(person);
    if (replaced === current) return; // one in a million
    expectError(await guess(person.phone, replaced), 400, 'code_incorrect');
    expect((await guess(person.phone, current)).statusCode).toBe(201);
  });

  test('a replayed code', async () => {
    const person = somebody();
    const code = await api.issue(person);
    await guess(person.phone, code);
    expectError(await guess(person.phone, code), 400, 'code_incorrect');
  });

  test('the code of another number', async () => {
    const [one, other] = [somebody(), somebody()];
    const code = await api.issue(one);
    await api.issue(other);
    if (code !== (await api.issue(somebody()))) expectError(await guess(other.phone, code), 400, 'code_incorrect');
  });

  test('an SMS code on the Telegram endpoint, and the reverse', async () => {
    const person = somebody();
    const telegram = await api.issue(person);
    await ask(person.phone);
    const sms = gateway.code(person.phone);
    if (telegram === sms) return; // one in a million
    expectError(await enter(person.phone, telegram), 400, 'code_incorrect');
    expectError(await api.register(person.phone, sms, {}, fromElsewhere()), 400, 'code_incorrect');
    expect((await enter(person.phone, sms)).statusCode).toBe(200);
  });
});

test('a number without a code is answered like a wrong code', async () => {
  const unknown = await guess(somebody().phone, '123456');
  const person = somebody();
  const known = await guess(person.phone, wrong(await api.issue(person)));
  expect(unknown.body).toBe(known.body);
  expectError(unknown, 400, 'code_incorrect');
});

test('only the right code is answered as expired', async () => {
  const person = somebody();
  const code = await api.issue(person);
  await api.pass('10 minutes 1 second');
  expectError(await guess(person.phone, wrong(code)), 400, 'code_incorrect');
  expectError(await guess(person.phone, code), 400, 'code_expired');
});

test('an expired code opens no account, also as the first attempt of a newcomer', async () => {
  const person = somebody();
  const code = await api.issue(person);
  await api.pass('10 minutes 1 second');
  expectError(await guess(person.phone, code), 400, 'code_expired');
  expect((await api.sql.query('SELECT 1 FROM users WHERE phone = $1', [person.phone])).rowCount).toBe(0);
});

test('the fifth wrong attempt voids the code, so even the right one is refused', async () => {
  const person = somebody();
  const code = await api.issue(person);
  for (let i = 0; i < 4; i++) expectError(await guess(person.phone, wrong(code)), 400, 'code_incorrect');
  const survivor = somebody();
  const survivorsCode = await api.issue(survivor);
  for (let i = 0; i < 4; i++) await guess(survivor.phone, wrong(survivorsCode));
  expect((await guess(survivor.phone, survivorsCode)).statusCode).toBe(201);
  await guess(person.phone, wrong(code));
  expectError(await guess(person.phone, code), 400, 'code_incorrect');
});

describe('the number of attempts left', () => {
  const tell = async (phone: string, code: string, language = 'en') => {
    const answer = await api.register(
      phone,
      code,
      {},
      { ...fromElsewhere(), headers: { 'accept-language': language } },
    );
    expectError(answer, 400, 'code_incorrect');
    return { left: answer.json().error.attempts_left, message: answer.json().error.message };
  };

  test('comes with each wrong attempt, then the text that the code is void; also for a number without a code', async () => {
    const person = somebody();
    const code = await api.issue(person);
    const stranger = somebody();
    for (const left of [4, 3, 2, 1, 0, 0]) {
      const known = await tell(person.phone, wrong(code));
      expect(known.left).toBe(left);
      expect(await tell(stranger.phone, wrong(code))).toEqual(known);
    }
    const right = await tell(person.phone, code);
    expect(right).toEqual({ left: 0, message: 'This code is void after five wrong attempts. Get a new one.' });
  });

  test('is the same for a used, replaced or expired code', async () => {
    const used = somebody();
    const code = await api.issue(used);
    await guess(used.phone, code);
    const replaced = somebody();
    await api.issue(replaced);
    await api.issue({ ...somebody(), telegramId: replaced.telegramId });
    const expired = somebody();
    await api.issue(expired);
    await api.sql.query("UPDATE challenges SET expires_at = now() - interval '1 second' WHERE phone = $1", [
      expired.phone,
    ]);
    for (const left of [4, 3, 2, 1, 0, 0]) {
      for (const { phone } of [used, replaced, expired]) expect((await tell(phone, wrong(code))).left).toBe(left);
    }
  });

  test.for([
    ['en', '1 attempt left', '2 attempts left', 'void'],
    ['ru', 'Осталась 1 попытка', 'Осталось 2 попытки', 'больше не действует'],
    ['uz', 'Yana 1 marta', 'Yana 2 marta', 'bekor qilindi'],
    ['uz-Cyrl', 'Яна 1 марта', 'Яна 2 марта', 'бекор қилинди'],
  ] as const)('is told in %s', async ([language, one, two, none]) => {
    const { phone } = somebody();
    for (const text of ['', '', two, one, none]) {
      expect((await tell(phone, '123456', language)).message).toContain(text);
    }
  });
});

test('a failed attempt is counted even though its request fails', async () => {
  const person = somebody();
  await guess(person.phone, wrong(await api.issue(person)));
  const { rows } = await api.sql.query('SELECT tries FROM challenges WHERE phone = $1 AND is_current', [person.phone]);
  expect(rows).toEqual([{ tries: 1 }]);
});

test.for(['12345', '1234567', '12345a', '12 3456', '１２３４５６', '١٢٣٤٥٦', '', ' ', null, 123456])(
  'the code %j is refused as a field',
  async (code) => {
    const answer = await api.post('/api/v1/auth/register/telegram/', { phone: somebody().phone, code });
    expectError(answer, 400, 'validation_failed');
    expect(answer.json().error.fields).toHaveProperty('code');
  },
);

test('an invalid phone is refused with the reason, in the requested language', async () => {
  const answer = await api.register('+998 90', '123456', {}, { headers: { 'accept-language': 'en' } });
  expectError(answer, 400, 'phone_invalid');
  expect(answer.json().error.fields.phone).toMatch(/too short/);
});

test('a NUL in device_id is refused as a field', async () => {
  const answer = await api.register(somebody().phone, '123456', { device_id: 'a\0b' });
  expectError(answer, 400, 'validation_failed');
  expect(Object.keys(answer.json().error.fields)).toEqual(['device_id']);
});

test('a device_name is cleaned, whatever is in it', async () => {
  const { user } = await api.signIn(somebody(), { device_name: `\u202eRedmi\0\n 12 ${'x'.repeat(200)}` });
  const { rows } = await api.sql.query('SELECT device_name FROM sessions WHERE user_id = $1', [user.id]);
  expect(rows).toEqual([{ device_name: `Redmi 12 ${'x'.repeat(91)}` }]);
});

test('successes from one IP are free', async () => {
  for (let i = 0; i < 40; i++) {
    const person = somebody();
    const answer = await api.register(person.phone, await api.issue(person), {}, { remoteAddress: '203.0.113.7' });
    expect(answer.statusCode).toBe(201);
  }
});
