import { describe, expect, test } from 'vitest';
import { expectError, somebody, useApi, WEB_ORIGIN } from '../support/test-api.ts';

const api = useApi({ ALLOWED_HOSTS: 'localhost' });
const REGISTER = '/api/v1/auth/register/telegram/';
const ME = '/api/v1/auth/me/';
const SESSIONS = '/api/v1/auth/sessions/';

describe('no answer is cached', () => {
  test('neither codes and tokens, nor profiles, nor errors', async () => {
    const person = somebody();
    const created = await api.create(person);
    const registered = await api.register(person.phone, created.json().code);
    const { access, refresh } = registered.json().tokens;
    const authorization = { headers: { authorization: `Bearer ${access}` } };
    const answers = [
      created,
      registered,
      await api.me(access),
      await api.get(SESSIONS, authorization),
      await api.post('/api/v1/auth/token/refresh/', { refresh }),
      await api.get(ME),
      await api.get('/api/v1/nothing'),
      await api.get('/%zz'),
    ];
    expect(answers.map(({ headers }) => headers['cache-control'])).toEqual(answers.map(() => 'no-store'));
  });
});

describe('401 says how to authenticate', () => {
  test('without a token: the scheme alone', async () => {
    const answer = await api.get(ME);
    expectError(answer, 401, 'session_invalid');
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="raqam"');
  });

  test('with a bad token: that it is invalid', async () => {
    const answer = await api.me('nonsense');
    expectError(answer, 401, 'session_invalid');
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="raqam", error="invalid_token"');
  });
});

test('HEAD by cookie is answered like GET', async () => {
  const { access } = await api.signIn(somebody());
  const headers = { cookie: `access_token=${access}` };
  expect((await api.get(ME, { headers })).statusCode).toBe(200);
  expect((await api.app.inject({ method: 'HEAD', url: ME, headers })).statusCode).toBe(200);
});

describe('a known path with another method', () => {
  test.for<[string, 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS' | 'PATCH', string]>([
    [REGISTER, 'GET', 'POST'],
    [REGISTER.slice(0, -1), 'PUT', 'POST'],
    [REGISTER, 'OPTIONS', 'POST'],
    [ME, 'POST', 'GET, HEAD, PATCH, DELETE'],
    [`${SESSIONS}4d6c3f7e-0000-4000-8000-000000000000/`, 'GET', 'DELETE'],
    ['/api/users/auth/', 'DELETE', 'POST'],
    ['/healthz', 'POST', 'GET, HEAD'],
    ['/metrics', 'PATCH', 'GET, HEAD'],
  ])('%s, %s: 405, and Allow is %s', async ([url, method, allow]) => {
    const answer = await api.app.inject({ method, url });
    expectError(answer, 405, 'method_not_allowed');
    expect(answer.headers.allow).toBe(allow);
  });

  test('the body is not validated', async () => {
    const answer = await api.post(ME, 'x'.repeat(5_000), { headers: { 'content-type': 'text/plain' } });
    expectError(answer, 405, 'method_not_allowed');
  });

  test('an unknown path is 404 by every method', async () => {
    expectError(await api.post('/api/v1/nothing', {}), 404, 'not_found');
    expectError(await api.app.inject({ method: 'OPTIONS', url: '/api/v1/nothing' }), 404, 'not_found');
  });
});

describe('the web app can read every answer', () => {
  const headers = { origin: WEB_ORIGIN };
  test('its origin is allowed and the answer varies by language', async () => {
    const answers = {
      'a path that is no path': await api.get('/%zz', { headers }),
      'a path that is not known': await api.get('/nothing', { headers }),
      'another method': await api.get(REGISTER, { headers }),
      'another host': await api.get('/healthz', { headers: { ...headers, host: 'evil.example' } }),
      'another content type': await api.post(REGISTER, '{}', { headers: { ...headers, 'content-type': 'text/plain' } }),
      'a body over the limit': await api.post(REGISTER, { phone: 'x'.repeat(5_000) }, { headers }),
      'no session': await api.get(ME, { headers }),
      'a database error': await failing(() => api.get('/readyz', { headers })),
      success: await api.get('/healthz', { headers }),
    };
    for (const [name, answer] of Object.entries(answers)) {
      expect(answer.headers, name).toMatchObject({
        'access-control-allow-origin': WEB_ORIGIN,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': expect.stringContaining('Retry-After'),
      });
      expect(String(answer.headers['vary']).split(', ').sort(), name).toEqual(['Accept-Language', 'Origin']);
    }
  });

  /** The answer while the api can't reach its own tables. */
  async function failing<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    await api.sql.query('ALTER TABLE kysely_migration RENAME COLUMN name TO other');
    return ask().finally(() => api.sql.query('ALTER TABLE kysely_migration RENAME COLUMN other TO name'));
  }
});

describe('request ids', () => {
  test.for<[string, Record<string, string>, string | RegExp]>([
    ['a proxy’s', { 'x-request-id': 'abcdef-0123456789' }, 'abcdef-0123456789'],
    ['Railway’s', { 'x-railway-request-id': 'RWabcdefghijklmnopqrstu' }, 'RWabcdefghijklmnopqrstu'],
    ['none', {}, /^[0-9a-f-]{36}$/],
    ['one with a line end', { 'x-request-id': 'abcdef-0123456789\n{}' }, /^[0-9a-f-]{36}$/],
    ['a phone number', { 'x-request-id': '998901234567' }, /^[0-9a-f-]{36}$/],
    ['an endless one', { 'x-request-id': 'x'.repeat(65) }, /^[0-9a-f-]{36}$/],
  ])('%s', async ([, headers, id]) => {
    const { headers: answered } = await api.get('/healthz', { headers });
    expect(answered['x-request-id']).toMatch(id);
  });

  test('the log of a failed request has the id that was answered', async () => {
    await api.sql.query('ALTER TABLE users RENAME TO people');
    const { phone } = somebody();
    const answer = await api.register(phone, '123456', {}, { headers: { 'x-request-id': 'followed-0123456789' } });
    await api.sql.query('ALTER TABLE people RENAME TO users');
    expectError(answer, 500, 'internal_error');
    expect(answer.headers['x-request-id']).toBe('followed-0123456789');
    expect(api.log.join('')).toContain('"request_id":"followed-0123456789"');
  });
});
