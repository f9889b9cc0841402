import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usePress, withBot } from '../support/press.ts';
import { beginFor, useTelegramLogin } from '../support/telegram-login.ts';
import { type Answer, expectError, fromElsewhere, somebody, useApi } from '../support/test-api.ts';

const login = useTelegramLogin();
const api = useApi(() => ({ ...withBot, ...login.environment() }));
const press = usePress(api);

function expectRefused(answer: Answer): void {
  expect(answer.statusCode).toBe(400);
  expect(answer.headers['content-type']).toContain('text/html');
  expect(answer.headers.location).toBeUndefined();
}

test('phishing: what a victim approves at an attacker’s URL, the attacker can’t collect', async () => {
  const attacker = await login.begin(api);
  const returned = await login.decide(attacker.url, somebody());
  const victim = await login.begin(api); // has cookies of its own
  expectRefused(await login.comeBack(api, returned, ''));
  expectRefused(await login.comeBack(api, returned, victim.cookie));
  expect((await press.wait(attacker)).json().state).toBe('waiting');
  expectError(await press.collect(attacker), 409, 'challenge_pending');
});

test('login CSRF: a victim’s browser does not finish the login of an attacker', async () => {
  const attacker = await login.begin(api);
  const victim = await login.begin(api);
  const returned = new URL(await login.decide(attacker.url, somebody()));
  // the attacker's code at the victim's state: it is bound to the attacker's verifier
  returned.searchParams.set('state', new URL(victim.url).searchParams.get('state') ?? '');
  const back = await login.comeBack(api, returned.href, victim.cookie);
  expect(back.headers.location).toContain('#telegram-login=unavailable');
  expect((await press.wait(victim)).json().state).toBe('waiting');
});

test('the state of another challenge, a made-up one and none are refused', async () => {
  const browser = await login.begin(api);
  const other = await login.begin(api);
  const returned = new URL(await login.decide(browser.url, somebody()));
  const [, signature] = (returned.searchParams.get('state') ?? '').split('.');
  for (const state of [`${other.id}.${signature}`, `${browser.id}.${'A'.repeat(43)}`, browser.id, '.', '']) {
    returned.searchParams.set('state', state);
    expectRefused(await login.comeBack(api, returned.href, `${browser.cookie}; ${other.cookie}`));
  }
  returned.searchParams.delete('state');
  expectRefused(await login.comeBack(api, returned.href, browser.cookie));
  expect((await press.wait(browser)).json().state).toBe('waiting');
});

test('the secret of another challenge, or a wrong one, in the cookie is refused', async () => {
  const browser = await login.begin(api);
  const other = await login.begin(api);
  const returned = await login.decide(browser.url, somebody());
  expectRefused(await login.comeBack(api, returned, browser.cookie.replaceAll(browser.secret, other.secret)));
  expectRefused(await login.comeBack(api, returned, browser.cookie.replaceAll(browser.secret, 'x')));
});

test('a code works once: the second return changes nothing, and another challenge can’t use it', async () => {
  const person = somebody();
  const browser = await login.begin(api);
  const returned = await login.decide(browser.url, person);
  await login.comeBack(api, returned, browser.cookie);
  expect((await login.comeBack(api, returned, browser.cookie)).headers.location).not.toContain('#');
  expect((await press.wait(browser)).json().state).toBe('approved');

  const other = await login.begin(api);
  const replayed = new URL(returned);
  replayed.searchParams.set('state', new URL(other.url).searchParams.get('state') ?? '');
  await login.comeBack(api, replayed.href, other.cookie);
  expect((await press.wait(other)).json().state).toBe('waiting');
});

test('a return that names another issuer is not redeemed', async () => {
  const browser = await login.begin(api);
  const returned = new URL(await login.decide(browser.url, somebody()));
  returned.searchParams.set('iss', 'https://evil.example');
  const back = await login.comeBack(api, returned.href, browser.cookie);
  expect(back.headers.location).toContain('#telegram-login=unavailable');
  expect((await press.wait(browser)).json().state).toBe('waiting');
});

test.each([
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  'register',
])('nobody is sent to another site: %j', async (return_to) => {
  const browser = (await api.post('/api/v1/auth/challenges/', {}, fromElsewhere())).json();
  expectError(await beginFor(api, browser, { return_to }), 400, 'validation_failed');
  // nor by a cookie that a sibling host has planted
  const begun = await login.begin(api);
  const planted = `telegram_login_${begun.id}=${begun.secret}.${Buffer.from(return_to).toString('base64url')}`;
  expectRefused(await login.comeBack(api, await login.decide(begun.url, somebody()), planted));
});

test('the endpoint wants the challenge’s secret, and by cookie the site’s origin', async () => {
  const browser = (await api.post('/api/v1/auth/challenges/', {}, fromElsewhere())).json();
  expectError(await beginFor(api, { ...browser, secret: 'x' }), 404, 'not_found');
  const path = `/api/v1/auth/challenges/${browser.id}/telegram-login/`;
  const headers = { cookie: `challenge_secret=${browser.secret}`, origin: 'https://evil.example' };
  expectError(await api.post(path, { return_to: '/' }, { headers }), 403, 'origin_forbidden');
});

test('a disabled account opens by no login', async () => {
  const person = somebody();
  const { user } = await api.signIn(person);
  await api.sql.query('UPDATE users SET disabled_at = now() WHERE id = $1', [user.id]);
  const { back: _, ...browser } = await login.approve(api, person);
  expectError(await press.collect(browser), 403, 'account_disabled');
});

describe('an ID token is refused', () => {
  const CLIENT_ID = '7000000001';
  type Claims = Record<string, unknown>;
  /** Makes the token of the next login. */
  let forge: (claims: Claims) => Promise<string>;
  let own: GenerateKeyPairResult;
  let foreign: GenerateKeyPairResult;
  const signBy = (claims: Claims, { privateKey }: GenerateKeyPairResult) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(privateKey);

  const server = createServer(async (request, response) => {
    const issuer = `http://${request.headers.host}`;
    const answer = async () => {
      if (request.url === '/jwks') return { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'k' }] };
      const iat = Math.floor(Date.now() / 1000);
      const { telegramId: id, phone } = somebody();
      const claims = { iss: issuer, aud: CLIENT_ID, sub: '1', iat, exp: iat + 60, id, phone_number: phone.slice(1) };
      if (request.url === '/token') return { access_token: 'a', token_type: 'Bearer', id_token: await forge(claims) };
      return {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        id_token_signing_alg_values_supported: ['RS256'],
      };
    };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(await answer()));
  });

  beforeAll(async () => {
    [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // it listens
    await api.deploy({ TELEGRAM_LOGIN_ISSUER: `http://127.0.0.1:${port}` });
  });
  afterAll(() => server.close());

  async function logIn(make: typeof forge): Promise<string> {
    forge = make;
    const browser = await login.begin(api);
    const returned = new URL('https://api.shop.example/api/v1/auth/telegram-login/callback?code=c');
    returned.searchParams.set('state', new URL(browser.url).searchParams.get('state') ?? '');
    await login.comeBack(api, returned.href, browser.cookie);
    return press.state({ ...browser, number: '', nonce: '' });
  }

  test('by none of the checks below if it is right', async () => {
    expect(await logIn((claims) => signBy(claims, own))).toBe('approved');
    expect(await logIn((claims) => signBy({ ...claims, id: String(claims['id']) }, own))).toBe('approved');
  });

  test('signed by another key, or not at all', async () => {
    expect(await logIn((claims) => signBy(claims, foreign))).toBe('waiting');
    const unsigned = async (claims: Claims) => {
      const [, payload] = (await signBy(claims, own)).split('.');
      return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    };
    expect(await logIn(unsigned)).toBe('waiting');
  });

  test.each<[string, (claims: Claims) => Claims]>([
    ['of another issuer', (claims) => ({ ...claims, iss: 'https://oauth.telegram.org' })],
    ['for another client', (claims) => ({ ...claims, aud: '7000000002' })],
    ['that has expired', (claims) => ({ ...claims, exp: Number(claims['iat']) - 60 })],
    ['that is old', (claims) => ({ ...claims, iat: Number(claims['iat']) - 600 })],
    ['without a date', ({ iat: _, ...claims }) => claims],
    ['without an id, whose sub is a number', ({ id: _, ...claims }) => ({ ...claims, sub: '1001' })],
    ['with an id that is no Telegram id', (claims) => ({ ...claims, id: '1e3' })],
    ['with a nonce that nobody sent', (claims) => ({ ...claims, nonce: 'n' })],
  ])('%s', async (_name, change) => {
    expect(await logIn((claims) => signBy(change(claims), own))).toBe('waiting');
  });
});
