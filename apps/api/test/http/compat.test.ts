import { describe, expect, test } from 'vitest';
import { useGateway } from '../support/sms/gateway.ts';
import { BOT_SECRET, expectError, somebody, useApi } from '../support/test-api.ts';

/** The calls of clients for the earlier systems, with the bodies and headers of their guides. */
const gateway = useGateway();
const api = useApi(() => gateway.environment());
const ACCEPT_ANY = { accept: 'application/json, text/plain, */*', 'user-agent': 'axios/1.7.2' };
/** As Django's `requests` clients send it. */
const PYTHON = { accept: '*/*', 'user-agent': 'python-requests/2.32.3', 'accept-encoding': 'gzip, deflate' };

const bearer = (access: string) => ({ headers: { authorization: `Bearer ${access}` } });

/** Signs in by SMS, as the guide's React example does. */
async function signInBySms(phone: string, device: object = {}) {
  const sent = await api.post('/api/users/auth/', { phone }, { headers: ACCEPT_ANY });
  expect(sent.statusCode, sent.body).toBe(200);
  expect(sent.json()).toMatchObject({
    message: 'SMS code sent',
    phone,
    detail: 'Please verify your phone number with the code sent via SMS',
  });
  const verified = await api.post(
    '/api/users/auth/',
    { phone, code: gateway.code(phone), device_id: 'device_001', device_name: 'iPhone 13', ...device },
    { headers: ACCEPT_ANY },
  );
  expect(verified.statusCode, verified.body).toBe(200);
  return verified.json();
}

describe('the Telegram guide', () => {
  test('bot: phone and secret, by the original three fields; site: phone and code', async () => {
    const { telegramId, phone } = somebody();
    for (const path of ['/api/v1/auth/telegram/otp/create/', '/api/v1/auth/telegram/otp/create']) {
      const refused = await api.post(path, { secret_key: 'wrong', telegram_id: telegramId, phone_number: phone });
      expectError(refused, 403, 'bot_secret_invalid');
    }
    const created = await api.post(
      '/api/v1/auth/telegram/otp/create/',
      {
        secret_key: BOT_SECRET,
        telegram_id: telegramId,
        phone_number: phone,
        username: 'ali',
        chat: { id: telegramId },
      },
      { headers: PYTHON },
    );
    expect(created.statusCode, created.body).toBe(200);
    expect(created.json()).toMatchObject({ success: true, code: expect.stringMatching(/^\d{6}$/) });
    const registered = await api.post(
      '/api/v1/auth/register/telegram/',
      { phone, code: created.json().code, referral: 'x' },
      { headers: ACCEPT_ANY },
    );
    expect(registered.statusCode, registered.body).toBe(201);
    expect(registered.json()).toMatchObject({ user: { phone }, tokens: { access: expect.any(String) } });
    expect(registered.cookies.map(({ name }) => name)).toEqual(['access_token', 'refresh_token', 'remembered_device']);
  });

  test('an error is readable as error.message and as detail', async () => {
    const answer = await api.post('/api/v1/auth/register/telegram/', { phone: somebody().phone, code: '000000' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toBe(answer.json().error.message);
  });
});

describe('the SMS guide', () => {
  test('a code, a wrong code, the right code', async () => {
    const { phone } = somebody();
    expect((await api.post('/api/users/auth', { phone })).statusCode).toBe(200);
    const code = gateway.code(phone);
    const wrong = code === '000000' ? '000001' : '000000';
    expectError(await api.post('/api/users/auth/', { phone, code: wrong }), 400, 'code_incorrect');
    const verified = await api.post('/api/users/auth/', { phone, code });
    expect(verified.json()).toMatchObject({
      access: expect.any(String),
      refresh: expect.any(String),
      user: { phone, role: 'user', first_name: '', last_name: '' },
    });
  });

  test.for([[''], [null]])('the code %j is none: an SMS is sent', async ([code]) => {
    const { phone } = somebody();
    const answer = await api.post('/api/users/auth/', { phone, code, device_id: '', device_name: '' });
    expect(answer.json()).toMatchObject({ message: 'SMS code sent' });
  });

  test('spaces around a code do not count, at both endpoints', async () => {
    const { phone } = somebody();
    await api.post('/api/v1/users/auth/', { phone });
    const answer = await api.post('/api/v1/users/auth/', { phone: ` ${phone} `, code: ` ${gateway.code(phone)}\n` });
    expect(answer.statusCode, answer.body).toBe(200);
    const other = somebody();
    expect((await api.register(other.phone, ` ${await api.issue(other)} `)).statusCode).toBe(201);
  });
});

describe('values that are only displayed never cause a refusal', () => {
  test.for<[string, unknown]>([
    ['ten thousand characters', 'Алишер'.repeat(1_667)],
    ['ten thousand emoji', '👩‍👩‍👧'.repeat(2_000)],
    ['direction marks', '\u2068Ali\u2069\u202e'],
    ['line ends', 'Ali\nValiyev\r\n'],
    ['NUL and half a character', 'Ali\0\ud83d'],
    ['null', null],
    ['a number', 5],
  ])('a name of %s', async ([, full_name]) => {
    const person = somebody();
    const created = await api.create(person, { full_name });
    expect(created.statusCode, created.body).toBe(200);
    const registered = await api.register(person.phone, created.json().code, {
      device_name: String(full_name).slice(0, 500),
    });
    expect(registered.statusCode, registered.body).toBe(201);
  });

  test('other bodies over 4 KB are refused', async () => {
    const more = { full_name: 'x'.repeat(10_000), other: 'x'.repeat(4_096) };
    expectError(await api.create(somebody(), more), 413, 'body_too_large');
    expectError(await api.create(somebody(), { full_name: 'x'.repeat(300_000) }), 413, 'body_too_large');
  });
});

describe.for(['/api/users', '/api/v1/users'])('the session paths below %s', (base) => {
  test('refresh, with and without the slash', async () => {
    const { refresh } = await signInBySms(somebody().phone);
    const first = await api.post(`${base}/token/refresh/`, { refresh });
    expect(first.json()).toMatchObject({ access: expect.any(String), refresh: expect.any(String) });
    const second = await api.post('/api/v1/auth/refresh', { refresh: first.json().refresh });
    expect(second.statusCode, second.body).toBe(200);
    expectError(await api.post(`${base}/token/refresh`, { refresh: 'nonsense' }), 401, 'session_invalid');
  });

  test('profile: read and changed', async () => {
    const { access, user } = await signInBySms(somebody().phone);
    expect((await api.get(`${base}/profile/`, bearer(access))).json()).toMatchObject({ id: user.id, address: '' });
    const changed = await api.app.inject({
      method: 'PATCH',
      url: `${base}/profile`,
      payload: { first_name: 'Ali', address: 'Toshkent' },
      ...bearer(access),
    });
    expect(changed.json()).toMatchObject({ first_name: 'Ali', address: 'Toshkent' });
    expectError(await api.get(`${base}/profile/`), 401, 'session_invalid');
    expect((await api.post(`${base}/profile/`, {})).headers.allow).toBe('GET, HEAD, PATCH');
  });

  test('sessions: listed, one ended by its device, all others ended', async () => {
    const person = somebody();
    const { access } = await signInBySms(person.phone, { device_id: 'phone' });
    const others = [];
    for (const device_id of ['tablet', 'laptop']) {
      await api.pass('1 hour');
      const { refresh } = await signInBySms(person.phone, { device_id });
      others.push(refresh);
    }
    const [tablet, laptop] = others;
    const { access: current } = (await api.post(`${base}/token/refresh/`, { refresh: laptop })).json();
    const list = async () => (await api.get(`${base}/sessions`, bearer(current))).json();
    expect((await list()).map((session: { device_id: string }) => session.device_id).sort()).toEqual([
      'laptop',
      'phone',
      'tablet',
    ]);

    expectError(await api.post(`${base}/logout-device/`, { device_id: 'fridge' }, bearer(current)), 404, 'not_found');
    expect((await api.post(`${base}/logout-device/`, { device_id: 'phone' }, bearer(current))).statusCode).toBe(204);
    expectError(await api.me(access), 401, 'session_invalid');

    expect((await api.post(`${base}/logout-all/`, {}, bearer(current))).statusCode).toBe(204);
    expectError(await api.post(`${base}/token/refresh/`, { refresh: tablet }), 401, 'session_invalid');
    expect(await list()).toHaveLength(1);
  });

  test('the device of another user is not ended', async () => {
    const { access } = await signInBySms(somebody().phone, { device_id: 'mine' });
    const other = await signInBySms(somebody().phone, { device_id: 'theirs' });
    expectError(
      await api.post(`${base}/logout-device/`, { device_id: 'mine' }, bearer(other.access)),
      404,
      'not_found',
    );
    expect((await api.me(access)).statusCode).toBe(200);
  });
});
