import { describe, expect, test } from 'vitest';
import { expectError, somebody, type TestApi, useApi, WEB_ORIGIN } from '../support/test-api.ts';

const api = useApi();
const ME = '/api/v1/auth/me/';

describe('two cookies of one name, one of them set by another host of the domain', () => {
  test('authenticate nothing, in either order, unless both are the same', async () => {
    const [mine, theirs] = [await api.signIn(somebody()), await api.signIn(somebody())];
    const ask = (...cookies: string[]) => api.get(ME, { headers: { cookie: cookies.join('; ') } });
    const [first, second] = [`access_token=${theirs.access}`, `access_token=${mine.access}`];
    expectError(await ask(first, second), 401, 'session_invalid');
    expectError(await ask(second, 'other=1', first), 401, 'session_invalid');
    expect((await ask(second, second)).json().id).toBe(mine.user.id);
  });

  test('are refused for a refresh', async () => {
    const [mine, theirs] = [await api.signIn(somebody()), await api.signIn(somebody())];
    const cookie = `refresh_token=${theirs.refresh}; refresh_token=${mine.refresh}`;
    const answer = await api.post('/api/v1/auth/token/refresh/', {}, { headers: { cookie, origin: WEB_ORIGIN } });
    expectError(answer, 401, 'session_invalid');
  });

  test('a token in the header counts all the same', async () => {
    const { access, user } = await api.signIn(somebody());
    const headers = { authorization: `Bearer ${access}`, cookie: 'access_token=a; access_token=b' };
    expect((await api.get(ME, { headers })).json().id).toBe(user.id);
  });
});

const localhost = useApi({ CORS_ALLOWED_ORIGINS: 'http://localhost:5173,http://localhost:4173' });
const mixed = useApi({ CORS_ALLOWED_ORIGINS: 'http://localhost:5173,http://192.168.1.5:5173' });

test.for<[string, TestApi, boolean | undefined]>([
  ['only http://localhost is configured: not Secure', localhost, undefined],
  ['another origin is configured too: Secure', mixed, true],
])('%s', async ([, api, secure]) => {
  const person = somebody();
  const { cookies } = await api.register(person.phone, await api.issue(person));
  expect(cookies.map((cookie) => cookie.secure)).toEqual([secure, secure, secure]);
});
