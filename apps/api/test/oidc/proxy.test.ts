import { expect, test } from 'vitest';
import { useApi } from '../support/test-api.ts';

const api = useApi({
  PUBLIC_URL: 'https://example.uz/id',
  CORS_ALLOWED_ORIGINS: 'https://example.uz',
  COOKIE_SAMESITE: 'none',
});

const lies = { host: 'internal:8000', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' };

test('behind a proxy every URL is made from the public one, whatever the headers say', async () => {
  const { body } = await api.get('/oidc/.well-known/openid-configuration', { headers: lies });
  const urls = Object.values(JSON.parse(body)).filter((value) => String(value).includes('://'));
  expect(urls.length).toBeGreaterThan(6);
  for (const url of urls) expect(url).toMatch(/^https:\/\/example\.uz\/id\/oidc/);
});

test('cookies are for https, and those of an interaction for the page on another site', async () => {
  await api.sql.query(
    `INSERT INTO clients (id, name, redirect_uris, is_own) VALUES ('shop', 'Shop', '{https://shop.uz/cb}', true)`,
  );
  const query =
    'client_id=shop&redirect_uri=https://shop.uz/cb&response_type=code&scope=openid&code_challenge_method=S256';
  const { headers } = await api.get(`/oidc/auth?${query}&code_challenge=${'a'.repeat(43)}`, { headers: lies });
  expect(headers.location).toMatch(/^https:\/\/example\.uz\/id\/api\/v1\/oidc\/interactions\/[\w-]+\/$/);
  const [cookie] = [headers['set-cookie'] ?? []].flat().filter((line) => line.startsWith('oidc_interaction='));
  expect(cookie).toMatch(/; path=\/id\/api\/v1\/oidc\/interactions\/[\w-]+\/;.* samesite=none; secure; httponly/);
  const page = await api.get(String(headers.location).replace('https://example.uz/id', ''));
  expect({ status: page.statusCode, location: page.headers.location }).toEqual({
    status: 303,
    location: expect.stringMatching(/^https:\/\/example\.uz\/sign-in\?interaction=[\w-]+$/),
  });
});

test('a path that is none, and a body that is none, are errors in the shape of OAuth', async () => {
  const missing = await api.get('/oidc/nothing');
  expect({ status: missing.statusCode, error: missing.json().error }).toEqual({ status: 404, error: 'not_found' });
  const json = await api.post('/oidc/token', { grant_type: 'refresh_token' });
  expect({ status: json.statusCode, error: json.json().error }).toEqual({ status: 400, error: 'invalid_request' });
});

test('keys may be cached as long as those of the site; what holds secrets may not', async () => {
  expect((await api.get('/oidc/jwks')).headers['cache-control']).toBe('public, max-age=600');
  expect((await api.post('/oidc/token', {})).headers['cache-control']).toBe('no-store');
});
