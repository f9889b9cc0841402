import { describe, expect, test } from 'vitest';
import { usePress, withBot } from '../support/press.ts';
import {
  type Answer,
  expectError,
  fromElsewhere,
  type Person,
  SECRET_KEY,
  somebody,
  useApi,
  WEB_ORIGIN,
} from '../support/test-api.ts';

const api = useApi(withBot);
const press = usePress(api);

/** The browser's cookie by which it is remembered: its value, empty once it is cleared; undefined: it was not set. */
const rememberedIn = (answer: Answer) => answer.cookies.find(({ name }) => name === 'remembered_device');

/** Signs in and returns what the browser keeps, with a `Cookie` header that has nothing but what it is remembered by. */
async function remembered(person: Person, device_id = 'phone') {
  const answer = await api.register(person.phone, await api.issue(person), { device_id });
  const { tokens, user } = answer.json();
  return { ...tokens, user, cookie: `remembered_device=${rememberedIn(answer)?.value}` };
}

const from = (cookie: string, origin = WEB_ORIGIN) => ({ headers: { cookie, origin }, ...fromElsewhere() });
const start = (cookie: string, more: object = { continue: true }, origin?: string) =>
  api.post('/api/v1/auth/challenges/', more, from(cookie, origin));
const logout = (refresh: string, more: object = {}) => api.post('/api/v1/auth/logout/', { refresh, ...more });

async function cards() {
  const { alerts } = (await press.alerts({ limit: 100 })).json();
  await press.acknowledge(alerts.map(({ id }: { id: string }) => id));
  return alerts.filter(({ kind }: { kind: string }) => kind === 'card');
}

test('a browser that was signed out continues by one press on the card that the account gets', async () => {
  const person = somebody();
  const { cookie, refresh } = await remembered(person);
  expect(await logout(refresh)).toMatchObject({ statusCode: 204 });
  const started = await start(cookie);
  const { id, secret, state, telegram } = started.json();
  expect({ status: started.statusCode, state }).toEqual({ status: 201, state: 'opened' });
  const [{ card, telegram_id }] = await cards();
  expect({ telegram_id, ref: card.ref }).toEqual({ telegram_id: person.telegramId, ref: id });
  await press.decide(id, person.telegramId, { choice: telegram.number });
  const collected = await press.collect({ id, secret });
  expect(collected.json()).toMatchObject({ is_new: false, user: { phone: person.phone } });
});

test('the cookie is HttpOnly, for the sign-in alone, and is kept for 400 days; it holds no number', async () => {
  const person = somebody();
  const answer = await api.register(person.phone, await api.issue(person), {});
  const cookie = rememberedIn(answer);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/api/v1/auth/', maxAge: 400 * 24 * 3600 });
  expect(cookie?.value).toMatch(/^[0-9a-f-]{36}\.[\w-]{43}$/);
  const refreshed = await api.post('/api/v1/auth/token/refresh/', { refresh: answer.json().tokens.refresh });
  expect(rememberedIn(refreshed)?.value).toBe(cookie?.value);
});

test('without the cookie, and with one that we did not make, nobody is asked', async () => {
  const person = somebody();
  const { cookie } = await remembered(person);
  for (const other of [
    'a=b',
    cookie.slice(0, -1),
    cookie.replace(/.\./, (end: string) => (end === '0.' ? '1.' : '0.')),
  ])
    expect((await start(other)).json().state).toBe('waiting');
  expect(await cards()).toEqual([]);
});

test('a browser whose card is declined is remembered no longer, and the person’s own links work on', async () => {
  const person = somebody();
  const { cookie } = await remembered(person);
  for (const state of ['opened', 'waiting', 'waiting', 'waiting']) {
    const { id, ...started } = (await start(cookie)).json();
    expect(started.state).toBe(state);
    await press.decide(id, person.telegramId, { decline: true });
  }
  expect(await cards()).toHaveLength(1);
  const own = await press.approve(person);
  expect((await press.collect(own)).statusCode).toBe(200);
});

test('a page of another site continues as nobody', async () => {
  const { cookie } = await remembered(somebody());
  for (const origin of ['https://evil.example', 'null'])
    expectError(await start(cookie, { continue: true }, origin), 403, 'origin_forbidden');
  const withoutOrigin = await api.post('/api/v1/auth/challenges/', { continue: true }, { headers: { cookie } });
  expectError(withoutOrigin, 403, 'origin_forbidden');
  expect(await cards()).toEqual([]);
});

test('the cookie signs nobody in, and refreshes nothing', async () => {
  const { cookie } = await remembered(somebody());
  const [, token = ''] = cookie.split('=');
  expectError(await api.get('/api/v1/auth/me/', { headers: { cookie } }), 401, 'session_invalid');
  expectError(await api.me(token), 401, 'session_invalid');
  expectError(await api.post('/api/v1/auth/token/refresh/', { refresh: token }), 401, 'session_invalid');
});

test('a proof of a number names nobody', async () => {
  const { cookie } = await remembered(somebody());
  expect((await start(cookie, { continue: true, purpose: 'prove_number' })).json().state).toBe('waiting');
});

describe('a browser is not remembered any more', () => {
  const act = async (access: string, method: 'DELETE' | 'POST', url: string, payload?: object) =>
    api.app.inject({ method, url, headers: { authorization: `Bearer ${access}` }, ...(payload && { payload }) });
  const elsewhere = async (person: Person) => {
    await api.pass('31 seconds');
    return remembered(person, 'laptop');
  };

  test.for<[string, (browser: Awaited<ReturnType<typeof remembered>>, person: Person) => Promise<unknown>]>([
    ['after a sign-out that says so', ({ refresh }) => logout(refresh, { forget: true })],
    ['once somebody else is there', ({ cookie }) => start(cookie, { continue: false })],
    [
      'once its device is signed out elsewhere',
      async (_browser, person) =>
        act((await elsewhere(person)).access, 'POST', '/api/users/logout-device/', { device_id: 'phone' }),
    ],
    [
      'once all other devices are signed out, also if it was signed out before',
      async ({ refresh }, person) => {
        await logout(refresh);
        await act((await elsewhere(person)).access, 'DELETE', '/api/v1/auth/sessions/');
      },
    ],
    [
      'after “it was not me”',
      async (_browser, person) => {
        const sql =
          "INSERT INTO alerts (id, kind, telegram_id, user_id, device_id, site, ip, user_agent) SELECT gen_random_uuid(), 'new_device', telegram_id, id, 'phone', '', '::1', '' FROM users WHERE phone = $1 RETURNING id";
        const { rows } = await api.sql.query(sql, [person.phone]);
        await press.disown(rows[0].id, person.telegramId);
      },
    ],
    ['once the account is deleted', ({ access }) => act(access, 'DELETE', '/api/v1/auth/me/')],
    [
      'once the account is disabled',
      (_browser, { phone }) => api.sql.query('UPDATE users SET disabled_at = now() WHERE phone = $1', [phone]),
    ],
    [
      'once a stolen token ended its session',
      async ({ refresh }) => {
        const renew = (token: string) => api.post('/api/v1/auth/token/refresh/', { refresh: token });
        const { refresh: second } = (await renew(refresh)).json();
        await renew((await renew(second)).json().refresh);
        expectError(await renew(refresh), 401, 'session_invalid');
      },
    ],
    ['after 400 days', () => api.pass('400 days')],
    [
      'once somebody signed in on the same device again, by the cookie of before',
      async (_browser, person) => {
        await api.pass('31 seconds');
        await remembered(person);
      },
    ],
  ])('%s', async ([, forget]) => {
    const person = somebody();
    const browser = await remembered(person);
    await forget(browser, person);
    const answer = await start(browser.cookie);
    expect(answer.json().state).toBe('waiting');
    expect(rememberedIn(answer)?.value).toBe('');
    expect(await cards()).toEqual([]);
  });
});

test('while SECRET_KEY is replaced the cookie still works, and not once the old value is gone', async () => {
  const { cookie } = await remembered(somebody());
  const next = 'the-next-secret-key-of-the-tests-0123456789';
  await api.deploy({ SECRET_KEY: `${next},${SECRET_KEY}` });
  expect((await start(cookie)).json().state).toBe('opened');
  await api.deploy({ SECRET_KEY: next });
  expect((await start(cookie)).json().state).toBe('waiting');
  await api.deploy({});
});
