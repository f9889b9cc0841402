import { createHmac, createPublicKey, sign } from 'node:crypto';
import { contract } from '@raqam/shared/contract';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { deriveKeys } from '../../src/keys.ts';
import { expectError, SECRET_KEY, somebody, useApi, WEB_ORIGIN } from '../support/test-api.ts';

const api = useApi();

const REFRESH = '/api/v1/auth/token/refresh/';
const LOGOUT = '/api/v1/auth/logout/';
const refresh = (token: string) => api.post(REFRESH, { refresh: token });
const withCookie = (cookie: string, headers: Record<string, string> = {}) =>
  api.post(REFRESH, '', { headers: { cookie, ...headers } });

test('me is the user with address and passport_id', async () => {
  const person = somebody();
  const { access } = await api.signIn(person);
  const answer = await api.me(access);
  expect(answer.statusCode).toBe(200);
  expect(contract.me.responses[200].strict().parse(answer.json())).toMatchObject({
    phone: person.phone,
    address: '',
    passport_id: '',
  });
});

test('the access token travels in the header or in the cookie', async () => {
  const { access } = await api.signIn(somebody());
  const answer = await api.get('/api/v1/auth/me', { headers: { cookie: `access_token=${access}` } });
  expect(answer.statusCode).toBe(200);
});

test('an access token has the claims of the contract and its generation, no more, and lives ten minutes', async () => {
  const { access, user } = await api.signIn(somebody());
  const [header = '', payload = ''] = access.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
    alg: 'ES256',
    typ: 'at+jwt',
    kid: deriveKeys([SECRET_KEY]).signing[0].kid,
  });
  expect(Object.keys(claims).sort()).toEqual([
    ...['aud', 'client_id', 'exp', 'gen', 'iat', 'iss', 'jti', 'role', 'sid', 'sub'],
  ]);
  expect(claims).toMatchObject({ sub: user.id, role: 'user', iss: WEB_ORIGIN, aud: 'raqam', exp: claims.iat + 600 });
});

test('an access token that was accepted before is refused once it has expired', async () => {
  const { access } = await api.signIn(somebody());
  expect((await api.me(access)).statusCode).toBe(200);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 601_000 });
  onTestFinished(() => void vi.useRealTimers());
  expectError(await api.me(access), 401, 'session_invalid');
});

describe('alg: none, wrong key, refresh used as access, no exp, other audience, one flipped byte: 401', () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const [{ kid, privateKey, publicJwk }] = deriveKeys([SECRET_KEY]).signing;
  const header = { alg: 'ES256', typ: 'at+jwt', kid };
  const forge = (token: string, change: object, { key = privateKey, head = {} } = {}) => {
    const text = `${encode({ ...header, ...head })}.${encode({ ...claimsOf(token), ...change })}`;
    return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };
  const macWith = (token: string, key: string | Buffer) => {
    const text = `${encode({ ...header, alg: 'HS256' })}.${token.split('.')[1]}`;
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  };
  const publicPem = createPublicKey({ format: 'jwk', key: publicJwk }).export({ format: 'pem', type: 'spki' });

  test('but a correctly signed one is accepted, so each forgery below fails for its own reason', async () => {
    const { access } = await api.signIn(somebody());
    expect((await api.me(forge(access, {}))).statusCode).toBe(200);
  });

  test.for<[string, (token: string) => string]>([
    ['alg none', (token) => `${encode({ alg: 'none', typ: 'JWT' })}.${token.split('.')[1]}.`],
    ['a wrong key', (token) => forge(token, {}, { key: deriveKeys(['x'.repeat(40)]).signing[0].privateKey })],
    ['a MAC under SECRET_KEY', (token) => macWith(token, SECRET_KEY)],
    ['a MAC under the public key', (token) => macWith(token, publicPem)],
    ['no exp', (token) => forge(token, { exp: undefined })],
    ['no iat', (token) => forge(token, { iat: undefined })],
    ['expired', (token) => forge(token, { exp: Math.floor(Date.now() / 1000) - 1 })],
    ['another audience', (token) => forge(token, { aud: 'elsewhere' })],
    ['another issuer', (token) => forge(token, { iss: 'elsewhere' })],
    ['another type', (token) => forge(token, {}, { head: { typ: 'JWT' } })],
    ['another user', (token) => forge(token, { sub: '00000000-0000-4000-8000-000000000000' })],
    ['no session', (token) => forge(token, { sid: '00000000-0000-4000-8000-000000000000' })],
    ['a session that is no UUID', (token) => forge(token, { sid: "' OR true --" })],
    ['one flipped byte', (token) => token.replace(/.(?=[^.]{5}$)/, (byte) => (byte === 'A' ? 'B' : 'A'))],
    ['nothing', () => ''],
  ])('%s', async ([, change]) => {
    const { access } = await api.signIn(somebody());
    expectError(await api.me(change(access)), 401, 'session_invalid');
  });

  test('a refresh token', async () => {
    const { refresh } = await api.signIn(somebody());
    expectError(await api.me(refresh), 401, 'session_invalid');
  });
});

describe('refresh', () => {
  test('gives a new pair in body and cookies, and the old session goes on', async () => {
    const first = await api.signIn(somebody());
    const answer = await refresh(first.refresh);
    expect(answer.statusCode).toBe(200);
    const second = answer.json();
    expect(second.refresh).not.toBe(first.refresh);
    expect(answer.cookies.map(({ value }) => value).slice(0, 2)).toEqual([second.access, second.refresh]);
    expect((await api.me(second.access)).statusCode).toBe(200);
  });

  test('10 parallel refreshes of one token: 10 × 200 with the same child', async () => {
    const first = await api.signIn(somebody());
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(first.refresh)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(10).fill(200));
    expect(new Set(answers.map((answer) => answer.json().refresh)).size).toBe(1);
  });

  test('after a lost answer the parent gives the same child for half a minute, whichever token was used', async () => {
    const first = await api.signIn(somebody());
    const second = (await refresh(first.refresh)).json();
    await api.me(second.access);
    await api.pass('15 seconds');
    expect((await refresh(first.refresh)).json().refresh).toBe(second.refresh);
  });

  test('while the newest was never used, the parent gives it for a day', async () => {
    const first = await api.signIn(somebody());
    const second = (await refresh(first.refresh)).json();
    await api.pass('23 hours');
    expect((await refresh(first.refresh)).json().refresh).toBe(second.refresh);
    await api.pass('2 hours');
    expectError(await refresh(first.refresh), 401, 'session_invalid');
  });

  test('refresh reuse after the grace window: 401 and the session is gone, the newest token too', async () => {
    const first = await api.signIn(somebody());
    const second = (await refresh(first.refresh)).json();
    await api.pass('31 seconds');
    expect((await api.me(second.access)).statusCode).toBe(200); // the newest is used
    expectError(await refresh(first.refresh), 401, 'session_invalid');
    expectError(await refresh(second.refresh), 401, 'session_invalid');
    expectError(await api.me(second.access), 401, 'session_invalid');
    const [sessionId, , signature] = second.refresh.split('.');
    const lines = api.log.filter((line) => line.includes('A refresh token was reused') && line.includes(sessionId));
    expect(lines).toHaveLength(1);
    expect(api.log.join()).not.toContain(signature);
  });

  test('an access token from before a refresh never marks the newest as used', async () => {
    const first = await api.signIn(somebody());
    const second = (await refresh(first.refresh)).json();
    await api.pass('2 minutes'); // so that its use is noted
    expect((await api.me(first.access)).statusCode).toBe(200);
    await api.pass('1 hour');
    expect((await refresh(first.refresh)).json().refresh).toBe(second.refresh);
  });

  test('a grandparent ends the session at once', async () => {
    const first = await api.signIn(somebody());
    const second = (await refresh(first.refresh)).json();
    const third = (await refresh(second.refresh)).json();
    expectError(await refresh(first.refresh), 401, 'session_invalid');
    expectError(await api.me(third.access), 401, 'session_invalid');
  });

  test('a session ends after 14 idle days, and after 30 days in any case', async () => {
    const idle = await api.signIn(somebody());
    await api.pass('14 days 1 second');
    expectError(await refresh(idle.refresh), 401, 'session_invalid');

    const old = await api.signIn(somebody());
    await api.pass('30 days 1 second');
    expectError(await api.me(old.access), 401, 'session_invalid');

    let { refresh: token } = await api.signIn(somebody());
    for (let week = 0; week < 3; week++) {
      await api.pass('10 days');
      const answer = await refresh(token);
      if (week < 2) token = answer.json().refresh;
      else expectError(answer, 401, 'session_invalid');
    }
  });

  test.for(['', 'x', 'a.b.c', `${'0'.repeat(36)}.0.${'A'.repeat(43)}`, 'eyJhbGciOiJub25lIn0.e30.'])(
    '%j is no refresh token',
    async (token) => {
      expectError(await refresh(token), 401, 'session_invalid');
    },
  );

  test('a token of another generation can’t be made from one', async () => {
    const { refresh: token } = await api.signIn(somebody());
    expectError(await refresh(token.replace('.0.', '.1.')), 401, 'session_invalid');
    expect((await refresh(token)).statusCode).toBe(200);
  });

  test('the access token is not a refresh token', async () => {
    const { access } = await api.signIn(somebody());
    expectError(await refresh(access), 401, 'session_invalid');
  });

  test('a disabled user gets no new pair', async () => {
    const { user, refresh: token } = await api.signIn(somebody());
    await api.sql.query('UPDATE users SET disabled_at = now() WHERE id = $1', [user.id]);
    expectError(await refresh(token), 401, 'session_invalid');
  });

  test('two different tokens in body and cookie are refused, and neither is used', async () => {
    const one = await api.signIn(somebody());
    const other = await api.signIn(somebody());
    const options = { headers: { cookie: `refresh_token=${other.refresh}`, origin: WEB_ORIGIN } };
    expectError(await api.post(REFRESH, { refresh: one.refresh }, options), 400, 'validation_failed');
    expect((await api.post(REFRESH, { refresh: other.refresh }, options)).statusCode).toBe(200);
  });

  test('an unknown field is refused and named', async () => {
    const { refresh: token } = await api.signIn(somebody());
    const answer = await api.post(REFRESH, { refresh: token, device: 1 });
    expectError(answer, 400, 'validation_failed');
    expect(Object.keys(answer.json().error.fields)).toEqual(['device']);
  });

  test('without any token it is 401, with and without a body', async () => {
    expectError(await api.post(REFRESH, {}), 401, 'session_invalid');
    expectError(await api.app.inject({ method: 'POST', url: REFRESH }), 401, 'session_invalid');
  });
});

describe('logout', () => {
  test('ends this session at once and no other, and takes the cookies back', async () => {
    const person = somebody();
    const here = await api.signIn(person);
    await api.pass('31 seconds');
    const there = await api.signIn(person);
    const answer = await api.post(LOGOUT, '', { headers: { authorization: `Bearer ${here.access}` } });
    expect(answer.statusCode).toBe(204);
    expect(answer.cookies.map(({ name, maxAge }) => [name, maxAge])).toEqual([
      ['access_token', 0],
      ['refresh_token', 0],
    ]);
    expectError(await api.me(here.access), 401, 'session_invalid');
    expectError(await refresh(here.refresh), 401, 'session_invalid');
    expect((await api.me(there.access)).statusCode).toBe(200);
  });

  test('works by the refresh cookie once the access token has expired', async () => {
    const { access, refresh: token } = await api.signIn(somebody());
    const answer = await api.post(LOGOUT, '', { headers: { cookie: `refresh_token=${token}`, origin: WEB_ORIGIN } });
    expect(answer.statusCode).toBe(204);
    expectError(await api.me(access), 401, 'session_invalid');
  });

  test('works by the refresh token beside an access token that has expired', async () => {
    const { access, refresh: token } = await api.signIn(somebody());
    const answer = await api.post(LOGOUT, { refresh: token }, { headers: { authorization: 'Bearer expired' } });
    expect(answer.statusCode).toBe(204);
    expectError(await api.me(access), 401, 'session_invalid');
  });

  test('another authorization scheme does not exempt a cookie’s request from the origin check', async () => {
    const { access } = await api.signIn(somebody());
    const headers = { cookie: `access_token=${access}`, authorization: 'Basic eDp5', origin: 'https://evil.example' };
    expectError(await api.post(LOGOUT, '', { headers }), 403, 'origin_forbidden');
  });

  test('without a session it is 401', async () => {
    expectError(await api.post(LOGOUT, {}), 401, 'session_invalid');
  });
});

describe('refresh or logout by cookie with a foreign, null or absent Origin: 403', () => {
  test('a refresh', async () => {
    const { refresh: token } = await api.signIn(somebody());
    const cookie = `refresh_token=${token}`;
    for (const origin of ['https://evil.example', 'null', `${WEB_ORIGIN}.evil.example`, undefined]) {
      expectError(await withCookie(cookie, origin === undefined ? {} : { origin }), 403, 'origin_forbidden');
    }
    expect((await withCookie(cookie, { origin: WEB_ORIGIN })).statusCode).toBe(200);
  });

  test('a logout, and the session goes on', async () => {
    const { access } = await api.signIn(somebody());
    for (const origin of ['https://evil.example', 'null', undefined]) {
      const headers = { cookie: `access_token=${access}`, ...(origin && { origin }) };
      expectError(await api.post(LOGOUT, '', { headers }), 403, 'origin_forbidden');
    }
    expect((await api.me(access)).statusCode).toBe(200);
  });
});

test('the database holds no token', async () => {
  const { access, refresh: token, user } = await api.signIn(somebody());
  const { rows } = await api.sql.query('SELECT sessions::text AS row FROM sessions WHERE user_id = $1', [user.id]);
  expect(rows[0].row).not.toContain(access.split('.')[2]);
  expect(rows[0].row).not.toContain(token.split('.')[2]);
});

describe('hosts on different sites', () => {
  const crossSite = useApi({ COOKIE_SAMESITE: 'none', CORS_ALLOWED_ORIGINS: 'https://web.up.railway.app' });
  test('cookies are None, Secure and Partitioned', async () => {
    const person = somebody();
    const answer = await crossSite.register(person.phone, await crossSite.issue(person));
    const cookies = [answer.headers['set-cookie']].flat();
    expect(cookies).toHaveLength(3);
    for (const cookie of cookies)
      expect(cookie).toMatch(
        /HttpOnly; Secure; Partitioned; SameSite=None|HttpOnly; Secure; SameSite=None; Partitioned/,
      );
  });
});

describe('a deployment', () => {
  const deployed = useApi({ CORS_ALLOWED_ORIGINS: 'https://example.uz' });
  test('has Secure cookies', async () => {
    const person = somebody();
    const answer = await deployed.register(person.phone, await deployed.issue(person));
    for (const cookie of [answer.headers['set-cookie']].flat())
      expect(cookie).toMatch(/; HttpOnly; Secure; SameSite=Lax$/);
  });
});
