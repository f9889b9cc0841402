import { findFreePort } from '@raqam/local-stack/free-port';
import { DEVELOPMENT_GATEWAY_ACCOUNT } from '@raqam/local-stack/gateway/account';
import { signReport } from '@raqam/local-stack/gateway/report-delivery';
import { beforeAll, describe, expect, test } from 'vitest';
import { GATEWAY_REPORT_PATH } from '../../src/features/channels/gateway/gateway-reports.routes.ts';
import { usePress, withBot } from '../support/press.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { expectError, fromElsewhere, type Person, somebody, useApi, wrong } from '../support/test-api.ts';

let port = 0;
beforeAll(async () => {
  port = await findFreePort();
});
const gateway = useGateway();
const api = useApi(() => ({ ...withBot, ...gateway.withTelegram(), PUBLIC_URL: `http://127.0.0.1:${port}` }));
const press = usePress(api);
const { ask, enter } = smsCalls(api);
beforeAll(async () => void (await api.app.listen({ port, host: '127.0.0.1' })));

const start = () => press.start({}, fromElsewhere());
const sendBySms = (browser: Awaited<ReturnType<typeof start>>, phone: string) =>
  press.send(browser, phone, fromElsewhere(), { channel: 'sms' });
const deliveriesOf = async (challenge: string) => {
  const sql = `SELECT channel, provider, provider_id, status, cost_usd FROM deliveries WHERE challenge_id = $1 ORDER BY id`;
  return (await api.sql.query(sql, [challenge])).rows;
};
const sentToday = async () =>
  (await api.sql.query(`SELECT coalesce(sum(gateway_sent), 0)::int AS sent FROM sms_days`)).rows[0].sent;

/** A person with Telegram, whose browser has had the code sent. */
async function sendTo(more: object = {}, person: Person = somebody()) {
  await gateway.addPerson(person, more);
  const browser = await start();
  const sent = await press.send(browser, person.phone);
  expect(sent.statusCode, sent.body).toBe(200);
  return { person, browser, sent, phone: person.phone };
}

/** The newest code in the person's Telegram. */
async function codeOf(person: Person): Promise<string> {
  return (await gateway.telegramCodes(person))[0] ?? '';
}

/** A report as Gateway sends it, signed; `change` and `headers` for forged ones. */
function report(change: object, { token = DEVELOPMENT_GATEWAY_ACCOUNT.token, secondsAgo = 0 } = {}) {
  const body = JSON.stringify({ request_cost: 0.01, delivery_status: { status: 'expired', updated_at: 1 }, ...change });
  const timestamp = String(Math.floor(Date.now() / 1000) - secondsAgo);
  const headers = { 'x-request-timestamp': timestamp, 'x-request-signature': signReport(token, timestamp, body) };
  return api.post(GATEWAY_REPORT_PATH, body, { headers });
}

test('a newcomer signs in by the code in Telegram, and Gateway is told of it', async () => {
  const { person, browser, sent, phone } = await sendTo();
  expect(sent.json()).toMatchObject({ channel: 'gateway', delivery: 'sent', phone, next_channel: 'sms' });
  const signedIn = await press.verify(browser, await codeOf(person));
  expect(signedIn.statusCode, signedIn.body).toBe(201);
  expect(signedIn.json().user).toMatchObject({ phone, is_verified: true, telegram_id: null });
  expect(gateway.sms(phone)).toEqual([]);
  await expect
    .poll(() => deliveriesOf(browser.id))
    .toMatchObject([{ channel: 'gateway', provider: 'telegram', status: 'delivered', cost_usd: 0.01 }]);
  const sql = `SELECT type, channel, data ->> 'way' AS way FROM events WHERE data ->> 'challenge' = $1 ORDER BY id`;
  const { rows } = await api.sql.query(sql, [browser.id]);
  // the report may come before the answer of the request that it reports on
  expect(rows).toContainEqual({ type: 'gateway.delivered', channel: 'gateway', way: null });
  expect(rows.filter(({ type }) => type !== 'gateway.delivered')).toEqual([
    { type: 'code.sent', channel: 'gateway', way: null },
    { type: 'user.created', channel: 'gateway', way: 'gateway' },
    { type: 'user.signed_in', channel: 'gateway', way: 'gateway' },
  ]);
  const [delivery] = await deliveriesOf(browser.id);
  const status = async () => {
    const url = `${gateway.withTelegram()['GATEWAY_BASE_URL']}/checkVerificationStatus`;
    const body = new URLSearchParams({
      access_token: DEVELOPMENT_GATEWAY_ACCOUNT.token,
      request_id: delivery.provider_id,
    });
    return ((await (await fetch(url, { method: 'POST', body })).json()) as { result: object }).result;
  };
  await expect.poll(status).toMatchObject({ verification_status: { status: 'code_valid' } });
});

test('a code that Gateway reports as expired goes on by SMS by itself: the same code, five attempts over both', async () => {
  const { browser, phone } = await sendTo({ reads_codes: false });
  const { channels } = (await api.post('/api/v1/auth/challenges/', {}, fromElsewhere())).json();
  expect(channels).toEqual(['telegram', 'gateway', 'sms']);
  for (const left of [4, 3]) {
    const failed = await press.verify(browser, '000000');
    expect(failed.json().error.attempts_left).toBe(left);
  }
  const waiting = press.wait(browser, { seconds: 12, state: 'waiting', channel: 'gateway' });
  await gateway.handset('POST', '/gateway/expire', { phone });
  expect((await waiting).json()).toMatchObject({ state: 'waiting', channel: 'sms' });
  await expect.poll(() => gateway.sms(phone)).toHaveLength(1);
  await expect
    .poll(() => deliveriesOf(browser.id))
    .toMatchObject([
      { channel: 'gateway', status: 'expired', cost_usd: 0 },
      { channel: 'sms', provider: 'eskiz', cost_usd: null },
    ]);
  const code = gateway.code(phone);
  for (const left of [2, 1, 0])
    expect((await press.verify(browser, wrong(code))).json().error.attempts_left).toBe(left);
  expect((await press.verify(browser, code)).json().error.attempts_left).toBe(0);
});

describe('a report', () => {
  test('that comes twice, or after the sign-in, sends nothing more', async () => {
    const { browser, phone } = await sendTo({ reads_codes: false });
    const [{ provider_id }] = await deliveriesOf(browser.id);
    const expired = { request_id: provider_id, phone_number: phone, payload: browser.id };
    for (const answer of await Promise.all([report(expired), report(expired), report(expired)]))
      expect(answer.statusCode).toBe(200);
    expect(gateway.sms(phone)).toHaveLength(1);
    expect((await press.verify(browser, gateway.code(phone))).statusCode).toBe(201);
    await report(expired);
    expect(gateway.sms(phone)).toHaveLength(1);
  });

  test('that is forged, old, or of another challenge or number, sends nothing', async () => {
    const { browser, phone } = await sendTo({ reads_codes: false });
    const other = await sendTo({ reads_codes: false });
    const [{ provider_id }] = await deliveriesOf(browser.id);
    const expired = { request_id: provider_id, phone_number: phone, payload: browser.id };
    expectError(await report(expired, { token: 'another' }), 404, 'not_found');
    expectError(await report(expired, { secondsAgo: 301 }), 404, 'not_found');
    expectError(await api.post(GATEWAY_REPORT_PATH, expired), 404, 'not_found');
    for (const change of [{ payload: other.browser.id }, { phone_number: other.phone }, { request_id: 'unknown' }])
      expect((await report({ ...expired, ...change })).statusCode).toBe(200);
    expect([...gateway.sms(phone), ...gateway.sms(other.phone)]).toEqual([]);
    expectError(await report({ request_id: provider_id }), 400, 'bad_request');
  });

  test('of the code before the newest one sends nothing', async () => {
    const { browser, phone } = await sendTo({ reads_codes: false });
    const [{ provider_id }] = await deliveriesOf(browser.id);
    await api.pass('61 seconds');
    expect((await press.send(browser, phone)).json().channel).toBe('gateway');
    await report({ request_id: provider_id, phone_number: phone, payload: browser.id });
    expect(gateway.sms(phone)).toEqual([]);
  });
});

test('the person asks for the next channel: at once, and it is the same code', async () => {
  const { person, browser, phone } = await sendTo();
  const sent = await sendBySms(browser, phone);
  expect(sent.json()).toMatchObject({ channel: 'sms', delivery: 'sent' });
  expect(sent.json()).not.toHaveProperty('next_channel');
  expect(gateway.code(phone)).toBe(await codeOf(person));
  expectError(await press.send(browser, phone), 429, 'code_cooldown');
  expect((await press.verify(browser, gateway.code(phone))).statusCode).toBe(201);
});

test('a number without Telegram gets an SMS in the same request, and Gateway counts nothing', async () => {
  const { phone } = somebody();
  const before = await sentToday();
  const browser = await start();
  expect((await press.send(browser, phone)).json()).toMatchObject({ channel: 'sms', delivery: 'sent' });
  expect(await sentToday()).toBe(before);
  const { rows } = await api.sql.query('SELECT proof FROM challenges WHERE id = $1', [browser.id]);
  expect(rows).toEqual([{ proof: 'sms' }]);
  expect((await press.verify(browser, gateway.code(phone))).statusCode).toBe(201);
});

test('Gateway does not answer: delivery is unknown, no SMS is sent unasked, and the code is the same', async () => {
  await gateway.fail({ target: 'gateway', kind: 'drop' });
  const { browser, phone, sent } = await sendTo();
  expect(sent.json()).toMatchObject({ channel: 'gateway', delivery: 'unknown', next_channel: 'sms' });
  expect(gateway.sms(phone)).toEqual([]);
  await sendBySms(browser, phone);
  expect((await press.verify(browser, gateway.code(phone))).statusCode).toBe(201);
});

test('an SMS that fails after a code by Gateway leaves that code and its channel as they were', async () => {
  const { person, browser, phone } = await sendTo();
  await gateway.fail({ method: 'send', kind: 'status', status: 500 });
  expectError(await sendBySms(browser, phone), 503, 'sms_unavailable');
  expect((await press.wait(browser)).json().channel).toBe('gateway');
  expect((await press.verify(browser, await codeOf(person))).statusCode).toBe(201);
});

test('a code that was sent: the link can’t be opened', async () => {
  const { browser } = await sendTo();
  expectError(await press.open(browser.nonce, somebody().telegramId), 410, 'challenge_ended');
});

test('a number gets ten different codes a day over both channels', async () => {
  const person = somebody();
  await gateway.addPerson(person);
  for (let i = 0; i < 10; i++) {
    const sent = await press.send(await start(), person.phone, fromElsewhere(), i % 2 ? { channel: 'sms' } : {});
    expect(sent.statusCode, sent.body).toBe(200);
    await api.pass('10 minutes');
  }
  await api.pass('1 hour');
  expectError(await press.send(await start(), person.phone), 429, 'code_limit');
});

describe('an account that only SMS has proved', () => {
  /** Its owner, who also has Telegram. */
  async function signUpBySms() {
    const person = somebody();
    await ask(person.phone);
    const { access } = (await enter(person.phone, gateway.code(person.phone))).json();
    await api.pass('1 hour');
    return { person, access };
  }

  test('opens by an SMS with another code, and from then on by Gateway', async () => {
    const { person } = await signUpBySms();
    const { browser, phone } = await sendTo({}, person);
    const code = await codeOf(person);
    for (let i = 0; i < 2; i++) expectError(await press.verify(browser, code), 409, 'sms_required');
    expect((await press.verify(browser, wrong(code))).json().error.attempts_left).toBe(4);
    expect((await press.send(browser, phone)).json().channel).toBe('sms');
    expect(gateway.code(phone)).not.toBe(code);
    expect((await press.verify(browser, code)).json().error.attempts_left).toBe(3);
    expect((await press.verify(browser, gateway.code(phone))).statusCode).toBe(200);
    await api.pass('1 hour');
    const next = await sendTo({}, person);
    expect((await press.verify(next.browser, (await gateway.telegramCodes(person))[0] ?? '')).statusCode).toBe(200);
  });

  test('does not open by the same code in an SMS: it may have been read in Telegram', async () => {
    const { person } = await signUpBySms();
    const { browser, phone } = await sendTo({}, person);
    await sendBySms(browser, phone);
    expectError(await press.verify(browser, gateway.code(phone)), 409, 'sms_required');
  });

  test('does not open by the same code in an SMS after one to another number', async () => {
    const { person } = await signUpBySms();
    const other = await signUpBySms();
    const { browser, phone } = await sendTo({}, person);
    const code = await codeOf(person);
    await sendBySms(browser, other.person.phone);
    await sendBySms(browser, phone);
    expect(gateway.code(phone)).toBe(code);
    expectError(await press.verify(browser, code), 409, 'sms_required');
  });

  test('nor after an SMS that opens the account of another number', async () => {
    const { person } = await signUpBySms();
    const other = await signUpBySms();
    const { browser, phone } = await sendTo({}, person);
    const code = await codeOf(person);
    await sendBySms(browser, other.person.phone);
    expectError(await press.verify(browser, gateway.code(other.person.phone)), 409, 'sms_required');
    await api.pass('61 seconds');
    await sendBySms(browser, other.person.phone);
    await sendBySms(browser, phone);
    expectError(await press.verify(browser, code), 409, 'sms_required');
  });

  test('opens by one SMS where Gateway did not reach the number', async () => {
    const { person } = await signUpBySms();
    const browser = await start();
    expect((await press.send(browser, person.phone)).json().channel).toBe('sms');
    expect((await press.verify(browser, gateway.code(person.phone))).statusCode).toBe(200);
  });

  test('opens by Gateway with its own access token', async () => {
    const { person, access } = await signUpBySms();
    const { browser } = await sendTo({}, person);
    const options = { ...fromElsewhere(), headers: { authorization: `Bearer ${access}` } };
    expect((await press.verify(browser, await codeOf(person), options)).statusCode).toBe(200);
  });

  test('proves its number to a client only by an SMS', async () => {
    const { person } = await signUpBySms();
    await gateway.addPerson(person);
    const browser = await press.start({ purpose: 'prove_number' }, fromElsewhere());
    await press.send(browser, person.phone);
    expectError(await press.verify(browser, await codeOf(person)), 409, 'sms_required');
    await press.send(browser, person.phone);
    expect((await press.verify(browser, gateway.code(person.phone))).json()).toHaveProperty('phone_token');
  });
});

test('a code of Gateway proves a number to a client, and its token says how', async () => {
  const person = somebody();
  await gateway.addPerson(person);
  const browser = await press.start({ purpose: 'prove_number' }, fromElsewhere());
  await press.send(browser, person.phone);
  const { phone_token } = (await press.verify(browser, await codeOf(person))).json();
  const claims = JSON.parse(Buffer.from(String(phone_token).split('.')[1] ?? '', 'base64url').toString());
  expect(claims).toMatchObject({ phone_number: person.phone, amr: ['otp', 'x_telegram_gateway'] });
});

describe('another configuration', () => {
  test('the daily limit of Gateway is reached: the code goes by SMS', async () => {
    const other = somebody();
    await gateway.addPerson(other);
    await api.deploy({ GATEWAY_DAILY_LIMIT: '0' });
    const browser = await start();
    expect((await press.send(browser, other.phone)).json().channel).toBe('sms');
  });

  test('without SMS a number without Telegram is not supported', async () => {
    await api.deploy({ CODE_CHANNELS: '*:gateway' });
    expectError(await press.send(await start(), somebody().phone), 400, 'phone_not_supported');
    const { id, secret } = await start();
    const body = { secret, phone: somebody().phone, channel: 'sms' };
    expectError(await api.post(`/api/v1/auth/challenges/${id}/send/`, body), 400, 'phone_not_supported');
  });
});
