import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { openServer, openWebhook } from 'bot-handset/test/support/open-webhook';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { DEVELOPMENT_ESKIZ_ACCOUNT } from '../../src/eskiz/account.ts';
import { multipart, openEskiz, PHONE } from '../support/open-eskiz.ts';
import { call, openStack } from '../support/open-stack.ts';

const EXPIRED = { status: 401, body: { status: 'token-invalid', message: 'Expired token' } };
const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

afterEach(() => {
  vi.useRealTimers();
});

describe('login', () => {
  test('a multipart form with the right password gives a bearer token', async () => {
    const stack = await openEskiz();
    const answer = await stack.eskiz('POST', 'auth/login', { form: DEVELOPMENT_ESKIZ_ACCOUNT });
    expect(answer).toEqual({
      status: 200,
      body: { message: 'token_generated', data: { token: expect.any(String) }, token_type: 'bearer' },
    });
    expect((await stack.send(answer.body.data.token)).status).toBe(200);
  });

  test('a urlencoded form is accepted, and the development account is the default', async () => {
    const stack = await openStack();
    const { email, password } = DEVELOPMENT_ESKIZ_ACCOUNT;
    const body = new URLSearchParams({ email, password });
    expect((await call(`${stack.url}/eskiz/api/auth/login`, { method: 'POST', body })).status).toBe(200);
  });

  test.each([{ email: 'other@raqam.example' }, { password: 'wrong' }])('%j is refused in Russian', async (wrong) => {
    const stack = await openEskiz();
    expect(await stack.eskiz('POST', 'auth/login', { form: { ...DEVELOPMENT_ESKIZ_ACCOUNT, ...wrong } })).toEqual({
      status: 401,
      body: { status: 'error', message: 'Неверный Email или пароль' },
    });
  });

  test('a configured account replaces the development account', async () => {
    const account = { email: 'me@raqam.example', password: 'mine' };
    const stack = await openStack({ eskiz: account });
    const logIn = async (form: Record<string, string>) =>
      (await call(`${stack.url}/eskiz/api/auth/login`, { method: 'POST', body: new URLSearchParams(form) })).status;
    const { email, password } = DEVELOPMENT_ESKIZ_ACCOUNT;
    expect([await logIn(account), await logIn({ email, password })]).toEqual([200, 401]);
  });
});

describe('tokens', () => {
  test.each([
    ['no token', undefined, 'Token not provided'],
    ['a token that Eskiz never gave', 'made-up', 'Invalid token'],
  ])('%s is refused everywhere, and nothing is sent', async (_name, token, message) => {
    const stack = await openEskiz();
    const answers = [
      await stack.send(token),
      await stack.eskiz('PATCH', 'auth/refresh', { token }),
      await stack.eskiz('GET', 'user/get-limit', { token }),
      await stack.eskiz('GET', 'message/sms/status_by_id/x', { token }),
    ];
    for (const answer of answers) expect(answer).toEqual({ status: 401, body: { status: 'token-invalid', message } });
    expect(await stack.inbox()).toEqual([]);
  });

  test('a token expires after its lifetime, and not before', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const stack = await openEskiz(60_000);
    const token = await stack.logIn();
    vi.setSystemTime(Date.now() + 59_999);
    expect((await stack.send(token)).status).toBe(200);
    vi.setSystemTime(Date.now() + 1);
    expect(await stack.send(token)).toEqual(EXPIRED);
    expect(await stack.eskiz('PATCH', 'auth/refresh', { token })).toEqual(EXPIRED);
    expect(await stack.inbox()).toHaveLength(1);
  });

  test('a token lives 30 days by default', async () => {
    const token = await (await openEskiz()).logIn();
    const { iat, exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(exp - iat).toBe(30 * 24 * 60 * 60);
  });

  test('all tokens can be expired at once; a new login works', async () => {
    const stack = await openEskiz();
    const token = await stack.logIn();
    await fetch(`${stack.url}/handset/eskiz/tokens`, { method: 'DELETE' });
    expect(await stack.send(token)).toEqual(EXPIRED);
    expect((await stack.send(await stack.logIn())).status).toBe(200);
  });

  test('a refresh gives another token that works', async () => {
    const stack = await openEskiz();
    const token = await stack.logIn();
    const { status, body } = await stack.eskiz('PATCH', 'auth/refresh', { token });
    expect([status, body.message, body.token_type]).toEqual([200, 'token_generated', 'bearer']);
    expect(body.data.token).not.toBe(token);
    expect((await stack.send(body.data.token)).status).toBe(200);
  });
});

describe('sending', () => {
  test('an SMS is accepted and is on the phone', async () => {
    const stack = await openEskiz();
    const answer = await stack.send(await stack.logIn(), { message: "Ko'd: 4821\n@raqam.example #4821" });
    expect(answer).toEqual({
      status: 200,
      body: { id: expect.stringMatching(UUID), status: 'waiting', message: 'Waiting for SMS provider' },
    });
    // A multipart form makes CRLF of every line break, on its way to the real Eskiz as well.
    expect(await stack.inbox()).toMatchObject([{ phone: `+${PHONE}`, text: "Ko'd: 4821\r\n@raqam.example #4821" }]);
  });

  test.each([
    ['mobile_phone', undefined],
    ['mobile_phone', `+${PHONE}`],
    ['mobile_phone', '99890123456'],
    ['mobile_phone', '79001234567'],
    ['message', undefined],
    ['message', ' '],
    ['from', undefined],
    ['callback_url', 'file:///etc/passwd'],
    ['callback_url', 'not a url'],
  ])('a wrong %s (%s) is named, and nothing is sent', async (field, value) => {
    const stack = await openEskiz();
    const answer = await stack.send(await stack.logIn(), { [field]: value });
    expect(answer).toEqual({ status: 400, body: { status: 'error', message: expect.stringContaining(field) } });
    expect(await stack.inbox()).toEqual([]);
  });

  test('an unreadable body is an error in Eskiz’s shape', async () => {
    const stack = await openEskiz();
    for (const type of ['multipart/form-data', 'application/json', 'text/csv']) {
      const init = { method: 'POST', headers: { 'content-type': type }, body: '{' };
      const answer = await call(`${stack.url}/eskiz/api/auth/login`, init);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.body).toEqual({ status: 'error', message: expect.any(String) });
    }
  });

  test('every part costs', async () => {
    const stack = await openEskiz();
    const token = await stack.logIn();
    const balance = async () => (await stack.eskiz('GET', 'user/get-limit', { token })).body.data.balance;
    const full = await balance();
    await stack.send(token);
    const price = full - (await balance());
    expect(price).toBeGreaterThan(0);
    await stack.send(token, { message: 'x'.repeat(161) });
    expect(full - (await balance())).toBe(3 * price);
  });

  test('an unknown path is 404 in Eskiz’s shape', async () => {
    const stack = await openEskiz();
    const token = await stack.logIn();
    const unknown = { status: 404, body: { status: 'error', message: 'Not Found' } };
    expect(await stack.eskiz('GET', 'nothing/here', { token })).toEqual(unknown);
    expect(await stack.eskiz('GET', 'message/sms/send', { token })).toEqual(unknown);
    expect(await stack.eskiz('GET', 'message/sms/status_by_id/unknown', { token })).toEqual(unknown);
  });
});

describe('delivery', () => {
  test('is reported to the callback URL, after which the status is known', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-04-01T19:39:36Z') });
    const stack = await openEskiz();
    const token = await stack.logIn();
    const hook = await openWebhook(() => undefined);
    const sent = await stack.send(token, { callback_url: hook.url, message: 'Код', user_sms_id: 'mine-7' });
    const { update, headers } = await hook.next();
    expect(headers['content-type']).toBe('application/json');
    expect(update).toEqual({
      request_id: sent.body.id,
      message_id: expect.stringMatching(/^\d+$/),
      user_sms_id: 'mine-7',
      country: 'UZ',
      phone_number: PHONE,
      sms_count: '1',
      status: 'DELIVRD',
      status_date: '2026-04-02 00:39:36',
    });
    expect(await stack.eskiz('GET', `message/sms/status_by_id/${sent.body.id}`, { token })).toMatchObject({
      status: 200,
      body: { status: 'success', data: { request_id: sent.body.id, status: 'DELIVRD', to: PHONE, message: 'Код' } },
    });
  });

  test('is reported until a report is accepted', async () => {
    const stack = await openEskiz();
    const answers = [500, 503, 404];
    const hook = await openWebhook(() => ({ status: answers.shift() ?? 200 }));
    const sent = await stack.send(await stack.logIn(), { callback_url: hook.url });
    const reports = [await hook.next(), await hook.next(), await hook.next(), await hook.next()];
    for (const { update } of reports) expect(update).toEqual({ ...reports[0]?.update, request_id: sent.body.id });
  });

  test('a redirected report is reported again, not followed', async () => {
    const stack = await openEskiz();
    const paths: (string | undefined)[] = [];
    const taken = Promise.withResolvers<void>();
    const url = await openServer((request, response) => {
      paths.push(request.url);
      if (paths.length === 1) response.writeHead(307, { location: '/elsewhere' }).end();
      else response.end(() => taken.resolve());
    });
    await stack.send(await stack.logIn(), { callback_url: `${url}/hook` });
    await taken.promise;
    expect(paths).toEqual(['/hook', '/hook']);
  });

  test('unanswered reports stop with the stack', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal); // nothing else ends them
    onTestFinished(() => void vi.restoreAllMocks());
    const stack = await openEskiz();
    const reached = Promise.withResolvers<IncomingMessage>();
    const url = await openServer((request) => reached.resolve(request));
    await stack.send(await stack.logIn(), { callback_url: url });
    const report = await reached.promise;
    const ended = once(report.socket, 'close');
    await stack.close();
    await ended;
  });

  test('can be set: the given number of SMS fail, and do not reach the phone', async () => {
    const stack = await openEskiz();
    const token = await stack.logIn();
    const hook = await openWebhook(() => undefined);
    expect(await stack.handset('/eskiz/delivery', { status: 'UNDELIV' })).toEqual({
      status: 201,
      body: { ok: true, status: 'UNDELIV', times: 1 },
    });
    await stack.handset('/eskiz/delivery', { status: 'EXPIRED', times: 2 });
    await stack.handset('/eskiz/delivery', { status: 'DELIVERED' });
    const statuses = [];
    for (let count = 0; count < 5; count += 1) {
      await stack.send(token, { callback_url: hook.url, message: `SMS ${count}` });
      statuses.push((await hook.next()).update.status);
    }
    expect(statuses).toEqual(['UNDELIV', 'EXPIRED', 'EXPIRED', 'DELIVERED', 'DELIVRD']);
    expect((await stack.inbox()).map((sms) => sms.text)).toEqual(['SMS 4', 'SMS 3']);
  });

  test.each<[string, object]>([
    ['status', {}],
    ['status', { status: 'NO SPACES' }],
    ['times', { status: 'UNDELIV', times: 0 }],
  ])('a decision with a wrong %s is refused: %j', async (field, body) => {
    const { status, body: answer } = await (await openEskiz()).handset('/eskiz/delivery', body);
    expect([status, answer.error.code]).toEqual([400, 'invalid_input']);
    expect(answer.error.message).toContain(field);
  });
});

describe('faults', () => {
  test.each([
    ['login', 'POST', 'auth/login'],
    ['refresh', 'PATCH', 'auth/refresh'],
    ['send', 'POST', 'message/sms/send'],
    ['status_by_id', 'GET', 'message/sms/status_by_id/x'],
    ['get-limit', 'GET', 'user/get-limit'],
  ])('%s meets the fault of its name once, before anything else', async (name, method, path) => {
    const stack = await openEskiz();
    await stack.fault({ method: name, kind: 'status', status: 502 });
    expect(await stack.eskiz(method, path)).toEqual({ status: 502, body: { status: 'error', message: 'Bad Gateway' } });
    expect((await stack.eskiz(method, path)).status).not.toBe(502);
  });

  test('a fault of another method has no effect, and a failed send sends nothing', async () => {
    const stack = await openEskiz();
    await stack.fault({ method: 'send', kind: 'status', status: 500 });
    const token = await stack.logIn();
    expect((await stack.send(token)).status).toBe(500);
    expect(await stack.inbox()).toEqual([]);
  });

  test('401 means an expired token, or at login a wrong password', async () => {
    const stack = await openEskiz();
    const token = await stack.logIn();
    await stack.fault({ kind: 'status', status: 401, times: 2 });
    expect(await stack.send(token)).toEqual(EXPIRED);
    const refused = await stack.eskiz('POST', 'auth/login', { form: DEVELOPMENT_ESKIZ_ACCOUNT });
    expect([refused.status, refused.body.message]).toEqual([401, 'Неверный Email или пароль']);
  });

  test('429 has a Retry-After', async () => {
    const stack = await openEskiz();
    await stack.fault({ kind: 'status', status: 429, retry_after: 7 });
    const response = await fetch(`${stack.url}/eskiz/api/auth/login`, { method: 'POST' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
  });

  test('a dropped send gets no answer and sends nothing', async () => {
    const stack = await openEskiz();
    const token = await stack.logIn();
    await stack.fault({ method: 'send', kind: 'drop' });
    await expect(stack.send(token)).rejects.toThrow('fetch failed');
    expect(await stack.inbox()).toEqual([]);
  });

  test.for([
    ['form', (fields: Record<string, string>) => new URLSearchParams(fields)],
    ['multipart form', multipart],
  ] as const)('a delayed send by a %s whose sender gave up still sends, and is reported', async ([, encode]) => {
    const stack = await openEskiz();
    const token = await stack.logIn();
    const hook = await openWebhook(() => undefined);
    await stack.fault({ method: 'send', kind: 'delay', ms: 2_000 });
    const sender = new AbortController();
    const body = encode({ mobile_phone: PHONE, message: 'late', from: '4546', callback_url: hook.url });
    const headers = { authorization: `Bearer ${token}` };
    const url = `${stack.url}/eskiz/api/message/sms/send`;
    const given = fetch(url, { method: 'POST', headers, body, signal: sender.signal });
    await expect.poll(async () => (await stack.handset('/faults')).body).toEqual([]); // the send has begun
    sender.abort();
    await expect(given).rejects.toThrow('abort');
    const [sms] = (await stack.handset(`/sms?phone=%2B${PHONE}&wait=30`)).body;
    expect(sms.text).toBe('late');
    expect((await hook.next()).update.status).toBe('DELIVRD');
  });
});
