import { describe, expect, test } from 'vitest';
import { usePress, withBot } from '../support/press.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { expectError, fromElsewhere, lockNumber, somebody, useApi, wrong } from '../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => ({ ...gateway.environment(), ...withBot }));
const press = usePress(api);

const guess = (phone: string, code: string) => api.register(phone, code, {}, fromElsewhere());

test('200 parallel wrong guesses at one challenge: at most 5 are compared; the right code afterwards is refused as void', async () => {
  const person = somebody();
  const code = await api.issue(person);
  const answers = await Promise.all(Array.from({ length: 200 }, () => guess(person.phone, wrong(code))));
  for (const answer of answers) expectError(answer, 400, 'code_incorrect');
  const { rows } = await api.sql.query(
    `SELECT tries, cardinality(hits) AS failed FROM challenges JOIN budgets ON subject = 'fail:' || phone WHERE phone = $1`,
    [person.phone],
  );
  expect(rows).toEqual([{ tries: 5, failed: 5 }]);
  const headers = { 'accept-language': 'en' };
  const right = await api.register(person.phone, code, {}, { ...fromElsewhere(), headers });
  expectError(right, 400, 'code_incorrect');
  expect(right.json().error.attempts_left).toBe(0);
  expect(right.json().detail).toBe('This code is void after five wrong attempts. Get a new one.');
});

test('the right one of 100 parallel guesses opens nothing, unless it is among the five that are compared', async () => {
  let opened = 0;
  for (let round = 0; round < 8; round++) {
    const person = somebody();
    const code = await api.issue(person);
    const guesses = [...Array.from({ length: 99 }, () => wrong(code)), code];
    const answers = await Promise.all(guesses.map((attempt) => guess(person.phone, attempt)));
    opened += answers.filter(({ statusCode }) => statusCode === 201).length;
  }
  expect(opened).toBeLessThanOrEqual(4); // one in twenty; more than four of eight come once in 50,000 runs
});

describe('guessing across new codes by clients that know only phone and code', () => {
  const typed = { proof: 'typed' };
  const guessFive = async (phone: string, code: string) => {
    for (let i = 0; i < 5; i++) expectError(await guess(phone, wrong(code)), 400, 'code_incorrect');
  };

  test('the 11th wrong guess in the hour gives them 429, even with the right code', async () => {
    const person = somebody();
    for (let codes = 0; codes < 2; codes++) {
      await guessFive(person.phone, await api.issue(person, typed));
      await api.pass('31 seconds');
    }
    const right = await api.issue(person, typed);
    expectError(await guess(person.phone, wrong(right)), 429, 'too_many_attempts');
    expectError(await guess(person.phone, right), 429, 'too_many_attempts');
    await api.pass('60 minutes');
    expect((await guess(person.phone, await api.issue(person, typed))).statusCode).toBe(201);
  });

  test('a challenge bound to its browser still works, and so does the press in Telegram', async () => {
    const locked = async () => {
      const person = somebody();
      for (let codes = 0; codes < 2; codes++) {
        await guessFive(person.phone, await api.issue(person, typed));
        await api.pass('31 seconds');
      }
      expectError(await guess(person.phone, '123456'), 429, 'too_many_attempts');
      return person;
    };
    const [bySms, byPress] = [await locked(), await locked()];
    const bound = await press.start({}, fromElsewhere());
    expect((await press.send(bound, bySms.phone)).statusCode).toBe(200);
    expect((await press.verify(bound, gateway.code(bySms.phone))).statusCode).toBe(201);
    expect((await press.collect(await press.approve(byPress))).statusCode).toBe(201);
  });

  test('twenty wrong guesses a day lock the number until the first of them is a day old', async () => {
    const person = somebody();
    for (let codes = 0; codes < 4; codes++) {
      await guessFive(person.phone, await api.issue(person, typed));
      await api.pass('61 minutes');
    }
    expectError(await guess(person.phone, await api.issue(person, typed)), 429, 'too_many_attempts');
    await api.pass('20 hours');
    expect((await guess(person.phone, await api.issue(person, typed))).statusCode).toBe(201);
  });

  test('at most seventy guesses a day are compared, however often the owner requests a code', async () => {
    const person = somebody();
    let compared = 0;
    for (let codes = 0; codes < 40; codes++) {
      const code = await api.issue(person);
      for (let i = 0; i < 6; i++) await guess(person.phone, wrong(code));
      const { rows } = await api.sql.query('SELECT tries FROM challenges WHERE phone = $1 AND is_current', [
        person.phone,
      ]);
      compared += rows[0].tries;
      await api.pass('33 minutes');
    }
    expect(compared).toBe(70);
  });

  test('at most seventy guesses a day are compared over both channels, however often the owner requests a code', async () => {
    const owner = somebody();
    await api.signIn(owner);
    await api.pass('31 seconds');
    const askSms = () => api.post('/api/users/auth/', { phone: owner.phone }, fromElsewhere());
    const enterSms = (code: string) => api.post('/api/users/auth/', { phone: owner.phone, code }, fromElsewhere());
    for (let codes = 0; codes < 40; codes++) {
      const code = await api.issue(owner);
      await askSms();
      for (let i = 0; i < 6; i++) {
        await guess(owner.phone, wrong(code));
        if (gateway.sms(owner.phone).length > 0) await enterSms(wrong(gateway.code(owner.phone)));
      }
      await api.pass('35 minutes');
    }
    const { rows } = await api.sql.query('SELECT sum(tries)::int AS compared FROM challenges WHERE phone = $1', [
      owner.phone,
    ]);
    expect(rows).toEqual([{ compared: 70 }]);
  });
});

describe('failed checks of one IP', () => {
  const failFrom = (remoteAddress: string) => api.register(somebody().phone, '123456', {}, { remoteAddress });
  const registerFrom = async (remoteAddress: string) => {
    const person = somebody();
    return api.register(person.phone, await api.issue(person), {}, { remoteAddress });
  };

  test('thirty reach its limit, also for the right code; IPv6 counts by /64', async () => {
    for (let i = 0; i < 30; i++) expectError(await failFrom('2001:db8:0:1::5'), 400, 'code_incorrect');
    expectError(await registerFrom('2001:db8:0:1:ffff::9'), 429, 'too_many_attempts');
    expect((await registerFrom('2001:db8:0:2::5')).statusCode).toBe(201);
  });

  test('three hundred reach the limit of an IPv6 /48, however many /64 they come from', async () => {
    for (let i = 0; i < 300; i++) expectError(await failFrom(`2001:db8:7:${i % 20}::5`), 400, 'code_incorrect');
    expectError(await registerFrom('2001:db8:7:ffff::5'), 429, 'too_many_attempts');
    expect((await registerFrom('2001:db8:8::5')).statusCode).toBe(201);
  });

  test('parallel requests get no more attempts than sequential ones', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => failFrom('203.0.113.50')));
    expect(answers.filter(({ statusCode }) => statusCode === 400)).toHaveLength(30);
    for (const answer of answers.filter(({ statusCode }) => statusCode !== 400))
      expectError(answer, 429, 'too_many_attempts');
  });

  test('answers that a number is locked or a code expired count too', async () => {
    const ip = '203.0.113.51';
    const locked = somebody();
    await api.issue(locked);
    await lockNumber(api, locked.phone);
    for (let i = 0; i < 15; i++) {
      const answer = await api.register(locked.phone, '123456', {}, { remoteAddress: ip });
      expectError(answer, 429, 'too_many_attempts');
    }
    const late = somebody();
    const code = await api.issue(late);
    await api.sql.query("UPDATE challenges SET expires_at = now() - interval '1 second' WHERE phone = $1", [
      late.phone,
    ]);
    for (let i = 0; i < 15; i++) {
      expectError(await api.register(late.phone, code, {}, { remoteAddress: ip }), 400, 'code_expired');
    }
    expectError(await registerFrom(ip), 429, 'too_many_attempts');
  });

  test('do not limit a device that is signed in to the number’s account', async () => {
    const ip = { remoteAddress: '203.0.113.52' };
    const owner = somebody();
    const { access } = await api.signIn(owner, { device_id: 'the-owners-phone' });
    for (let i = 0; i < 30; i++) await failFrom(ip.remoteAddress);
    await api.pass('31 seconds');
    const code = await api.issue(owner);
    expectError(await api.register(owner.phone, code, {}, ip), 429, 'too_many_attempts');
    expectError(await api.register(owner.phone, code, { device_id: 'another' }, ip), 429, 'too_many_attempts');
    const byDevice = await api.register(owner.phone, code, { device_id: 'the-owners-phone' }, ip);
    expect(byDevice.statusCode).toBe(200);
    await api.pass('31 seconds');
    const headers = { authorization: `Bearer ${byDevice.json().tokens.access}` };
    expect((await api.register(owner.phone, await api.issue(owner), {}, { ...ip, headers })).statusCode).toBe(200);
    expectError(await api.me(access), 401, 'session_invalid'); // replaced by the sign-in on the same device
  });
});
