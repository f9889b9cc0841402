import { randomBytes } from 'node:crypto';
import * as openid from 'openid-client';
import { expect, test } from 'vitest';
import { addClient, rotateSecret } from '../../src/features/clients/manage-clients.ts';
import {
  addRelyingParty,
  authorizationRequest,
  Browser,
  CALLBACK,
  discover,
  signInAt,
  useOidcApi,
} from '../support/oidc.ts';
import { operator } from '../support/operator.ts';

const api = useOidcApi();

const client = {
  id: 'any',
  name: 'Any',
  redirectUris: [CALLBACK],
  postLogoutRedirectUris: [],
  isOwn: true,
  isPublic: false,
  signingAlgorithm: 'RS256',
} as const;

/** Opens an authorization request with some parameters changed. */
async function open(config: openid.Configuration, change: (parameters: URLSearchParams) => void) {
  const { url } = await authorizationRequest(config);
  change(url.searchParams);
  return new Browser(api).open(url);
}

for (const uri of [
  `${CALLBACK}/`,
  `${CALLBACK}?more`,
  'https://shop.example.uz/other',
  'http://shop.example.uz/callback',
  'https://evil.example/callback',
])
  test(`a redirect URI other than the registered one: it leads nowhere: ${uri}`, async () => {
    const { url, response } = await open(await addRelyingParty(api), (parameters) =>
      parameters.set('redirect_uri', uri),
    );
    expect(url.href).toContain(api.issuer);
    expect({ status: response?.status, page: await response?.text() }).toEqual({
      status: 400,
      page: expect.stringContaining('invalid_redirect_uri'),
    });
  });

test('the error page is in the person’s language and repeats nothing as HTML', async () => {
  const url = `${api.issuer}/auth?client_id=${encodeURIComponent('<script>alert(1)</script>')}`;
  const response = await new Browser(api).fetch(url, { headers: { 'accept-language': 'ru' } });
  const page = await response.text();
  expect(page).toContain('Не удалось продолжить вход');
  expect(page).not.toContain('<script>');
  expect(response.headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
});

test('without PKCE a client gets no code, confidential or not', async () => {
  for (const isPublic of [true, false]) {
    const { url } = await open(await addRelyingParty(api, { isPublic }), (parameters) => {
      parameters.delete('code_challenge');
      parameters.delete('code_challenge_method');
    });
    expect(url.searchParams.get('error')).toBe('invalid_request');
  }
});

test('another verifier than the one of the request gets no tokens', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  const request = await authorizationRequest(config);
  const callback = await browser.confirm(await browser.start(request));
  const checks = { ...request.checks, pkceCodeVerifier: openid.randomPKCECodeVerifier() };
  await expect(openid.authorizationCodeGrant(config, callback, checks)).rejects.toMatchObject({
    error: 'invalid_grant',
  });
});

test('a public client signs in without a secret', async () => {
  const browser = new Browser(api);
  await browser.signIn();
  const tokens = await signInAt(await addRelyingParty(api, { isPublic: true }), browser);
  expect(tokens.claims()?.sub).toBeDefined();
});

test('an app signs in by a scheme of its own', async () => {
  const uri = 'uz.shop.app:/callback';
  const config = await addRelyingParty(api, { isPublic: true, redirectUris: [uri] });
  const browser = new Browser(api);
  await browser.signIn();
  const request = await authorizationRequest(config, { redirect_uri: uri });
  const callback = await browser.confirm(await browser.start(request));
  expect(callback.href).toContain(uri);
  expect((await openid.authorizationCodeGrant(config, callback, request.checks)).claims()?.sub).toBeDefined();
});

test('a wrong secret is refused, and neither is the stored digest one', async () => {
  const config = await addRelyingParty(api);
  const id = config.clientMetadata().client_id;
  const { rows } = await api.sql.query('SELECT secret_digest FROM clients WHERE id = $1', [id]);
  for (const secret of ['wrong', rows[0].secret_digest.toString('base64url'), rows[0].secret_digest.toString('hex')]) {
    const impostor = await discover(api, id, secret);
    await expect(openid.refreshTokenGrant(impostor, 'any')).rejects.toMatchObject({ error: 'invalid_client' });
  }
});

test('a confidential client without its secret is refused', async () => {
  const impostor = await discover(api, (await addRelyingParty(api)).clientMetadata().client_id);
  await expect(openid.refreshTokenGrant(impostor, 'any')).rejects.toMatchObject({ error: 'invalid_client' });
});

test('a rotated secret replaces the old one at once', async () => {
  const config = await addRelyingParty(api);
  const id = config.clientMetadata().client_id;
  const renewed = await discover(api, id, await rotateSecret(api.db, id, operator, randomBytes));
  await expect(openid.refreshTokenGrant(renewed, 'any')).rejects.toMatchObject({ error: 'invalid_grant' });
  await expect(openid.refreshTokenGrant(config, 'any')).rejects.toMatchObject({ error: 'invalid_client' });
});

test('a client without redirect URIs signs nobody in, and can ask about a token', async () => {
  const config = await addRelyingParty(api, { redirectUris: [] });
  const { url, response } = await new Browser(api).open((await authorizationRequest(config)).url);
  expect({ origin: url.origin, status: response?.status }).toEqual({ origin: new URL(api.issuer).origin, status: 400 });
  expect(await openid.tokenIntrospection(config, 'any')).toMatchObject({ active: false });
});

test('a disabled client is refused with all that it holds, until it is enabled', async () => {
  const config = await addRelyingParty(api);
  const id = config.clientMetadata().client_id;
  const browser = new Browser(api);
  await browser.signIn();
  const { access_token, refresh_token = '', claims } = await signInAt(config, browser);
  const subject = claims()?.sub ?? '';
  await api.sql.query('UPDATE clients SET disabled_at = now() WHERE id = $1', [id]);
  await expect(openid.refreshTokenGrant(config, refresh_token)).rejects.toMatchObject({ error: 'invalid_client' });
  await expect(openid.fetchUserInfo(config, access_token, subject)).rejects.toMatchObject({ status: 401 });
  const { url } = await new Browser(api).open((await authorizationRequest(config)).url);
  expect(url.origin).toBe(new URL(api.issuer).origin);
  await api.sql.query('UPDATE clients SET disabled_at = NULL WHERE id = $1', [id]);
  expect((await openid.refreshTokenGrant(config, refresh_token)).access_token).toBeDefined();
});

for (const [what, change, error] of [
  ['an id with a space', { id: 'my shop' }, 'id_invalid'],
  ['the id of the site itself', { id: 'raqam' }, 'id_invalid'],
  ['no name', { name: ' ' }, 'name_invalid'],
  ['http', { redirectUris: ['http://shop.uz/cb'] }, { field: 'redirect_uris', uri: 'http://shop.uz/cb' }],
  ['a fragment', { redirectUris: [`${CALLBACK}#a`] }, { field: 'redirect_uris', uri: `${CALLBACK}#a` }],
  ['a scheme that anybody may use', { redirectUris: ['shop:/cb'] }, { field: 'redirect_uris', uri: 'shop:/cb' }],
  ['a script', { redirectUris: ['javascript:alert(1)'] }, { field: 'redirect_uris', uri: 'javascript:alert(1)' }],
  [
    'a wrong place after logout',
    { postLogoutRedirectUris: ['//shop.uz'] },
    { field: 'post_logout_redirect_uris', uri: '//shop.uz' },
  ],
] as const)
  test(`a client with ${what} is refused`, async () => {
    expect(await addClient(api.db, { ...client, ...change }, operator, randomBytes)).toEqual({ ok: false, error });
  });

test('an id that is taken is refused', async () => {
  const taken = { ...client, id: 'taken' };
  expect(await addClient(api.db, taken, operator, randomBytes)).toMatchObject({ ok: true });
  expect(await addClient(api.db, taken, operator, randomBytes)).toEqual({ ok: false, error: 'id_taken' });
});

test('failed authentications of clients are limited per IP; others go on', async () => {
  const ask = (remoteAddress: string) =>
    api.app.inject({
      method: 'POST',
      url: '/oidc/token',
      remoteAddress,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'grant_type=refresh_token&refresh_token=a&client_id=nobody&client_secret=guess',
    });
  const statuses = new Set<number>();
  for (let n = 0; n < 100; n++) statuses.add((await ask('192.0.2.9')).statusCode);
  const refused = await ask('192.0.2.9');
  expect([...statuses]).toEqual([401]);
  expect({ status: refused.statusCode, ...refused.json() }).toMatchObject({ status: 429, error: 'slow_down' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await ask('192.0.2.10')).statusCode).toBe(401);
});

test('other failures of a client are not limited: a server asks for each of its sessions', async () => {
  const { client_id, client_secret } = (await addRelyingParty(api)).clientMetadata();
  const ask = () =>
    api.app.inject({
      method: 'POST',
      url: '/oidc/token',
      remoteAddress: '192.0.2.11',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `grant_type=refresh_token&refresh_token=a&client_id=${client_id}&client_secret=${client_secret}`,
    });
  const answers = await Promise.all(Array.from({ length: 40 }, ask));
  for (let n = 0; n < 80; n++) answers.push(await ask());
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([400]));
});
