import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { countSmsParts, isGsmText } from '@raqam/local-stack/eskiz/sms-parts';
import { contract } from '@raqam/shared/contract';
import { languages } from '@raqam/shared/languages';
import { messages } from '@raqam/shared/messages/messages';
import { normalisePhone, type Phone } from '@raqam/shared/phone';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { digestCode } from '../../src/features/challenges/derive-code.ts';
import { createEskizSender } from '../../src/features/channels/sms/eskiz-sender.ts';
import { sendSmsCode } from '../../src/features/channels/sms/send-sms-code.ts';
import { writeSms } from '../../src/features/channels/sms/sms-text.ts';
import { deriveKeys } from '../../src/keys.ts';
import { useGateway } from '../support/gateway.ts';
import { expectError, fromElsewhere, SECRET_KEY, somebody, useApi, wrong } from '../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => ({ ...gateway.environment(), SMS_ALLOWED_COUNTRIES: 'UZ' }));

const ask = (phone: string, options: object = fromElsewhere()) => api.post('/api/users/auth/', { phone }, options);
const enter = (phone: string, code: string, more?: object) =>
  api.post('/api/users/auth/', { phone, code, ...more }, fromElsewhere());
const users = async (phone: string) => (await api.sql.query('SELECT * FROM users WHERE phone = $1', [phone])).rows;

beforeEach(() => gateway.handset('DELETE', '/faults'));

test('the first step sends a code and writes no user', async () => {
  const { phone } = somebody();
  const answer = await ask(phone.replace('+998', ''));
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({
    message: 'SMS code sent',
    phone,
    detail: 'Please verify your phone number with the code sent via SMS',
    expires_at: expect.any(String),
    resend_after_seconds: 60,
  });
  expect(Math.round((Date.parse(answer.json().expires_at) - Date.now()) / 60_000)).toBe(2);
  expect(gateway.sms(phone)).toHaveLength(1);
  expect(answer.body).not.toContain(gateway.code(phone));
  expect(await users(phone)).toEqual([]);
});

test('the second step makes a verified user with the default role, a session and both cookies', async () => {
  const { phone } = somebody();
  await ask(phone);
  const answer = await enter(phone, gateway.code(phone), { device_id: 'phone', device_name: 'iPhone 13' });
  expect(answer.statusCode).toBe(200);
  const body = answer.json();
  expect(Object.keys(body).sort()).toEqual(['access', 'refresh', 'user']);
  expect(contract.registerWithTelegram.responses[200].shape.user.parse(body.user)).toMatchObject({
    phone,
    telegram_id: null,
    role: 'user',
    is_verified: true,
  });
  expect(answer.cookies.map(({ value }) => value)).toEqual([body.access, body.refresh]);
  const { rows } = await api.sql.query('SELECT device_id, device_name FROM sessions WHERE user_id = $1', [
    body.user.id,
  ]);
  expect(rows).toEqual([{ device_id: 'phone', device_name: 'iPhone 13' }]);
});

test('both paths, with and without slash', async () => {
  for (const path of ['/api/users/auth', '/api/users/auth/', '/api/v1/users/auth', '/api/v1/users/auth/']) {
    expect((await api.post(path, { phone: somebody().phone }, fromElsewhere())).statusCode, path).toBe(200);
  }
});

test('known, unknown and disabled numbers get the same answer', async () => {
  const shape = async (phone: string) => {
    const answer = await ask(phone);
    return [
      answer.statusCode,
      JSON.stringify({ ...answer.json(), phone: '', expires_at: '' }),
      Object.keys(answer.headers),
    ];
  };
  const known = somebody();
  await api.signIn(known);
  const disabled = somebody();
  const { user } = await api.signIn(disabled);
  await api.sql.query('UPDATE users SET is_active = false WHERE id = $1', [user.id]);
  const unknown = await shape(somebody().phone);
  expect(await shape(known.phone)).toEqual(unknown);
  expect(await shape(disabled.phone)).toEqual(unknown);
  expectError(await enter(disabled.phone, gateway.code(disabled.phone)), 403, 'account_disabled');
});

describe('whose account it is', () => {
  test('a verified number opens its account, whatever its Telegram', async () => {
    const person = somebody();
    const { user } = await api.signIn(person);
    await ask(person.phone);
    expect((await enter(person.phone, gateway.code(person.phone))).json().user).toMatchObject({
      id: user.id,
      telegram_id: person.telegramId,
    });
  });

  test('an unverified claim with another Telegram loses the number to the person who gets the SMS', async () => {
    const squatter = somebody();
    const claim = (await api.register(squatter.phone, await api.issue(squatter, { proof: 'typed' }))).json();
    await ask(squatter.phone);
    const proved = (await enter(squatter.phone, gateway.code(squatter.phone))).json();
    expect(proved.user).toMatchObject({ phone: squatter.phone, telegram_id: null, is_verified: true });
    expect(proved.user.id).not.toBe(claim.user.id);
    expectError(await api.me(claim.tokens.access), 401, 'session_invalid');
  });
});

test('a Telegram code does not open the SMS endpoint, nor an SMS code Telegram’s', async () => {
  const person = somebody();
  const telegram = await api.issue(person);
  await ask(person.phone);
  const sms = gateway.code(person.phone);
  if (telegram === sms) return; // one in a million
  expectError(await enter(person.phone, telegram), 400, 'code_incorrect');
  expectError(await api.register(person.phone, sms, {}, fromElsewhere()), 400, 'code_incorrect');
  expect((await enter(person.phone, sms)).statusCode).toBe(200);
});

test('200 parallel wrong guesses: at most five are compared, and the right code afterwards is refused as void', async () => {
  const { phone } = somebody();
  await ask(phone);
  const code = gateway.code(phone);
  const answers = await Promise.all(Array.from({ length: 200 }, () => enter(phone, wrong(code))));
  for (const answer of answers) expectError(answer, 400, 'code_incorrect');
  expect((await api.sql.query('SELECT tries FROM codes WHERE phone = $1', [phone])).rows).toEqual([{ tries: 5 }]);
  const right = await enter(phone, code);
  expectError(right, 400, 'code_incorrect');
  expect(right.json().error.attempts_left).toBe(0);
});

test('no error about a code or an SMS sends people without Telegram to the bot alone', () => {
  const { code_expired, code_incorrect, code_cooldown, code_limit } = messages.en.errors;
  for (const text of [code_expired, code_incorrect, code_cooldown, code_limit, messages.en.smsMayArrive]) {
    expect(text).not.toMatch(/bot|Telegram/);
  }
});

test('the right code is told that it has expired', async () => {
  const { phone } = somebody();
  await ask(phone);
  await api.pass('2 minutes 1 second');
  expectError(await enter(phone, gateway.code(phone)), 400, 'code_expired');
});

describe('what an SMS costs', () => {
  test('the cooldown grows: 60, 120, then 300 seconds', async () => {
    const { phone } = somebody();
    for (const [cooldown, early, late] of [
      [60, '59 seconds', '2 seconds'],
      [120, '119 seconds', '2 seconds'],
      [300, '299 seconds', '2 seconds'],
      [300, '299 seconds', '2 seconds'],
    ] as const) {
      const answer = await ask(phone);
      expect(answer.json().resend_after_seconds).toBe(cooldown);
      await api.pass(early);
      expectError(await ask(phone), 429, 'code_cooldown');
      await api.pass(late);
    }
    expect(gateway.sms(phone)).toHaveLength(4);
  });

  test('five an hour and ten a day for one number', async () => {
    const { phone } = somebody();
    const askFive = async () => {
      for (let i = 0; i < 5; i++) {
        expect((await ask(phone)).statusCode).toBe(200);
        await api.pass('5 minutes 1 second');
      }
    };
    await askFive();
    expectError(await ask(phone), 429, 'code_limit');
    await api.pass('1 hour');
    await askFive();
    await api.pass('2 hours');
    expectError(await ask(phone), 429, 'code_limit');
    expect(gateway.sms(phone)).toHaveLength(10);
    await api.pass('22 hours');
    expect((await ask(phone)).statusCode).toBe(200);
  });

  test('32 parallel requests for one number: one SMS, the others are told to wait', async () => {
    const { phone } = somebody();
    const before = await api.sql.query('SELECT sum(sent) FROM sms_days');
    const answers = await Promise.all(Array.from({ length: 32 }, () => ask(phone)));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ statusCode }) => statusCode !== 200))
      expectError(answer, 429, 'code_cooldown');
    expect(gateway.sms(phone)).toHaveLength(1);
    const after = await api.sql.query('SELECT sum(sent) FROM sms_days');
    expect(Number(after.rows[0].sum)).toBe(Number(before.rows[0].sum) + 1);
  });

  describe('from an IP that has used up its SMS', () => {
    const here = { remoteAddress: '203.0.113.76' };
    beforeAll(async () => {
      for (let i = 0; i < 20; i++) expect((await ask(somebody().phone, here)).statusCode).toBe(200);
    });
    const sent = async () => Number((await api.sql.query('SELECT sum(sent) FROM sms_days')).rows[0].sum);

    test('a flood at one number leaves its owner’s code, cooldown and budget alone', async () => {
      for (let round = 0; round < 5; round++) {
        const { phone } = somebody();
        await ask(phone);
        await api.pass('61 seconds');
        const flood = Array.from({ length: 20 }, () => ask(phone, here));
        const entered = enter(phone, gateway.code(phone));
        for (const answer of await Promise.all(flood)) expectError(answer, 429, 'code_limit');
        expect((await entered).statusCode).toBe(200);
        expect((await ask(phone)).statusCode).toBe(200);
      }
    });

    test('a refused request does not count for the day and stores no number', async () => {
      const people = Array.from({ length: 40 }, () => somebody());
      const before = await sent();
      const answers = await Promise.all(people.map(({ phone }) => ask(phone, here)));
      for (const answer of answers) expectError(answer, 429, 'code_limit');
      expect(await sent()).toBe(before);
      const phones = people.map(({ phone }) => phone);
      expect((await api.sql.query('SELECT 1 FROM codes WHERE phone = ANY($1)', [phones])).rowCount).toBe(0);
    });
  });

  test('parallel requests of one IP get no more SMS than sequential ones', async () => {
    const here = { remoteAddress: '203.0.113.75' };
    const answers = await Promise.all(Array.from({ length: 60 }, () => ask(somebody().phone, here)));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(20);
    for (const answer of answers.filter(({ statusCode }) => statusCode !== 200)) expectError(answer, 429, 'code_limit');
  });

  test('SMS that the gateway refuses cost nothing, however many are sent at once', async () => {
    const people = Array.from({ length: 10 }, () => somebody());
    const day = async () => (await api.sql.query('SELECT sum(sent) FROM sms_days')).rows;
    const before = await day();
    await gateway.fail({ method: 'send', kind: 'status', status: 500, times: 10_000 });
    for (let round = 0; round < 5; round++) {
      const asked = people.flatMap(({ phone }) => Array.from({ length: 6 }, () => ask(phone)));
      for (const answer of await Promise.all(asked)) expect([429, 503], answer.body).toContain(answer.statusCode);
    }
    await gateway.handset('DELETE', '/faults');
    expect(await day()).toEqual(before);
    const phones = people.map(({ phone }) => phone);
    expect((await api.sql.query('SELECT 1 FROM codes WHERE phone = ANY($1)', [phones])).rowCount).toBe(0);
    for (const phone of phones) expect((await ask(phone)).statusCode).toBe(200);
  });

  test('twenty an hour from one IP, whatever the numbers', async () => {
    const here = { remoteAddress: '203.0.113.77' };
    for (let i = 0; i < 20; i++) expect((await ask(somebody().phone, here)).statusCode).toBe(200);
    const { phone } = somebody();
    expectError(await ask(phone, here), 429, 'code_limit');
    expect(gateway.sms(phone)).toEqual([]);
    expect((await ask(phone)).statusCode).toBe(200);
  });

  test('requests during a cooldown use up no SMS of others behind the same IP', async () => {
    const here = { remoteAddress: '203.0.113.78' };
    const { phone } = somebody();
    await ask(phone, here);
    for (let i = 0; i < 25; i++) expectError(await ask(phone, here), 429, 'code_cooldown');
    expect((await ask(somebody().phone, here)).statusCode).toBe(200);
  });

  test.for([
    ['+14155552671', 'phone_not_supported'],
    ['+447911123456', 'phone_not_supported'],
    ['+996555123456', 'phone_not_supported'],
    ['+77272501234', 'phone_not_supported'],
    ['+998711234567', 'phone_invalid'],
  ] as const)('nothing is sent to %s, abroad or a landline', async ([phone, code]) => {
    expectError(await ask(phone), 400, code);
    expect(gateway.sms(phone)).toEqual([]);
  });

  describe('the budget of a day', () => {
    const poor = useApi(() => ({ ...gateway.environment(), SMS_DAILY_LIMIT: '3' }));
    test('spans all numbers and IPs, also for parallel requests, until midnight UTC', async () => {
      const people = Array.from({ length: 20 }, () => somebody());
      const answers = await Promise.all(
        people.map(({ phone }) => poor.post('/api/users/auth/', { phone }, fromElsewhere())),
      );
      expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(3);
      for (const answer of answers.filter(({ statusCode }) => statusCode !== 200))
        expectError(answer, 503, 'sms_unavailable');
      expect(people.flatMap(({ phone }) => gateway.sms(phone))).toHaveLength(3);
      const refused = await poor.post('/api/users/auth/', { phone: somebody().phone }, fromElsewhere());
      const midnight = Math.floor(Date.now() / 86_400_000 + 1) * 86_400_000;
      expect(Math.abs(refused.json().error.retry_after - (midnight - Date.now()) / 1000)).toBeLessThan(60);
    });
  });
});

describe('a gateway in trouble', () => {
  test.for<[string, object]>([
    ['answers 500', { method: 'send', kind: 'status', status: 500 }],
    ['refuses', { method: 'send', kind: 'status', status: 400 }],
    ['refuses the login twice', { kind: 'status', status: 401, times: 9 }],
  ])('%s: 503, no user, nothing spent, and the earlier code still works', async ([, fault]) => {
    const { phone } = somebody();
    await ask(phone);
    const earlier = gateway.code(phone);
    await api.pass('61 seconds');
    await gateway.fail(fault);
    const refused = await ask(phone);
    expectError(refused, 503, 'sms_unavailable');
    expect(refused.json().error).not.toHaveProperty('delivery');
    await gateway.handset('DELETE', '/faults');
    expect(await users(phone)).toEqual([]);
    expect(gateway.sms(phone)).toHaveLength(1);
    expect((await enter(phone, earlier)).statusCode).toBe(200);
    expect((await ask(phone)).statusCode).toBe(200); // no cooldown for what was not sent
  });

  test('a used code stays used when a resend that began before is refused', async () => {
    const { phone } = somebody();
    await ask(phone);
    const code = gateway.code(phone);
    await api.pass('61 seconds');
    await gateway.fail({ method: 'send', kind: 'status', status: 500 });
    const holder = await api.sql.connect();
    await holder.query('BEGIN; SELECT * FROM sms_days FOR UPDATE');
    const resend = ask(phone);
    const waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    await expect.poll(async () => (await api.sql.query(waiting)).rowCount).toBe(1);
    expect((await enter(phone, code)).statusCode).toBe(200);
    await holder.query('COMMIT');
    holder.release();
    await resend;
    expectError(await enter(phone, code), 400, 'code_incorrect');
  });

  /** Sends `code` through a gateway that takes its time to refuse it. */
  async function startRefusedSending(phone: string, code: string) {
    let answer = () => {};
    const gateway = createServer((request, response) => {
      if (request.url?.endsWith('/login')) return void response.writeHead(200).end('{"data":{"token":"t"}}');
      answer = () => void response.writeHead(400, { 'content-type': 'application/json' }).end('{}');
    }).listen(0, '127.0.0.1');
    await once(gateway, 'listening');
    const account = { email: 'a', password: 'b', from: '4546', callbackUrl: undefined };
    const sender = createEskizSender({ baseUrl: addressOf(gateway), ...account });
    const digest = digestCode(deriveKeys(SECRET_KEY).code, 'sms', phoneOf(phone), code);
    const sending = sendSmsCode(
      { db: api.db, sender, dailyLimit: 1000, onLostReport: () => {} },
      { phone: phoneOf(phone), digest, text: 'x', device: { device_id: null, session_id: null } },
    );
    await once(gateway, 'request');
    await once(gateway, 'request');
    const end = async () => {
      expect(await sending).toMatchObject({ ok: false, error: 'sms_unavailable' });
      gateway.close();
    };
    return {
      refuse() {
        answer();
        return end();
      },
    };
  }

  test('a wrong attempt while a resend is being refused counts, and the earlier code survives', async () => {
    const { phone } = somebody();
    await ask(phone);
    const earlier = gateway.code(phone);
    await api.pass('61 seconds');
    const sending = await startRefusedSending(phone, '042137');
    expectError(await enter(phone, wrong(earlier)), 400, 'code_incorrect');
    await sending.refuse();
    expect((await enter(phone, earlier)).statusCode).toBe(200);
  });

  test('a code that was used while its own SMS was still being refused stays used', async () => {
    const { phone } = somebody();
    await ask(phone);
    const earlier = gateway.code(phone);
    await api.pass('61 seconds');
    const sending = await startRefusedSending(phone, '042137');
    expect((await enter(phone, '042137')).statusCode).toBe(200); // the SMS arrived all the same
    await sending.refuse();
    for (const used of ['042137', earlier]) expectError(await enter(phone, used), 400, 'code_incorrect');
  });

  test('a code is taken back after the day is locked, in the order in which it was issued', async () => {
    const { phone } = somebody();
    const sending = await startRefusedSending(phone, '042137');
    const holder = await api.sql.connect();
    await holder.query('BEGIN; SELECT * FROM sms_days FOR UPDATE');
    const refused = sending.refuse();
    const waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    await expect.poll(async () => (await api.sql.query(waiting)).rowCount).toBe(1);
    expectError(await enter(phone, '000000'), 400, 'code_incorrect'); // the number itself is not locked yet
    await holder.query('COMMIT');
    holder.release();
    await refused;
  });

  test.for([502, 503, 504])(
    '%s from what stands before the gateway: it may have been sent, so it cools down',
    async (status) => {
      const { phone } = somebody();
      await gateway.fail({ method: 'send', kind: 'status', status });
      const answer = await ask(phone);
      expectError(answer, 503, 'sms_unavailable');
      expect(answer.json().error).toMatchObject({ retry_after: 60, delivery: 'unknown' });
      expectError(await ask(phone), 429, 'code_cooldown');
    },
  );

  test('many sends after the token has expired share one login', async () => {
    let logins = 0;
    let newest = '';
    const strict = createServer((request, response) => {
      request.resume().on('end', () => {
        const json = (status: number, body: object) =>
          response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
        if (request.url?.endsWith('/login')) {
          logins += 1;
          newest = `token-${logins}`;
          return json(200, { data: { token: newest } });
        }
        return request.headers.authorization === `Bearer ${newest}` ? json(200, { id: 'x' }) : json(401, {});
      });
    }).listen(0, '127.0.0.1');
    await once(strict, 'listening');
    const sender = createEskizSender({
      baseUrl: addressOf(strict),
      email: 'a',
      password: 'b',
      from: '4546',
      callbackUrl: undefined,
    });
    const sms = { phone: phoneOf('+998901234567'), text: 'x' };
    expect(await sender.send(sms)).toMatchObject({ kind: 'accepted' });
    newest = 'another';
    const sendings = await Promise.all(Array.from({ length: 12 }, () => sender.send(sms)));
    expect(sendings.map(({ kind }) => kind)).toEqual(Array(12).fill('accepted'));
    expect(logins).toBe(2);
    strict.close();
  });

  test('hangs up: the outcome is unknown, so the new code stays', async () => {
    const { phone } = somebody();
    await ask(phone);
    const earlier = gateway.code(phone);
    await api.pass('61 seconds');
    await gateway.fail({ method: 'send', kind: 'drop' });
    const answer = await ask(phone);
    expectError(answer, 503, 'sms_unavailable');
    expect(answer.json().error).toMatchObject({ retry_after: 120, delivery: 'unknown' });
    expect(api.log.join('')).toContain('so an SMS may or may not arrive');
    expectError(await enter(phone, earlier), 400, 'code_incorrect');
  });

  test('answers too late: the outcome is unknown', async () => {
    const { ESKIZ_EMAIL: email = '', ESKIZ_PASSWORD: password = '' } = gateway.environment();
    const sender = createEskizSender({
      baseUrl: gateway.url,
      email,
      password,
      from: '4546',
      callbackUrl: undefined,
      timeoutMs: 3_000, // of which the login may take half, also on a busy machine
    });
    await gateway.fail({ method: 'send', kind: 'delay', ms: 6_000 });
    expect(await sender.send({ phone: phoneOf('+998901234567'), text: 'x' })).toMatchObject({ kind: 'unknown' });
  });

  test('is unreachable: nothing was sent', async () => {
    const baseUrl = `http://127.0.0.1:${await freePort()}`;
    const sender = createEskizSender({ baseUrl, email: 'a', password: 'b', from: '4546', callbackUrl: undefined });
    expect(await sender.send({ phone: phoneOf('+998901234567'), text: 'x' })).toMatchObject({ kind: 'refused' });
  });

  test('has forgotten the token: one new login, one SMS', async () => {
    const { phone } = somebody();
    await gateway.handset('DELETE', '/eskiz/tokens');
    expect((await ask(phone)).statusCode).toBe(200);
    expect(gateway.sms(phone)).toHaveLength(1);
  });
});

describe('without a gateway', () => {
  const silent = useApi();
  test('the first step is 503, and no code is issued', async () => {
    const { phone } = somebody();
    expectError(await silent.post('/api/users/auth/', { phone }), 503, 'sms_unavailable');
    expect((await silent.sql.query('SELECT 1 FROM codes WHERE phone = $1', [phone])).rowCount).toBe(0);
  });
});

describe('the text', () => {
  test.for(languages)('in %s is one GSM-7 part, says never to share it, and ends with the WebOTP line', (language) => {
    const text = writeSms(language, { host: 'royxatdan-otish.example-shop.uz', code: '042137' });
    expect(isGsmText(text)).toBe(true);
    expect(countSmsParts(text.replaceAll('\n', '\r\n'))).toBe(1); // as multipart forms have it
    expect(text).toMatch(/hech kimga aytmang|Nikomu ego ne soobschayte|Never share it/);
    expect(text.split('\n').at(-1)).toBe('@royxatdan-otish.example-shop.uz #042137');
  });

  test('follows the language of the request', async () => {
    const { phone } = somebody();
    await api.post('/api/users/auth/', { phone }, { ...fromElsewhere(), headers: { 'accept-language': 'ru' } });
    expect(gateway.sms(phone)[0]).toMatch(/^Kod dlya localhost: \d{6}/);
  });
});

describe('delivery reports', () => {
  const reports = async () => (await api.sql.query('SELECT gateway_id FROM sms_reports')).rows;

  describe('come to the api’s own URL', () => {
    let port = 0;
    beforeAll(async () => {
      port = await freePort();
    });
    const reported = useApi(() => ({ ...gateway.environment(), API_PUBLIC_URL: `http://127.0.0.1:${port}/` }));

    test.for([
      ['DELIVRD', 'delivered'],
      ['DELIVERED', 'delivered'],
      ['UNDELIV', 'undelivered'],
      ['EXPIRED', 'expired'],
      ['REJECTD', 'rejected'],
      ['SOMETHING', 'other'],
    ] as const)('%s is kept as %s', async ([word, status]) => {
      if (reported.app.addresses().length === 0) await reported.app.listen({ port, host: '127.0.0.1' });
      await gateway.handset('POST', '/eskiz/delivery', { status: word, times: 1 });
      await reported.sql.query('DELETE FROM sms_reports');
      expect((await reported.post('/api/users/auth/', { phone: somebody().phone }, fromElsewhere())).statusCode).toBe(
        200,
      );
      const kept = async () => (await reported.sql.query('SELECT status, gateway_status FROM sms_reports')).rows;
      await expect.poll(kept).toEqual([{ status, gateway_status: word }]);
    });
  });

  test('without the secret URL nobody can report', async () => {
    const answer = await api.post('/api/v1/sms/reports/guessed', { request_id: 'x', status: 'DELIVRD' });
    expectError(answer, 404, 'not_found');
    expect(await reports()).not.toContainEqual(expect.objectContaining({ gateway_id: 'x' }));
  });

  test('no log line holds a number or a code', async () => {
    const { phone } = somebody();
    await gateway.fail({ method: 'send', kind: 'status', status: 500 });
    await ask(phone);
    await ask(phone);
    const log = api.log.join('');
    expect(log).toContain('An SMS could not be sent');
    expect(log).not.toContain(phone.slice(1));
    expect(log).not.toContain(gateway.code(phone));
  });
});

function phoneOf(text: string): Phone {
  const number = normalisePhone(text);
  if (!number.ok) throw new Error(`${text} is no number`);
  return number.phone;
}

function addressOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return address !== null && typeof address === 'object' ? address.port : 0;
}
