import { expect, test } from 'vitest';
import { useApi } from '../../support/test-api.ts';

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
