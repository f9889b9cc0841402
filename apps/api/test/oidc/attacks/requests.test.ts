import { expect, test } from 'vitest';
import { useApi, WEB_ORIGIN } from '../../support/test-api.ts';

const api = useApi();

const post = (url: string, payload: string, remoteAddress = '127.0.0.1') =>
  api.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload,
    remoteAddress,
  });

for (const [n, path] of ['/token/', '/TOKEN', '/Token/Introspection', '/token/revocation/'].entries())
  test(`failed clients are limited at ${path} too`, async () => {
    const ip = `192.0.2.${20 + n}`;
    const guess = () => post(`/oidc${path}`, 'grant_type=a&token=a&client_id=shop&client_secret=guess', ip);
    const statuses = await Promise.all(Array.from({ length: 40 }, guess));
    for (let tried = 40; tried < 101; tried++) statuses.push(await guess());
    expect(statuses.map(({ statusCode }) => statusCode)).toEqual([...Array(100).fill(401), 429]);
  });

for (const path of ['/%74oken', '//token', '/token;a', '/%61uth', '//auth'])
  test(`the path ${path} is none`, async () => {
    expect((await api.get(`/oidc${path}`)).statusCode).toBe(404);
    expect((await post(`/oidc${path}`, 'grant_type=a&client_id=shop&client_secret=guess')).statusCode).toBe(404);
  });

for (const value of ['%00', '%ED%A0%80', '%F0%9F%98%80', 'a'.repeat(5000)])
  test(`odd parameters are the client’s fault: ${value.slice(0, 12)}`, async () => {
    const answers = [
      await api.get(`/oidc/auth?client_id=${value}`),
      await api.get(`/oidc/session/end?client_id=${value}`),
      await api.get(`/oidc/session/end?id_token_hint=${value}`),
      await post('/oidc/token', `grant_type=refresh_token&refresh_token=${value}&client_id=${value}`),
      await post('/oidc/token', `grant_type=refresh_token&refresh_token=a&client_id=a&client_secret=${value}`),
      await post('/oidc/token/revocation', `token=${value}&client_id=${value}`),
      await api.post('/api/v1/auth/challenges/', {
        purpose: 'prove_number',
        client_id: `shop${decodeURIComponent(value.replace('%ED%A0%80', '%EF%BF%BD'))}`,
      }),
    ];
    for (const { statusCode, body } of answers) {
      expect(statusCode, body).toBeGreaterThanOrEqual(400);
      expect(statusCode, body).toBeLessThan(500);
    }
  });

test('a body that is too large is the client’s fault', async () => {
  const { statusCode, json } = await post(
    '/oidc/token',
    `grant_type=refresh_token&refresh_token=${'a'.repeat(100_000)}`,
  );
  expect({ statusCode, error: json().error }).toEqual({ statusCode: 400, error: 'invalid_request' });
});

const request = {
  client_id: 'shop',
  redirect_uri: 'https://shop.uz/cb',
  response_type: 'code',
  scope: 'openid phone',
  code_challenge: 'a'.repeat(43),
  code_challenge_method: 'S256',
};
const parameters = [
  ...Object.keys(request),
  ...['state', 'nonce', 'prompt', 'max_age', 'login_hint', 'ui_locales', 'acr_values', 'id_token_hint', 'claims'],
  ...['response_mode', 'request', 'request_uri', 'registration', 'resource', 'web_message_uri'],
];
const oddValues = [
  '\u0000',
  '{}',
  '[]',
  '1e309',
  '-1',
  '__proto__',
  'a.b.c',
  'e30.e30.',
  'form_post',
  'none login',
  '\ud83d\ude00',
];

test('no parameter of an authorization request makes the api fail', async () => {
  await api.sql.query(
    `INSERT INTO clients (id, name, redirect_uris, is_own) VALUES ('shop', 'Shop', '{https://shop.uz/cb}', true)`,
  );
  const failed: string[] = [];
  for (const [n, name] of parameters.entries())
    for (const value of oddValues) {
      const query = new URLSearchParams({ ...request, [name]: value });
      const { statusCode, headers, cookies } = await api.app.inject({
        url: `/oidc/auth?${query}`,
        remoteAddress: `192.0.2.${100 + n}`,
      });
      if (statusCode >= 500) failed.push(`${name}=${value}`);
      const id = /interactions\/([\w-]+)/.exec(String(headers.location))?.[1];
      if (id === undefined) continue;
      const shown = await api.app.inject({
        method: 'POST',
        url: `/api/v1/oidc/interactions/${id}/show/`,
        headers: { origin: WEB_ORIGIN },
        cookies: Object.fromEntries(cookies.map((cookie) => [cookie.name, cookie.value])),
      });
      if (shown.statusCode !== 200) failed.push(`${name}=${value}: ${shown.body}`);
    }
  expect(failed).toEqual([]);
});
