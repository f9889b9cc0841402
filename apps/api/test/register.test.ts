import { contract } from '@raqam/shared/contract';
import { expect, test } from 'vitest';
import { expectError, somebody, useApi } from './support/test-api.ts';

const api = useApi();

/** Wrong guesses come from many addresses here, so that the budget of one address is not what is tested. */
let addresses = 0;
const fromElsewhere = () => ({
  remoteAddress: `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses++ & 255}`,
});
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const guess = (phone: string, code: string) => api.register(phone, code, {}, fromElsewhere());

test('no user exists before the code is redeemed; then the account, the tokens and both cookies are there', async () => {
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
  ]);
  expect(answer.cookies.map(({ value }) => value)).toEqual([body.tokens.access, body.tokens.refresh]);
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

test('a replayed code is incorrect', async () => {
  const person = somebody();
  const code = await api.issue(person);
  await guess(person.phone, code);
  expectError(await guess(person.phone, code), 400, 'code_incorrect');
});

test('a code is good for its own number alone', async () => {
  const [one, other] = [somebody(), somebody()];
  const code = await api.issue(one);
  await api.issue(other);
  if (code !== (await api.issue(somebody()))) expectError(await guess(other.phone, code), 400, 'code_incorrect');
});

test('a number without a code is answered like a wrong code', async () => {
  const unknown = await guess(somebody().phone, '123456');
  const person = somebody();
  const known = await guess(person.phone, wrong(await api.issue(person)));
  expect(unknown.body).toBe(known.body);
  expectError(unknown, 400, 'code_incorrect');
});

test('an expired code is told to who holds it, and to nobody else', async () => {
  const person = somebody();
  const code = await api.issue(person);
  await api.pass('10 minutes 1 second');
  expectError(await guess(person.phone, wrong(code)), 400, 'code_incorrect');
  expectError(await guess(person.phone, code), 400, 'code_expired');
});

test('the fifth wrong try kills the code, the right one included', async () => {
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

test('200 parallel wrong guesses: at most five are compared, and the right code afterwards is refused', async () => {
  const person = somebody();
  const code = await api.issue(person);
  const answers = await Promise.all(Array.from({ length: 200 }, () => guess(person.phone, wrong(code))));
  expect(answers.every(({ statusCode }) => statusCode === 400 || statusCode === 429)).toBe(true);
  const { rows } = await api.sql.query('SELECT tries, cardinality(missed_at) AS missed FROM codes WHERE phone = $1', [
    person.phone,
  ]);
  expect(rows).toEqual([{ tries: 10, missed: 10 }]); // counted until the number is locked, compared while tries < 5
  expect((await guess(person.phone, code)).statusCode).toBe(429);
});

test('200 parallel guesses of which one is right: it opens nothing unless it is among the first five', async () => {
  const person = somebody();
  const code = await api.issue(person);
  const guesses = Array.from({ length: 100 }, () => wrong(code));
  const answers = await Promise.all([...guesses, code, ...guesses].map((attempt) => guess(person.phone, attempt)));
  const opened = answers.filter(({ statusCode }) => statusCode === 201).length;
  const { rows } = await api.sql.query('SELECT tries FROM codes WHERE phone = $1', [person.phone]);
  expect(opened === 0 || rows[0].tries < 5).toBe(true);
});

test('guessing across new codes: the eleventh wrong guess in the hour gives 429, even with the right code', async () => {
  const person = somebody();
  for (let codes = 0; codes < 2; codes++) {
    const code = await api.issue(person);
    for (let i = 0; i < 5; i++) expectError(await guess(person.phone, wrong(code)), 400, 'code_incorrect');
    await api.pass('31 seconds');
  }
  const right = await api.issue(person);
  expectError(await guess(person.phone, right), 429, 'too_many_attempts');
  await api.pass('60 minutes');
  expect((await guess(person.phone, await api.issue(person))).statusCode).toBe(201);
});

test('twenty wrong guesses a day lock the number until the first of them is a day old', async () => {
  const person = somebody();
  for (let hour = 0; hour < 2; hour++) {
    const code = await api.issue(person);
    for (let i = 0; i < 10; i++) await guess(person.phone, wrong(code));
    await api.pass('2 hours');
  }
  expectError(await guess(person.phone, await api.issue(person)), 429, 'too_many_attempts');
  await api.pass('21 hours');
  expect((await guess(person.phone, await api.issue(person))).statusCode).toBe(201);
});

test('a failed try is counted though its request fails', async () => {
  const person = somebody();
  await guess(person.phone, wrong(await api.issue(person)));
  const { rows } = await api.sql.query('SELECT tries FROM codes WHERE phone = $1', [person.phone]);
  expect(rows).toEqual([{ tries: 1 }]);
});

test('an SMS code on the Telegram endpoint is incorrect', async () => {
  const person = somebody();
  const code = await api.issue(person);
  await api.sql.query("UPDATE codes SET channel = 'sms', proof = 'sms', telegram_id = NULL WHERE phone = $1", [
    person.phone,
  ]);
  expectError(await guess(person.phone, code), 400, 'code_incorrect');
});

test.for(['12345', '1234567', '12345a', ' 123456', '１２３４５６', '١٢٣٤٥٦', '', null, 123456])(
  'the code %j is refused as a field',
  async (code) => {
    const answer = await api.post('/api/v1/auth/register/telegram/', { phone: somebody().phone, code });
    expectError(answer, 400, 'validation_failed');
    expect(answer.json().error.fields).toHaveProperty('code');
  },
);

test('a phone that is none is refused with its reason, in the language asked for', async () => {
  const answer = await api.register('+998 90', '123456', {}, { headers: { 'accept-language': 'en' } });
  expectError(answer, 400, 'phone_invalid');
  expect(answer.json().error.fields.phone).toMatch(/too short/);
});

test('the same device signing in again replaces its session; another gets its own', async () => {
  const person = somebody();
  const first = await api.signIn(person, { device_id: 'phone', device_name: 'Redmi' });
  await api.pass('31 seconds');
  const again = await api.signIn(person, { device_id: 'phone', device_name: 'Redmi' });
  await api.pass('31 seconds');
  const other = await api.signIn(person, { device_id: 'laptop' });
  expectError(await api.me(first.access), 401, 'session_invalid');
  expect((await api.me(again.access)).statusCode).toBe(200);
  expect((await api.me(other.access)).statusCode).toBe(200);
});

test('the eleventh session ends the one used longest ago', async () => {
  const person = somebody();
  const oldest = await api.signIn(person);
  for (let i = 0; i < 9; i++) {
    await api.pass('1 hour');
    await api.signIn(person);
  }
  expect((await api.me(oldest.access)).statusCode).toBe(200); // which makes it the newest
  await api.pass('1 hour');
  await api.signIn(person);
  const { rows } = await api.sql.query('SELECT count(*) FROM sessions WHERE user_id = $1', [oldest.user.id]);
  expect(rows).toEqual([{ count: '10' }]);
  expect((await api.me(oldest.access)).statusCode).toBe(200);
});

test('thirty failed checks from one address close it, also for the right code; IPv6 counts by /64', async () => {
  const remoteAddress = '2001:db8:0:1::5';
  const neighbour = { remoteAddress: '2001:db8:0:1:ffff::9' };
  for (let i = 0; i < 30; i++)
    expectError(await api.register(somebody().phone, '123456', {}, { remoteAddress }), 400, 'code_incorrect');
  const person = somebody();
  const code = await api.issue(person);
  expectError(await api.register(person.phone, code, {}, neighbour), 429, 'too_many_attempts');
  expect((await api.register(person.phone, code, {}, { remoteAddress: '2001:db8:0:2::5' })).statusCode).toBe(201);
});

test('a burst from one address gets no more tries than a queue', async () => {
  const remoteAddress = '203.0.113.50';
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => api.register(somebody().phone, '123456', {}, { remoteAddress })),
  );
  expect(answers.filter(({ statusCode }) => statusCode === 400)).toHaveLength(30);
  for (const answer of answers.filter(({ statusCode }) => statusCode !== 400))
    expectError(answer, 429, 'too_many_attempts');
});

test.for(['device_id', 'device_name'])('a NUL in %s is refused as a field', async (field) => {
  const answer = await api.register(somebody().phone, '123456', { [field]: 'a\0b' });
  expectError(answer, 400, 'validation_failed');
  expect(Object.keys(answer.json().error.fields)).toEqual([field]);
});

test('successes from one address are free', async () => {
  for (let i = 0; i < 40; i++) {
    const person = somebody();
    const answer = await api.register(person.phone, await api.issue(person), {}, { remoteAddress: '203.0.113.7' });
    expect(answer.statusCode).toBe(201);
  }
});
