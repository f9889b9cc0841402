import type { Configuration } from 'openid-client';
import * as openid from 'openid-client';
import { expect, test } from 'vitest';
import {
  addRelyingParty,
  authorizationRequest,
  Browser,
  NOBODY,
  SIGNED_OUT,
  signInAt,
  useOidcApi,
} from '../support/oidc.ts';
import { WEB_ORIGIN } from '../support/test-api.ts';

const api = useOidcApi();

const ended = { status: 410, json: { error: { code: 'interaction_ended' } } };

/** What the site's page is told. */
async function show(browser: Browser, interaction: string) {
  const { status, json } = await browser.call(`/oidc/interactions/${interaction}/show/`);
  expect(status, JSON.stringify(json)).toBe(200);
  return json;
}

const start = async (browser: Browser, config: Configuration, parameters: Record<string, string> = {}) =>
  browser.start(await authorizationRequest(config, parameters));

test('the page learns what the client asks for', async () => {
  const config = await addRelyingParty(api, { name: 'Do‘kon', isOwn: false });
  const browser = new Browser(api);
  const interaction = await start(browser, config, {
    scope: 'openid phone',
    login_hint: '90 123 45 67',
    ui_locales: 'kk uz-Cyrl ru',
  });
  expect(await show(browser, interaction)).toEqual({
    client: { name: 'Do‘kon', is_own: false },
    needs: 'sign_in',
    account: null,
    scopes: ['openid', 'phone'],
    login_hint: '+998901234567',
    language: 'uz-Cyrl',
  });
  const person = await browser.signIn();
  expect(await show(browser, interaction)).toMatchObject({
    needs: 'consent',
    account: `+998 90 ••• ${person.phone.slice(-4, -2)} ${person.phone.slice(-2)}`,
  });
});

test('a hint that is not a number, and languages that the site does not speak, are nothing', async () => {
  const browser = new Browser(api);
  const interaction = await start(browser, await addRelyingParty(api), {
    login_hint: 'me@shop.uz',
    ui_locales: 'kk de',
  });
  expect(await show(browser, interaction)).toMatchObject({ login_hint: null, language: null });
});

test('another party asks for consent once, and again for more', async () => {
  const config = await addRelyingParty(api, { isOwn: false });
  const browser = new Browser(api);
  const person = await browser.signIn();
  const first = await start(browser, config, { scope: 'openid phone' });
  expect(await show(browser, first)).toMatchObject({ needs: 'consent' });
  await browser.confirm(first);
  await api.pass('1 minute');
  const other = new Browser(api);
  await other.signIn(person);
  expect(await show(other, await start(other, config, { scope: 'openid phone' }))).toMatchObject({ needs: 'nothing' });
  expect(await show(other, await start(other, config, { scope: 'openid phone telegram' }))).toMatchObject({
    needs: 'consent',
  });
  expect(await show(other, await start(other, config, { scope: 'openid', prompt: 'consent' }))).toMatchObject({
    needs: 'consent',
  });
});

test('without consent prompt=none gives another party nothing', async () => {
  const browser = new Browser(api);
  await browser.signIn();
  await signInAt(await addRelyingParty(api), browser);
  const { url } = await authorizationRequest(await addRelyingParty(api, { isOwn: false }), { prompt: 'none' });
  expect((await browser.open(url)).url.searchParams.get('error')).toBe('consent_required');
});

test('an own client asks for no consent, even with prompt=consent', async () => {
  const browser = new Browser(api);
  await browser.signIn();
  const interaction = await start(browser, await addRelyingParty(api), { prompt: 'consent' });
  expect(await show(browser, interaction)).toMatchObject({ client: { is_own: true }, needs: 'nothing' });
});

test('consent that is declined sends the client access_denied', async () => {
  const browser = new Browser(api);
  await browser.signIn();
  const config = await addRelyingParty(api, { isOwn: false });
  const request = await authorizationRequest(config);
  const interaction = await browser.start(request);
  const { json } = await browser.call(`/oidc/interactions/${interaction}/abort/`);
  const { url } = await browser.open(String(json['redirect_to']));
  expect(url.searchParams.get('error')).toBe('access_denied');
  expect(url.searchParams.get('state')).toBe(request.checks.expectedState);
  expect(await show(browser, await start(browser, config))).toMatchObject({ needs: 'consent' });
});

test('an attacker’s interaction sent to a victim: the victim opens the link, and the attacker gets nothing', async () => {
  const config = await addRelyingParty(api);
  const attacker = new Browser(api);
  const request = await authorizationRequest(config);
  const interaction = await attacker.start(request);
  const victim = new Browser(api);
  await victim.signIn();
  await victim.open(new URL(`/api/v1/oidc/interactions/${interaction}/`, api.issuer));
  for (const act of ['show', 'confirm', 'abort'])
    expect(
      await victim.call(`/oidc/interactions/${interaction}/${act}/`, act === 'confirm' ? NOBODY : undefined),
    ).toMatchObject(ended);
  const { url, response } = await attacker.open(`${api.issuer}/auth/${interaction}`);
  expect(response?.status ?? url.searchParams.get('code')).not.toBe('code');
  expect(url.searchParams.get('code')).toBeNull();
  expect(await show(attacker, await start(attacker, config))).toMatchObject({ needs: 'sign_in' });
});

test('the victim’s own interaction does not open the attacker’s', async () => {
  const config = await addRelyingParty(api);
  const attacker = new Browser(api);
  const interaction = await start(attacker, config);
  const victim = new Browser(api);
  await victim.signIn();
  const own = await start(victim, config);
  const below = '/api/v1/oidc/interactions/';
  victim.copy('oidc_interaction', `${below}${own}/`, `${below}${interaction}/`);
  expect(await victim.call(`/oidc/interactions/${interaction}/confirm/`, NOBODY)).toMatchObject(ended);
});

test('unknown, finished and expired interactions can’t be told apart', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  const finished = await start(browser, config);
  await browser.confirm(finished);
  const expired = await start(new Browser(api), config);
  const late = new Browser(api);
  const lateOne = await start(late, config);
  await api.sql.query('UPDATE oidc_payloads SET expires_at = now() ');
  for (const [somebody, id] of [
    [browser, finished],
    [browser, expired],
    [browser, 'unknown'],
    [late, lateOne],
  ] as const)
    expect(await somebody.call(`/oidc/interactions/${id}/show/`)).toMatchObject(ended);
});

test('another site’s page can’t confirm', async () => {
  const browser = new Browser(api);
  await browser.signIn();
  const interaction = await start(browser, await addRelyingParty(api));
  const response = await browser.fetch(new URL(`/api/v1/oidc/interactions/${interaction}/confirm/`, api.issuer), {
    method: 'POST',
    headers: { origin: 'https://evil.example' },
  });
  expect(response.status).toBe(403);
});

test('nobody is signed in: confirming is refused', async () => {
  const browser = new Browser(api);
  const interaction = await start(browser, await addRelyingParty(api));
  expect(await browser.call(`/oidc/interactions/${interaction}/confirm/`, NOBODY)).toMatchObject({ status: 401 });
});

test('a person who is “not you” signs out on the page, and goes on as themselves', async () => {
  const config = await addRelyingParty(api, { isOwn: false });
  const browser = new Browser(api);
  await browser.signIn();
  await signInAt(await addRelyingParty(api), browser); // the provider knows the browser
  const request = await authorizationRequest(config);
  const interaction = await browser.start(request);
  await browser.call('/auth/logout/');
  expect(await show(browser, interaction)).toMatchObject({ needs: 'sign_in', account: null });
  const person = await browser.signIn();
  const tokens = await openid.authorizationCodeGrant(config, await browser.confirm(interaction), request.checks);
  const userInfo = await openid.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
  expect(userInfo.phone_number).toBe(person.phone);
});

test('a person signs out and in again: the client gets tokens of the new session', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  const person = await browser.signIn();
  await signInAt(config, browser);
  await browser.call('/auth/logout/');
  await api.pass('1 minute');
  await browser.signIn(person);
  const tokens = await signInAt(config, browser);
  expect((await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')).access_token).toBeDefined();
});

test('an id_token_hint of somebody else needs their sign-in', async () => {
  const config = await addRelyingParty(api);
  const other = new Browser(api);
  await other.signIn();
  const { id_token = '' } = await signInAt(config, other);
  const browser = new Browser(api);
  await browser.signIn();
  const interaction = await start(browser, config, { id_token_hint: id_token });
  await browser.confirm(interaction).catch(() => {});
  const again = await browser.open((await authorizationRequest(config, { id_token_hint: id_token })).url);
  expect(again.url.origin).toBe(WEB_ORIGIN);
  expect(await show(browser, again.url.searchParams.get('interaction') ?? '')).toMatchObject({ needs: 'sign_in' });
});

test('an address of an interaction with something else in it is none', async () => {
  for (const id of ['a%0d%0ab', '..%2f..', 'a'.repeat(65)])
    expect((await api.get(`/api/v1/oidc/interactions/${id}/`)).statusCode).toBe(404);
});

test('a client signs the person out: their session ends, with its event, and all clients with it', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  const other = await addRelyingParty(api);
  const elsewhere = await signInAt(other, browser);
  const tokens = await signInAt(config, browser);
  const url = openid.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token ?? '',
    post_logout_redirect_uri: SIGNED_OUT,
    state: 'kept',
  });
  const { response } = await browser.open(url);
  expect(response?.status).toBe(200);
  const page = await response?.clone().text();
  expect(page).toContain('.click()'); // nobody is asked
  const { url: back } = await browser.submit(response ?? new Response(), { logout: 'yes' });
  expect(back.href).toBe(`${SIGNED_OUT}?state=kept`);
  expect((await browser.call('/oidc/interactions/x/show/')).status).toBe(410);
  expect((await browser.fetch(new URL('/api/v1/auth/me/', api.issuer))).status).toBe(401);
  for (const [client, { refresh_token = '' }] of [
    [config, tokens],
    [other, elsewhere],
  ] as const)
    await expect(openid.refreshTokenGrant(client, refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
  const { rows } = await api.sql.query(
    "SELECT data ->> 'reason' AS reason FROM events WHERE type = 'session.ended' AND user_id = $1",
    [tokens.claims()?.sub],
  );
  expect(rows).toEqual([{ reason: 'logout' }]);
});

test('a client of somebody else can’t sign the person out of the site unasked', async () => {
  const config = await addRelyingParty(api, { isOwn: false });
  const browser = new Browser(api);
  await browser.signIn();
  const { id_token = '' } = await signInAt(config, browser);
  const { response } = await browser.open(openid.buildEndSessionUrl(config, { id_token_hint: id_token }));
  expect(response?.status).toBe(200);
  expect(await response?.text()).not.toContain('<script>');
});

test('without the person’s ID token they are asked before they are signed out', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  await signInAt(config, browser);
  const { response } = await browser.open(`${api.issuer}/session/end`);
  expect(await response?.text()).not.toContain('<script>');
  expect((await browser.fetch(new URL('/api/v1/auth/me/', api.issuer))).status).toBe(200);
});

test('a place after logout that is not registered is refused', async () => {
  const config = await addRelyingParty(api);
  const url = openid.buildEndSessionUrl(config, { post_logout_redirect_uri: 'https://evil.example/' });
  const { url: page, response } = await new Browser(api).open(url);
  expect({ status: response?.status, origin: page.origin }).toEqual({
    status: 400,
    origin: new URL(api.issuer).origin,
  });
});
