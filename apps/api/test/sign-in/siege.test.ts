import { describe, expect, test } from 'vitest';
import { useGateway } from '../support/sms/gateway.ts';
import { expectError, fromElsewhere, lockNumber, somebody, useApi, wrong } from '../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => gateway.environment());

const askSms = (phone: string, more: object = {}) => api.post('/api/users/auth/', { phone, ...more }, fromElsewhere());
const enterSms = (phone: string, code: string, more: object = {}) =>
  api.post('/api/users/auth/', { phone, code, ...more }, fromElsewhere());
const guess = (phone: string, code: string, more: object = {}) => api.register(phone, code, more, fromElsewhere());

/** Strangers attack a number at once, by every endpoint. */
async function attack(phone: string): Promise<void> {
  const wrongSms = () => (gateway.sms(phone).length > 0 ? wrong(gateway.code(phone)) : '123456');
  await Promise.all([
    ...[1, 2].map(() => api.create({ ...somebody(), phone }, { proof: 'typed' })),
    // Telegram accounts that still carry the number
    ...[1, 2].map(() => api.create({ ...somebody(), phone })),
    ...[1, 2].map(() => askSms(phone)),
    ...Array.from({ length: 12 }, () => guess(phone, '123456')),
    ...Array.from({ length: 12 }, () => enterSms(phone, wrongSms(), { device_id: 'guessed' })),
  ]);
  await guess(phone, '654321');
  await enterSms(phone, wrongSms());
}

/** Attacks a number every four minutes for an hour. */
async function besiege(phone: string): Promise<void> {
  for (let minutes = 0; minutes < 60; minutes += 4) {
    await attack(phone);
    await api.pass('4 minutes');
  }
  await attack(phone);
}

describe('an owner under siege: strangers ask for SMS, type the number, guess, for an hour, by every endpoint', () => {
  test.for([
    ['a new device', {}],
    ['a known device', { device_id: 'the-owners-phone' }],
  ])('the owner signs in at the first try by the bot’s code, on %s', async ([, device]) => {
    const owner = somebody();
    await api.signIn(owner, { device_id: 'the-owners-phone' });
    await besiege(owner.phone);
    const answer = await guess(owner.phone, await api.issue(owner), device as object);
    expect(answer.statusCode, answer.body).toBe(200);
  });

  test('the owner signs in on a known device by the bot’s code although strangers go on meanwhile', async () => {
    const owner = somebody();
    const known = { device_id: 'the-owners-phone' };
    await api.signIn(owner, known);
    await besiege(owner.phone);
    const [code] = await Promise.all([api.issue(owner), attack(owner.phone)]);
    await api.pass('5 minutes');
    await attack(owner.phone);
    for (let i = 0; i < 12; i++) await guess(owner.phone, wrong(code));
    const [answer] = await Promise.all([guess(owner.phone, code, known), attack(owner.phone)]);
    expect(answer.statusCode, answer.body).toBe(200);
  });

  test('the owner keeps a live code from the bot although another Telegram account still carries the number', async () => {
    const owner = somebody();
    await api.signIn(owner);
    await api.pass('31 seconds');
    const code = await api.issue(owner);
    await api.pass('31 seconds');
    const answer = await api.create({ ...somebody(), phone: owner.phone });
    expectError(answer, 429, 'code_limit');
    expect(answer.json().error.retry_after).toBeGreaterThan(9 * 60);
    expect((await guess(owner.phone, code)).statusCode).toBe(200);
    await api.issue({ ...somebody(), phone: owner.phone }); // once it is used
  });

  test('the owner signs in by the next code from the bot, however many earlier ones guessing has voided', async () => {
    const owner = somebody();
    await api.signIn(owner);
    for (let codes = 0; codes < 3; codes++) {
      await api.pass('31 seconds');
      const code = await api.issue(owner);
      for (let i = 0; i < 10; i++) await guess(owner.phone, wrong(code));
      expectError(await guess(owner.phone, code), 400, 'code_incorrect');
    }
    await api.pass('31 seconds');
    expect((await guess(owner.phone, await api.issue(owner))).statusCode).toBe(200);
  });

  test('the owner signs in by the next code from the bot too, after typing the own number', async () => {
    const owner = somebody();
    await api.signIn(owner);
    for (let codes = 0; codes < 2; codes++) {
      await api.pass('31 seconds');
      const code = await api.issue(owner, { proof: 'typed' });
      for (let i = 0; i < 5; i++) await guess(owner.phone, wrong(code));
    }
    await api.pass('31 seconds');
    expect((await guess(owner.phone, await api.issue(owner, { proof: 'typed' }))).statusCode).toBe(200);
  });

  test('the owner signs up at the first try by the bot’s code if not registered yet', async () => {
    const owner = somebody();
    for (let round = 0; round < 2; round++) {
      const code = await api.issue({ ...somebody(), phone: owner.phone }, { proof: 'typed' });
      for (let i = 0; i < 10; i++) await guess(owner.phone, wrong(code));
      await api.pass('31 seconds');
    }
    const first = await guess(owner.phone, await api.issue(owner));
    expect(first.json()).toMatchObject({ is_new: true, user: { telegram_id: owner.telegramId } });
  });

  test('the owner gets no SMS on an unknown device', async () => {
    const owner = somebody();
    await api.signIn(owner, { device_id: 'the-owners-phone' });
    await besiege(owner.phone);
    expectError(await askSms(owner.phone), 429, 'code_limit');
    expect((await askSms(owner.phone, { device_id: 'the-owners-phone' })).statusCode).toBe(200);
    const code = gateway.code(owner.phone);
    expectError(await enterSms(owner.phone, code), 429, 'too_many_attempts');
    expectError(await enterSms(owner.phone, code, { device_id: 'guessed' }), 429, 'too_many_attempts');
  });

  describe('the owner signs in at the first try by SMS on a device that was signed in before', () => {
    const known = { device_id: 'the-owners-phone' };
    interface SignedIn {
      access: string;
      headers: { authorization: string };
    }

    test.for<[string, (session: SignedIn) => unknown]>([
      ['still is', () => {}],
      ['logged out', ({ headers }) => api.post('/api/v1/auth/logout/', '', { headers })],
      ['was revoked', ({ headers }) => api.post('/api/users/logout-device/', known, { headers })],
      ['is over after thirty days', () => api.pass('31 days')],
      ['ended a year ago', () => api.pass('380 days')],
    ])('and %s', async ([, end]) => {
      const owner = somebody();
      const { access } = await api.signIn(owner, known);
      await end({ access, headers: { authorization: `Bearer ${access}` } });
      await besiege(owner.phone);
      const sent = await askSms(owner.phone, known);
      expect(sent.statusCode, sent.body).toBe(200);
      const code = gateway.code(owner.phone);
      await attack(owner.phone); // also while the SMS is on its way
      const answer = await enterSms(owner.phone, code, known);
      expect(answer.statusCode, answer.body).toBe(200);
    });

    test('also when the attack begins while the SMS is on its way', async () => {
      const owner = somebody();
      await api.signIn(owner, known);
      expect((await askSms(owner.phone, known)).statusCode).toBe(200);
      const code = gateway.code(owner.phone);
      for (let i = 0; i < 5; i++) await enterSms(owner.phone, wrong(code));
      await attack(owner.phone);
      expect((await enterSms(owner.phone, code, known)).statusCode).toBe(200);
    });
  });
});

describe('a device known to the number’s account', () => {
  const signInOn = async (device_id: string) => {
    const owner = somebody();
    const { access } = await api.signIn(owner, { device_id });
    await api.pass('31 seconds');
    return { ...owner, access, known: { device_id } };
  };

  test('gets a code and all its attempts in spite of strangers’ failed attempts, which void it for strangers only', async () => {
    const { phone, telegramId, known } = await signInOn('own');
    const code = await api.issue({ phone, telegramId });
    for (let i = 0; i < 5; i++) await guess(phone, wrong(code));
    const stranger = await guess(phone, code);
    expectError(stranger, 400, 'code_incorrect');
    expect(stranger.json().error.attempts_left).toBe(0);
    const mistake = await guess(phone, wrong(code), known);
    expect(mistake.json().error.attempts_left).toBe(4);
    expect((await guess(phone, code, known)).statusCode).toBe(200);
  });

  test('has five attempts per code and ten per hour of its own, which lock no other device out', async () => {
    const { phone, telegramId, known } = await signInOn('own');
    const owner = { phone, telegramId };
    const code = await api.issue(owner);
    for (const left of [4, 3, 2, 1, 0, 0]) {
      expect((await guess(phone, wrong(code), known)).json().error.attempts_left).toBe(left);
    }
    expectError(await guess(phone, code, known), 400, 'code_incorrect');
    await api.pass('31 seconds');
    const second = await api.issue(owner);
    for (let i = 0; i < 5; i++) await guess(phone, wrong(second), known);
    await api.pass('31 seconds');
    const third = await api.issue(owner);
    expect((await guess(phone, third)).statusCode).toBe(200);
  });

  test('counts as an unknown one once its attempts are used up: a stolen device_id locks nobody out', async () => {
    const { phone, telegramId, known } = await signInOn('stolen');
    const owner = { phone, telegramId };
    for (let codes = 0; codes < 2; codes++) {
      const code = await api.issue(owner);
      for (let i = 0; i < 5; i++) await guess(phone, wrong(code), known);
      await api.pass('31 seconds');
    }
    expect((await guess(phone, await api.issue(owner), known)).statusCode).toBe(200);

    await lockNumber(api, phone);
    expectError(await guess(phone, '123456', known), 429, 'too_many_attempts');
  });

  test('has three SMS a day of its own, by device or by session', async () => {
    const { phone, access, known } = await signInOn('own');
    for (let i = 0; i < 6; i++) {
      await askSms(phone); // the last one is refused
      await api.pass('5 minutes 1 second');
    }
    await askSms(phone);
    const authorization = { ...fromElsewhere(), headers: { authorization: `Bearer ${access}` } };
    for (const ask of [
      () => askSms(phone, known),
      () => api.post('/api/users/auth/', { phone }, authorization),
      () => askSms(phone, known),
    ]) {
      const answer = await ask();
      expect(answer.statusCode, answer.body).toBe(200);
      expect((await ask()).statusCode).toBe(429);
      await api.pass('61 seconds');
    }
    expectError(await askSms(phone, known), 429, 'code_limit');
    expect(gateway.sms(phone)).toHaveLength(8);
    await api.pass('24 hours');
    expect((await askSms(phone, known)).statusCode).toBe(200);
  });

  test('gets its SMS back if the gateway refuses it', async () => {
    const { phone, known } = await signInOn('own');
    await askSms(phone);
    for (let i = 0; i < 3; i++) {
      await gateway.fail({ method: 'send', kind: 'status', status: 500 });
      expectError(await askSms(phone, known), 503, 'sms_unavailable');
    }
    for (let i = 0; i < 3; i++) {
      expect((await askSms(phone, known)).statusCode).toBe(200);
      await api.pass('61 seconds');
    }
  });

  test('is not known where the number is not proved: a squatter’s device has no attempts and no SMS of its own', async () => {
    const squatter = somebody();
    const known = { device_id: 'the-squatters' };
    await guess(squatter.phone, await api.issue(squatter, { proof: 'typed' }), known);
    const code = await api.issue({ ...somebody(), phone: squatter.phone });
    for (let i = 0; i < 5; i++) await guess(squatter.phone, wrong(code));
    expect((await guess(squatter.phone, wrong(code), known)).json().error.attempts_left).toBe(0);
    expect((await askSms(squatter.phone)).statusCode).toBe(200);
    expectError(await askSms(squatter.phone, known), 429, 'code_cooldown');
  });

  test('is not a device of another person’s account', async () => {
    const { phone } = await signInOn('own');
    const other = await signInOn('other');
    await lockNumber(api, phone);
    expectError(await guess(phone, '123456', other.known), 429, 'too_many_attempts');
    expectError(await askSms(phone, other.known), 429, 'code_limit'); // locked for it as for any other
  });
});

test('a number locked by failed attempts gets no SMS, whose code could not be used', async () => {
  const { phone } = somebody();
  for (let codes = 0; codes < 2; codes++) {
    expect((await askSms(phone)).statusCode).toBe(200);
    for (let i = 0; i < 5; i++) await enterSms(phone, wrong(gateway.code(phone)));
    await api.pass('2 minutes 1 second');
  }
  const answer = await askSms(phone);
  expectError(answer, 429, 'code_limit');
  expect(answer.json().error.retry_after).toBeGreaterThan(50 * 60);
  await api.pass('1 hour');
  expect((await askSms(phone)).statusCode).toBe(200);
});

test('a known device’s wrong code counts as its own, also at a code that is older than the account', async () => {
  const person = somebody();
  expect((await askSms(person.phone)).statusCode).toBe(200);
  const device = { device_id: 'of-the-owner' };
  await api.signIn(person, device);
  const answer = await enterSms(person.phone, wrong(gateway.code(person.phone)), device);
  expectError(answer, 400, 'code_incorrect');
  const { rows } = await api.sql.query("SELECT subject FROM budgets WHERE subject LIKE 'fail:%' || $1", [person.phone]);
  expect(rows).toEqual([{ subject: `fail:known:${person.phone}` }]);
});
