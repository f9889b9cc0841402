import { contract } from '@raqam/shared/contract';
import phoneVectors from '@raqam/shared/phone-vectors.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { usePress, withBot } from '../support/press.ts';
import { BOT_SECRET, expectError, fromElsewhere, somebody, useApi } from '../support/test-api.ts';

const api = useApi(withBot);
const press = usePress(api);

test('a code has six digits, ten minutes and half a minute until the next', async () => {
  const answer = await api.create(somebody());
  expect(answer.statusCode).toBe(200);
  expect(contract.createTelegramCode.responses[200].parse(answer.json())).toMatchObject({
    remaining_seconds: 600,
    code_length: 6,
    expire_minutes: 10,
    resend_after_seconds: 30,
  });
  expect(answer.json().code).toMatch(/^[0-9]{6}$/);
  const lifetime = Date.parse(answer.json().expires_at) - Date.now();
  expect(Math.round(lifetime / 60_000)).toBe(10);
});

describe('secret_key null, "", [], absent, wrong: 403', () => {
  test.for([
    ['null', null],
    ['empty', ''],
    ['an array', []],
    ['an array with the secret', [BOT_SECRET]],
    ['an object', {}],
    ['wrong', `${BOT_SECRET}x`],
    ['absent', undefined],
  ])('%s is refused before the phone is looked at', async ([, secret_key]) => {
    expectError(
      await api.post('/api/v1/auth/telegram/otp/create/', { secret_key, phone_number: 7 }),
      403,
      'bot_secret_invalid',
    );
  });

  test.for(['[]', 'null', '"text"', '1', ''])('the body %j has none', async (body) => {
    expectError(await api.post('/api/v1/auth/telegram/otp/create/', body), 403, 'bot_secret_invalid');
  });
});

describe('two secrets while one replaces the other', () => {
  const rotating = useApi({ TELEGRAM_BOT_SECRET: `the-old-${BOT_SECRET},${BOT_SECRET}` });
  test('both are accepted, their list is not', async () => {
    expect((await rotating.create(somebody())).statusCode).toBe(200);
    expect((await rotating.create(somebody(), { secret_key: `the-old-${BOT_SECRET}` })).statusCode).toBe(200);
    expectError(
      await rotating.create(somebody(), { secret_key: `the-old-${BOT_SECRET},${BOT_SECRET}` }),
      403,
      'bot_secret_invalid',
    );
  });
});

describe('phone vectors', () => {
  test.for(phoneVectors.map((vector) => ({ ...vector, name: JSON.stringify(vector) })))('$name', async (vector) => {
    const { input, source, phone, reason } = vector;
    const person = somebody();
    const answer = await api.create({ ...person, phone: input }, { proof: source ?? 'typed' });
    if (reason) {
      expectError(answer, 400, 'phone_invalid');
      expect(answer.json().error.fields.phone_number).toBeTruthy();
      return;
    }
    const { rows } = await api.sql.query('SELECT phone FROM challenges WHERE phone = $1 AND is_current', [phone]);
    expect(rows).toEqual([{ phone }]);
  });
});

const unreadable = phoneVectors.filter(({ reason }) => reason === 'characters').map(({ input }) => input);
test.for(unreadable)(
  'full-width or Arabic digits, zero-width characters, NUL, ;ext=, letters around the number: 400 phone_invalid for %j',
  async (phone) => {
    const { telegramId } = somebody();
    expectError(await api.create({ telegramId, phone }), 400, 'phone_invalid');
    expectError(await api.register(phone, '123456'), 400, 'phone_invalid');
    for (const body of [{ phone }, { phone, code: '123456' }])
      expectError(await api.post('/api/users/auth/', body), 400, 'phone_invalid');
    const browser = await press.start({}, fromElsewhere());
    expectError(await press.send(browser, phone), 400, 'phone_invalid');
    await press.open(browser.nonce, telegramId);
    expectError(await press.contact(telegramId, phone), 400, 'phone_invalid');
  },
);

test('the same number in 12 spellings: one bucket, one user', async () => {
  const person = somebody();
  await api.create({ ...person, phone: '+998 99 765 43 21' });
  const spellings = [
    '+998997654321',
    '998997654321',
    '997654321',
    '+998 99 765 43 21',
    '99 765-43-21',
    '(99) 765 43 21',
    '+998-99-765-43-21',
    '+998.99.765.43.21',
    '+998(99)7654321',
    ' 998 99 7654321 ',
    '00998997654321',
  ];
  for (const phone of spellings) expectError(await api.create({ ...somebody(), phone }), 429, 'code_limit');
  const { rows } = await api.sql.query("SELECT phone FROM challenges WHERE phone LIKE '%997654321'");
  expect(rows).toHaveLength(1);
  const ids = new Set<string>();
  for (const phone of spellings) {
    await api.pass('10 minutes');
    ids.add((await api.signIn({ ...person, phone })).user.id);
  }
  expect(ids.size).toBe(1);
});

test.for([
  ['telegram_id', '5'],
  ['telegram_id', 0],
  ['telegram_id', 1.5],
  ['telegram_id', 2 ** 52 + 2],
  ['telegram_id', null],
  ['telegram_id', undefined],
  ['phone_number', 998901234567],
  ['phone_number', null],
  ['phone_number', undefined],
  ['proof', 'sms'],
  ['proof', null],
])('%s of %j is refused, and the field is named', async ([field, value]) => {
  const answer = await api.create(somebody(), { [String(field)]: value });
  expectError(answer, 400, 'validation_failed');
  expect(Object.keys(answer.json().error.fields)).toEqual([field]);
});

test.for([
  ['full_name', 5],
  ['full_name', null],
  ['language', 5],
])('%s of %j is only decoration, and refuses nobody', async ([field, value]) => {
  expect((await api.create(somebody(), { [String(field)]: value })).statusCode).toBe(200);
});

test('an unknown field is ignored', async () => {
  expect((await api.create(somebody(), { username: 'ali', nested: { deep: [1] } })).statusCode).toBe(200);
});

test('a second code within half a minute is refused, and the first still works', async () => {
  const person = somebody();
  const code = await api.issue(person);
  expectError(await api.create(person), 429, 'code_cooldown');
  expect((await api.register(person.phone, code)).statusCode).toBe(201);
});

test('after half a minute a new code is issued, and the first is replaced', async () => {
  const person = somebody();
  const replaced = await api.issue(person);
  await api.pass('31 seconds');
  const current = await api.issue(person);
  if (replaced !== current) expectError(await api.register(person.phone, replaced), 400, 'code_incorrect');
  expect((await api.register(person.phone, current)).statusCode).toBe(201);
});

test('a new code for another phone silences the earlier one of the same telegram_id', async () => {
  const first = somebody();
  const code = await api.issue(first);
  const second = { ...somebody(), telegramId: first.telegramId };
  await api.issue(second);
  expectError(await api.register(first.phone, code), 400, 'code_incorrect');
});

test('a refused request silences nothing', async () => {
  const first = somebody();
  const code = await api.issue(first);
  const owner = somebody();
  await api.signIn(owner);
  expectError(await api.create({ ...first, phone: owner.phone }, { proof: 'typed' }), 409, 'contact_required');
  expect((await api.register(first.phone, code)).statusCode).toBe(201);
});

describe('a person who only types a number', () => {
  test('can’t use up the codes of the person who proves it, nor make them wait', async () => {
    const owner = somebody();
    for (let i = 0; i < 10; i++) {
      await api.create({ ...somebody(), phone: owner.phone }, { proof: 'typed' });
      await api.pass('31 seconds');
    }
    expectError(await api.create({ ...somebody(), phone: owner.phone }, { proof: 'typed' }), 429, 'code_limit');
    const code = await api.issue(owner);
    expectError(await api.create(owner), 429, 'code_cooldown');
    expect((await api.register(owner.phone, code)).json()).toMatchObject({
      is_new: true,
      user: { telegram_id: owner.telegramId },
    });
  });

  test('does not replace the code of the person who proved it', async () => {
    const owner = somebody();
    const code = await api.issue(owner);
    await api.pass('31 seconds');
    expectError(await api.create({ ...somebody(), phone: owner.phone }, { proof: 'typed' }), 409, 'contact_required');
    expect((await api.register(owner.phone, code)).statusCode).toBe(201);
  });

  test('may type it once that code is void', async () => {
    const { phone } = somebody();
    await api.issue({ ...somebody(), phone });
    await api.pass('10 minutes 1 second');
    await api.issue({ ...somebody(), phone }, { proof: 'typed' });
  });

  describe('a typed number as oracle for who is registered: ten numbers an hour', () => {
    const register = async () => {
      const person = somebody();
      await api.signIn(person);
      return person.phone;
    };

    test('by refusals alone', async () => {
      const { telegramId } = somebody();
      const phones = await Promise.all(Array.from({ length: 11 }, register));
      const type = (phone: string) => api.create({ telegramId, phone }, { proof: 'typed' });
      for (const phone of phones.slice(0, 10)) expectError(await type(phone), 409, 'contact_required');
      const refused = await type(phones[10] ?? '');
      expectError(refused, 429, 'code_limit');
      expect(refused.json().error.retry_after).toBeGreaterThan(50 * 60);
      expectError(await type(somebody().phone), 429, 'code_limit');
      await api.pass('61 minutes');
      expectError(await type(phones[10] ?? ''), 409, 'contact_required');
    });

    test('by refusals and codes together', async () => {
      const { telegramId } = somebody();
      for (let i = 0; i < 9; i++) await api.issue({ ...somebody(), telegramId }, { proof: 'typed' });
      const type = async () => api.create({ telegramId, phone: await register() }, { proof: 'typed' });
      expectError(await type(), 409, 'contact_required');
      expectError(await type(), 429, 'code_limit');
    });

    test('however many are typed at once', async () => {
      const { telegramId } = somebody();
      const phones = await Promise.all(Array.from({ length: 32 }, register));
      const answers = await Promise.all(phones.map((phone) => api.create({ telegramId, phone }, { proof: 'typed' })));
      expect(answers.filter(({ statusCode }) => statusCode === 409)).toHaveLength(10);
      for (const answer of answers.filter(({ statusCode }) => statusCode !== 409))
        expectError(answer, 429, 'code_limit');
    });
  });
});

test('32 parallel creates for one phone: one live code, the others 429, and they use up nothing', async () => {
  const { phone } = somebody();
  const askers = Array.from({ length: 32 }, () => ({ ...somebody(), phone }));
  const answers = await Promise.all(askers.map((asker) => api.create(asker)));
  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  for (const answer of answers.filter(({ statusCode }) => statusCode !== 200)) expectError(answer, 429, 'code_limit');
  const live = await api.sql.query('SELECT 1 FROM challenges WHERE phone = $1 AND is_current', [phone]);
  expect(live.rowCount).toBe(1);
  const { rowCount } = await api.sql.query('SELECT 1 FROM budgets WHERE subject = ANY($1)', [
    askers.map(({ telegramId }) => `ask:tg:${telegramId}`),
  ]);
  expect(rowCount).toBe(1);
});

test('asking for two numbers by turns does not shorten the cooldown of either', async () => {
  const [person, other] = [somebody(), somebody()];
  await api.issue(person);
  await api.issue({ ...person, phone: other.phone });
  expectError(await api.create(person), 429, 'code_limit');
  await api.pass('31 seconds');
  await api.issue(person);
});

test('only the person whose code started the cooldown learns that a code was sent', async () => {
  const [one, other] = [somebody(), somebody()];
  const { phone } = somebody();
  await api.issue({ ...one, phone }, { proof: 'typed' });
  expectError(await api.create({ ...one, phone }, { proof: 'typed' }), 429, 'code_cooldown');
  const answer = await api.create({ ...other, phone }, { proof: 'typed' });
  expectError(answer, 429, 'code_limit');
  expect(answer.json().error.retry_after).toBeLessThanOrEqual(30);
});

test('32 parallel requests of one telegram_id for 32 phones: ten codes, one of them live, and only those ten count', async () => {
  const { telegramId } = somebody();
  const people = Array.from({ length: 32 }, () => ({ ...somebody(), telegramId }));
  const answers = await Promise.all(people.map((person) => api.create(person)));
  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(10);
  for (const answer of answers.filter(({ statusCode }) => statusCode !== 200)) expectError(answer, 429, 'code_limit');
  const live = await api.sql.query('SELECT 1 FROM challenges WHERE telegram_id = $1 AND is_current', [telegramId]);
  expect(live.rowCount).toBe(1);
  const counted = await api.sql.query(
    'SELECT sum(cardinality(hits))::int AS hits FROM budgets WHERE subject = ANY($1)',
    [people.map(({ phone }) => `send:telegram:${phone}`)],
  );
  expect(counted.rows).toEqual([{ hits: 10 }]);
});

test('the eleventh code for a phone within an hour is refused', async () => {
  const { phone } = somebody();
  for (let i = 0; i < 10; i++) {
    await api.issue({ ...somebody(), phone });
    await api.pass('31 seconds');
  }
  const answer = await api.create({ ...somebody(), phone });
  expectError(answer, 429, 'code_limit');
  expect(answer.json().error.retry_after).toBeGreaterThan(50 * 60);
  await api.pass('56 minutes');
  await api.issue({ ...somebody(), phone });
});

test('the eleventh code of a telegram_id within an hour is refused, whatever the phones', async () => {
  const { telegramId } = somebody();
  for (let i = 0; i < 10; i++) await api.issue({ ...somebody(), telegramId });
  expectError(await api.create({ ...somebody(), telegramId }), 429, 'code_limit');
  await api.pass('61 minutes');
  await api.issue({ ...somebody(), telegramId });
});

test('requests of others for the same numbers do not change how many codes a telegram_id has left', async () => {
  const { telegramId } = somebody();
  const numbers = Array.from({ length: 10 }, () => somebody().phone);
  for (const phone of numbers) await api.issue({ telegramId, phone });
  await api.pass('31 seconds');
  const other = somebody();
  for (const phone of numbers.slice(0, 5)) await api.issue({ ...somebody(), phone });
  expectError(await api.create({ ...somebody(), telegramId }), 429, 'code_limit');
  await api.issue({ ...other, phone: numbers[9] ?? '' });
  for (let i = 0; i < 9; i++) await api.issue({ ...somebody(), telegramId: other.telegramId });
  expectError(await api.create({ ...somebody(), telegramId: other.telegramId }), 429, 'code_limit');
});

test('a person who shares a number that stays with another verified account is told so', async () => {
  const owner = somebody();
  await api.signIn(owner);
  const asker = somebody();
  await api.signIn(asker);
  await api.pass('31 seconds');
  expect((await api.create({ ...asker, phone: owner.phone })).json()).toMatchObject({ number_stays: true });
  await api.pass('31 seconds');
  expect((await api.create(owner)).json()).not.toHaveProperty('number_stays');
});

test.for([
  ['\u2068Ali\u2069 \u202eVali\u202c', 'Ali', 'Vali'],
  ['Ali\nVali\0', 'Ali', 'Vali'],
  ['\ud83d', '', ''],
  [`Ali ${'x'.repeat(10_000)}`, 'Ali', 'x'.repeat(100)],
] as const)(
  'a name made of direction marks, NUL, newlines, 10,000 characters: cleaned, and costs nobody a code: %j',
  async ([full_name, first_name, last_name]) => {
    const person = somebody();
    const { user } = (await api.register(person.phone, await api.issue(person, { full_name }))).json();
    expect(user).toMatchObject({ first_name, last_name });
    const lines = api.log.join('\n');
    for (const name of [first_name, last_name]) if (name !== '') expect(lines).not.toContain(`"${name}`);
  },
);

test('the database holds no code in plain', async () => {
  const person = somebody();
  const code = await api.issue(person);
  const { rows } = await api.sql.query('SELECT challenges::text AS row, digest FROM challenges WHERE phone = $1', [
    person.phone,
  ]);
  expect(rows[0].digest).toHaveLength(32);
  const rest = rows[0].row.replace(person.phone, '').replace(rows[0].digest.toString('hex'), '');
  expect(rest).not.toContain(code);
});
