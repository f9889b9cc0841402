import { beforeEach, describe, expect, test } from 'vitest';
import { eventsWith } from '../support/events.ts';
import { usePress, withBot } from '../support/press.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { useHeldGateway } from '../support/sms/held-gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { expectError, fromElsewhere, lockNumber, somebody, useApi, wrong } from '../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => ({ ...withBot, ...gateway.environment() }));
const press = usePress(api);
const { ask, enter, sentToday } = smsCalls(api);
const start = (more: object = {}) => press.start(more, fromElsewhere());

/** Starts a challenge and sends its code. */
async function sendTo(phone: string, more: object = {}) {
  const browser = await start(more);
  const sent = await press.send(browser, phone);
  expect(sent.statusCode, sent.body).toBe(200);
  return { browser, code: gateway.code(phone) };
}

beforeEach(() => gateway.handset('DELETE', '/faults'));

test('a newcomer enters the code of the SMS and is signed in with a new account', async () => {
  const { phone } = somebody();
  const browser = await start();
  const sent = await press.send(browser, phone);
  expect(sent.json()).toEqual({
    channel: 'sms',
    delivery: 'sent',
    phone,
    expires_at: expect.any(String),
    resend_after_seconds: 60,
  });
  const { state, channel, expires_at } = (await press.wait(browser)).json();
  expect({ state, channel, expires_at }).toEqual({
    state: 'waiting',
    channel: 'sms',
    expires_at: sent.json().expires_at,
  });

  const verified = await press.verify(browser, gateway.code(phone));
  expect(verified.statusCode, verified.body).toBe(201);
  expect(verified.json()).toMatchObject({ is_new: true, user: { phone, telegram_id: null, is_verified: true } });
  expect(verified.headers['set-cookie']).toEqual(
    expect.arrayContaining([expect.stringMatching(/^access_token=/), expect.stringMatching(/^refresh_token=/)]),
  );
  expect((await api.me(verified.json().tokens.access)).statusCode).toBe(200);
  expect(await press.state(browser)).toBe('collected');
  const events = await eventsWith(api, { user_id: verified.json().user.id });
  expect(events.map(({ type, channel }) => [type, channel])).toEqual([
    ['user.created', 'sms'],
    ['user.signed_in', 'sms'],
  ]);
  const [codeSent] = await eventsWith(api, { challenge: browser.id });
  expect(codeSent).toMatchObject({ type: 'code.sent', data: { phone: expect.stringContaining('•••') } });
});

test('a person with an account is signed in on the device that started the challenge', async () => {
  const person = somebody();
  const { user } = await api.signIn(person);
  const { browser, code } = await sendTo(person.phone, { device_id: 'a-tablet', device_name: 'Tablet' });
  const verified = await press.verify(browser, code);
  expect(verified.statusCode).toBe(200);
  expect(verified.json()).toMatchObject({ is_new: false, user: { id: user.id } });
  const { rows } = await api.sql.query('SELECT proof, device_id, device_name FROM sessions WHERE challenge_id = $1', [
    browser.id,
  ]);
  expect(rows).toEqual([{ proof: 'sms', device_id: 'a-tablet', device_name: 'Tablet' }]);
});

test('every process is told that a challenge has sent its code, and that it was redeemed', async () => {
  const { phone } = somebody();
  const browser = await start();
  const told: (string | undefined)[] = [];
  const listener = await api.sql.connect();
  try {
    listener.on('notification', ({ payload }) => told.push(payload));
    await listener.query('LISTEN raqam_challenges');
    await press.send(browser, phone);
    await expect.poll(() => told).toEqual([browser.id]);
    await press.verify(browser, gateway.code(phone));
    await expect.poll(() => told).toEqual([browser.id, browser.id]);
  } finally {
    listener.release(true);
  }
});

test('the SMS names the site that started the challenge, and the cookie lives on with it', async () => {
  const { phone } = somebody();
  const { id, secret } = await start();
  const sent = await press.send({ id, secret }, phone);
  expect(gateway.sms(phone)[0]).toMatch(/\n@localhost #\d{6}$/);
  expect(sent.headers['set-cookie']).toMatch(
    `challenge_secret=${secret}; Max-Age=900; Path=/api/v1/auth/challenges/${id};`,
  );
});

test('a code requested again while it is live is the same, and is then live for two more minutes', async () => {
  const { phone } = somebody();
  const { browser, code } = await sendTo(phone);
  expectError(await press.send(browser, phone), 429, 'code_cooldown');
  await api.pass('61 seconds');
  expect((await press.send(browser, phone)).json().resend_after_seconds).toBe(120);
  expect(gateway.sms(phone)).toHaveLength(2);
  expect(gateway.code(phone)).toBe(code);
  await api.pass('105 seconds');
  expect((await press.verify(browser, code)).statusCode).toBe(201);
});

describe('another number on the same challenge', () => {
  test('gets another code, and that of the first number is void', async () => {
    const [typo, right] = [somebody().phone, somebody().phone];
    const { browser, code } = await sendTo(typo);
    expect((await press.send(browser, right)).statusCode).toBe(200);
    expect(gateway.code(right)).not.toBe(code);
    expectError(await press.verify(browser, code), 400, 'code_incorrect');
    expect((await press.verify(browser, gateway.code(right))).json().user.phone).toBe(right);
  });

  test('is not opened by the code that was sent to the own number', async () => {
    const owner = somebody();
    await api.signIn(owner);
    const { browser, code } = await sendTo(somebody().phone);
    await press.send(browser, owner.phone);
    expectError(await press.verify(browser, code), 400, 'code_incorrect');
  });

  test('gets no new attempts', async () => {
    const { browser, code } = await sendTo(somebody().phone);
    for (let i = 0; i < 3; i++) await press.verify(browser, wrong(code));
    const { phone } = somebody();
    await press.send(browser, phone);
    const failed = await press.verify(browser, wrong(gateway.code(phone)));
    expect(failed.json().error.attempts_left).toBe(1);
  });

  test('gets nothing once the challenge is redeemed, void or expired', async () => {
    const [redeemed, voided, expired] = await Promise.all([1, 2, 3].map(() => sendTo(somebody().phone)));
    if (!redeemed || !voided || !expired) throw new Error('three were sent');
    await press.verify(redeemed.browser, redeemed.code);
    for (let i = 0; i < 5; i++) await press.verify(voided.browser, wrong(voided.code));
    for (const { browser } of [redeemed, voided])
      expectError(await press.send(browser, somebody().phone), 410, 'challenge_ended');
    await api.pass('2 minutes 1 second');
    expectError(await press.send(expired.browser, somebody().phone), 410, 'challenge_ended');
  });
});

describe('the link and the code of one challenge', () => {
  test('an opened link: no code can be sent', async () => {
    const { telegramId, phone } = somebody();
    const browser = await start();
    await press.open(browser.nonce, telegramId);
    expectError(await press.send(browser, phone), 410, 'challenge_ended');
    expect(gateway.sms(phone)).toEqual([]);
    expect(await press.state(browser)).toBe('opened');
  });

  test('a code that was sent: the link can’t be opened', async () => {
    const { browser, code } = await sendTo(somebody().phone);
    expectError(await press.open(browser.nonce, somebody().telegramId), 410, 'challenge_ended');
    expect((await press.verify(browser, code)).statusCode).toBe(201);
  });

  test('at once: one of them wins', async () => {
    for (let round = 0; round < 10; round++) {
      const { telegramId, phone } = somebody();
      const browser = await start();
      const answers = await Promise.all([press.send(browser, phone), press.open(browser.nonce, telegramId)]);
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 410]);
    }
  });
});

test.for<[string, object, number, string]>([
  ['no number', { phone: '12' }, 400, 'phone_invalid'],
  ['a number of another country', { phone: '+14155552671' }, 400, 'phone_not_supported'],
  ['a channel that is not configured', { phone: '+998901112233', channel: 'gateway' }, 503, 'sms_unavailable'],
])('%s is refused, and the challenge goes on', async ([, body, status, code]) => {
  const browser = await start();
  const { id, secret } = browser;
  expectError(await api.post(`/api/v1/auth/challenges/${id}/send/`, { secret, ...body }), status, code as 'not_found');
  expect((await press.wait(browser)).json()).not.toHaveProperty('channel');
});

test('without the secret of the challenge nothing is sent and nothing is compared', async () => {
  const { phone } = somebody();
  const { browser, code } = await sendTo(phone);
  const other = await start();
  for (const secret of [other.secret, browser.nonce, '']) {
    const foreign = { id: browser.id, secret };
    expectError(await press.send(foreign, somebody().phone), 404, 'not_found');
    expectError(await press.verify(foreign, code), 404, 'not_found');
  }
  const cookie = { headers: { cookie: `challenge_secret=${browser.secret}`, origin: 'https://evil.example' } };
  expectError(
    await api.post(`/api/v1/auth/challenges/${browser.id}/verify/`, { code }, cookie),
    403,
    'origin_forbidden',
  );
  expect((await press.verify(browser, code)).statusCode).toBe(201);
});

describe('the budgets of a number', () => {
  test('are those of the other SMS endpoint: cooldown, five an hour, ten a day', async () => {
    const { phone } = somebody();
    const sendBoth = async () => {
      for (let i = 0; i < 5; i++) {
        if (i % 2) expect((await ask(phone)).statusCode).toBe(200);
        else await sendTo(phone);
        const tooEarly = i < 4 ? 'code_cooldown' : 'code_limit';
        expectError(await ask(phone), 429, tooEarly);
        expectError(await press.send(await start(), phone), 429, tooEarly);
        await api.pass('5 minutes 1 second');
      }
    };
    await sendBoth();
    expectError(await press.send(await start(), phone), 429, 'code_limit');
    await api.pass('1 hour');
    await sendBoth();
    await api.pass('2 hours');
    expectError(await press.send(await start(), phone), 429, 'code_limit');
    expectError(await ask(phone), 429, 'code_limit');
    expect(gateway.sms(phone)).toHaveLength(10);
  });

  test('leave a known device three SMS of its own', async () => {
    const person = somebody();
    await api.signIn(person, { device_id: 'own' });
    await ask(person.phone);
    expectError(await press.send(await start(), person.phone), 429, 'code_cooldown');
    for (let i = 0; i < 3; i++) {
      await sendTo(person.phone, { device_id: 'own' });
      await api.pass('61 seconds');
    }
  });

  test('an IP that has had its twenty SMS gets no more', async () => {
    const from = fromElsewhere();
    for (let i = 0; i < 10; i++) {
      await press.send(await start(), somebody().phone, from);
      await ask(somebody().phone, from);
    }
    const { phone } = somebody();
    expectError(await press.send(await start(), phone, from), 429, 'code_limit');
    expect(gateway.sms(phone)).toEqual([]);
  });
});

describe('strangers at the same number', () => {
  test('don’t void the code, lock it or get it, and it leaves their codes alone', async () => {
    const { phone } = somebody();
    const { browser, code } = await sendTo(phone);
    await api.pass('61 seconds');
    await ask(phone);
    const theirs = gateway.code(phone);
    expect(theirs).not.toBe(code);
    for (let i = 0; i < 12; i++) await enter(phone, wrong(theirs));
    await enter(phone, code);
    const stranger = await start();
    for (let i = 0; i < 6; i++) await press.verify(stranger, wrong(code));
    expect((await press.verify(browser, code)).statusCode).toBe(201);
  });

  test('keep no code from a browser by locking the number', async () => {
    const owner = somebody();
    await api.signIn(owner);
    await lockNumber(api, owner.phone);
    expectError(await ask(owner.phone), 429, 'code_limit');
    const { browser, code } = await sendTo(owner.phone);
    expect((await press.verify(browser, code)).statusCode).toBe(200);
  });

  test('another browser’s challenge of the number goes on, and its failed attempts count for itself alone', async () => {
    const { phone } = somebody();
    const first = await sendTo(phone);
    await api.pass('61 seconds');
    const second = await sendTo(phone);
    expect(second.code).not.toBe(first.code);
    for (let i = 0; i < 6; i++) await press.verify(second.browser, wrong(second.code));
    const { rows } = await api.sql.query('SELECT 1 FROM budgets WHERE subject = $1', [`fail:${phone}`]);
    expect(rows).toEqual([]);
    expect((await press.verify(first.browser, first.code)).statusCode).toBe(201);
  });

  test('a bound challenge leaves the code of a client that knows only the number alone', async () => {
    const { phone } = somebody();
    await ask(phone);
    const code = gateway.code(phone);
    await api.pass('61 seconds');
    const { browser } = await sendTo(phone);
    for (let i = 0; i < 6; i++) await press.verify(browser, wrong(gateway.code(phone)));
    expect((await enter(phone, code)).statusCode).toBe(200);
  });

  test('a session that its owner disowns takes every open challenge of the number with it', async () => {
    const owner = somebody();
    await api.signIn(owner, { device_id: 'own' });
    await api.pass('31 seconds');
    const { browser, code } = await sendTo(owner.phone, { device_id: 'foreign' });
    await press.verify(browser, code);
    await api.pass('61 seconds');
    const next = await sendTo(owner.phone, { device_id: 'foreign' });
    expect((await press.disown(browser.id, owner.telegramId)).statusCode).toBeLessThan(300);
    expectError(await press.verify(next.browser, next.code), 410, 'challenge_ended');
    expect(await press.state(next.browser)).toBe('declined');
  });
});

describe('a gateway that refuses an SMS', () => {
  const refuse = () => gateway.fail({ method: 'send', kind: 'status', status: 500 });

  test('every budget is refunded, and the earlier code of the challenge still works', async () => {
    const { phone } = somebody();
    const { browser, code } = await sendTo(phone);
    await api.pass('61 seconds');
    const before = await sentToday();
    await refuse();
    expectError(await press.send(browser, phone), 503, 'sms_unavailable');
    expect(await sentToday()).toBe(before);
    expect((await press.verify(browser, code)).statusCode).toBe(201);
    expect((await press.send(await start(), phone)).json().resend_after_seconds).toBe(120); // as after the second SMS
  });

  test('a code that was never sent can’t be guessed, and the next one can be entered', async () => {
    const { phone } = somebody();
    const browser = await start();
    await refuse();
    expectError(await press.send(browser, phone), 503, 'sms_unavailable');
    expectError(await press.verify(browser, '123456'), 410, 'challenge_ended');
    await press.send(browser, phone);
    expect((await press.verify(browser, gateway.code(phone))).statusCode).toBe(201);
  });
});

test('a gateway that does not answer: delivery is unknown, and the code works if it arrives', async () => {
  const { phone } = somebody();
  const browser = await start();
  await gateway.fail({ method: 'send', kind: 'drop' });
  const sent = await press.send(browser, phone);
  expect(sent.statusCode, sent.body).toBe(200);
  expect(sent.json()).toMatchObject({ delivery: 'unknown', resend_after_seconds: 60 });
  await api.pass('61 seconds');
  await press.send(browser, phone);
  expect((await press.verify(browser, gateway.code(phone))).statusCode).toBe(201);
});

describe('a gateway that answers late', () => {
  const held = useHeldGateway();
  const late = useApi(() => ({ ...withBot, ...held.environment() }));
  const calls = usePress(late);

  test('an SMS at whose code somebody guessed meanwhile is not refunded: each code costs an SMS', async () => {
    const { phone } = somebody();
    const browser = await calls.start({}, fromElsewhere());
    const sending = calls.send(browser, phone);
    const sms = await held.next();
    expect((await calls.verify(browser, wrong(sms.code))).json().error.attempts_left).toBe(4);
    sms.refuse();
    expectError(await sending, 503, 'sms_unavailable');
    expectError(await calls.send(browser, phone), 429, 'code_cooldown');
  });

  test('an SMS to a number that was corrected meanwhile leaves the corrected one alone', async () => {
    const [typo, right] = [somebody().phone, somebody().phone];
    const browser = await calls.start({}, fromElsewhere());
    const sending = [calls.send(browser, typo)];
    const first = await held.next();
    sending.push(calls.send(browser, right));
    const second = await held.next();
    second.accept();
    first.refuse();
    await Promise.all(sending);
    expectError(await calls.verify(browser, first.code), 400, 'code_incorrect');
    expect((await calls.verify(browser, second.code)).json().user.phone).toBe(right);
  });
});

describe('without a gateway', () => {
  const silent = useApi(withBot);
  const calls = usePress(silent);

  test('no code is sent', async () => {
    const browser = await calls.start({}, fromElsewhere());
    expectError(await calls.send(browser, somebody().phone), 503, 'sms_unavailable');
  });
});
