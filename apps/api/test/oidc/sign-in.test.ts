import * as openid from 'openid-client';
import { expect, test } from 'vitest';
import { describeClaims, describeMethods } from '../../src/features/oidc/describe-claims.ts';
import { addRelyingParty, authorizationRequest, Browser, NOBODY, signInAt, useOidcApi } from '../support/oidc.ts';

const api = useOidcApi();

test('discovery names the endpoints below the issuer', async () => {
  const config = await addRelyingParty(api);
  const { issuer, authorization_endpoint, jwks_uri, code_challenge_methods_supported } = config.serverMetadata();
  expect({ issuer, authorization_endpoint, jwks_uri, code_challenge_methods_supported }).toEqual({
    issuer: api.issuer,
    authorization_endpoint: `${api.issuer}/auth`,
    jwks_uri: `${api.issuer}/jwks`,
    code_challenge_methods_supported: ['S256'],
  });
});

test('a person who is signed in confirms, and the client learns their verified number', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  const person = await browser.signIn();
  const tokens = await signInAt(config, browser);
  const claims = tokens.claims();
  expect(claims).toMatchObject({ iss: api.issuer, aud: config.clientMetadata().client_id, amr: ['otp', 'x_telegram'] });
  expect(claims?.auth_time).toBeGreaterThan(Date.now() / 1000 - 60);
  expect(await openid.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '')).toMatchObject({
    phone_number: person.phone,
    phone_number_verified: true,
    telegram_id: person.telegramId,
  });
});

test('the answer names its issuer (RFC 9207), and the ID token the nonce of the request', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  const request = await authorizationRequest(config);
  const callback = await browser.confirm(await browser.start(request));
  expect(callback.searchParams.get('iss')).toBe(api.issuer);
  const foreign = { ...request.checks, expectedNonce: 'of-another-request' };
  await expect(openid.authorizationCodeGrant(config, callback, foreign)).rejects.toHaveProperty(
    'cause.message',
    expect.stringContaining('nonce'),
  );
});

test('a client may ask for ID tokens of ES256', async () => {
  const config = await addRelyingParty(api, { signingAlgorithm: 'ES256' });
  const browser = new Browser(api);
  await browser.signIn();
  const { id_token = '' } = await signInAt(config, browser);
  const [head = ''] = id_token.split('.');
  expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toMatchObject({ alg: 'ES256' });
});

test('the second sign-in of a browser needs no page, and the one of another client of the site neither', async () => {
  const browser = new Browser(api);
  await browser.signIn();
  await signInAt(await addRelyingParty(api), browser);
  const request = await authorizationRequest(await addRelyingParty(api), { prompt: 'none' });
  const { url } = await browser.open(request.url);
  expect(url.searchParams.get('code')).not.toBeNull();
});

test('prompt=none without a session: login_required', async () => {
  const config = await addRelyingParty(api);
  const { url } = await new Browser(api).open((await authorizationRequest(config, { prompt: 'none' })).url);
  expect(url.searchParams.get('error')).toBe('login_required');
});

test('prompt=none with a session that has ended: login_required', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  await signInAt(config, browser);
  await browser.call('/auth/logout/');
  const { url } = await browser.open((await authorizationRequest(config, { prompt: 'none' })).url);
  expect(url.searchParams.get('error')).toBe('login_required');
});

test('a browser that has signed in as somebody else since goes to the client as them', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  const first = await signInAt(config, browser);
  const person = await browser.signIn();
  const silent = await browser.open((await authorizationRequest(config, { prompt: 'none' })).url);
  expect(silent.url.searchParams.get('error')).toBe('login_required');
  const second = await signInAt(config, browser);
  const userInfo = await openid.fetchUserInfo(config, second.access_token, second.claims()?.sub ?? '');
  expect(userInfo.phone_number).toBe(person.phone);
  expect(second.claims()?.sub).not.toBe(first.claims()?.sub);
});

test('prompt=login: only a session that began after the request is good enough', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  const person = await browser.signIn();
  const before = await signInAt(config, browser);
  const request = await authorizationRequest(config, { prompt: 'login' });
  const interaction = await browser.start(request);
  expect((await browser.call(`/oidc/interactions/${interaction}/show/`)).json).toMatchObject({ needs: 'sign_in' });
  expect(await browser.call(`/oidc/interactions/${interaction}/confirm/`, NOBODY)).toMatchObject({
    status: 401,
    json: { error: { code: 'session_invalid' } },
  });
  await api.pass('1 minute'); // until the bot may issue another code
  await api.sql.query("UPDATE oidc_payloads SET created_at = created_at - interval '1 minute'");
  await browser.signIn(person);
  expect((await browser.call(`/oidc/interactions/${interaction}/show/`)).json).toMatchObject({ needs: 'nothing' });
  const callback = await browser.confirm(interaction);
  const after = await openid.authorizationCodeGrant(config, callback, request.checks);
  expect(after.claims()?.auth_time).toBeGreaterThanOrEqual(Number(before.claims()?.auth_time));
  expect(after.claims()?.sub).toBe(before.claims()?.sub);
});

test('max_age: a session that is older needs another sign-in, a younger one none', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  const young = await authorizationRequest(config, { max_age: '3600' });
  const tokens = await openid.authorizationCodeGrant(config, await browser.confirm(await browser.start(young)), {
    ...young.checks,
    maxAge: 3600,
  });
  expect(tokens.claims()?.auth_time).toBeDefined();
  const other = new Browser(api);
  await other.signIn();
  await api.sql.query("UPDATE sessions SET created_at = created_at - interval '2 hours'");
  const interaction = await other.start(await authorizationRequest(config, { max_age: '3600' }));
  expect((await other.call(`/oidc/interactions/${interaction}/show/`)).json).toMatchObject({ needs: 'sign_in' });
});

test('amr says how the person signed in', async () => {
  expect(describeMethods('approval')).toEqual(['mca', 'x_telegram']);
  expect(describeMethods('sms')).toEqual(['otp', 'sms']);
  expect(describeMethods(null)).toBeUndefined();
});

test('of a number that nobody proved, a client learns just that', () => {
  const row = {
    id: 'u',
    phone: '+998901234567',
    telegram_id: null,
    first_name: '',
    last_name: '',
    role: 'user',
  } as const;
  expect(describeClaims({ ...row, phone_proved_at: null, date_joined: new Date() })).toEqual({
    sub: 'u',
    phone_number: '+998901234567',
    phone_number_verified: false,
  });
});
