import * as openid from 'openid-client';
import { expect, test } from 'vitest';
import { addRelyingParty, authorizationRequest, Browser, NOBODY, signInAt, useOidcApi } from '../../support/oidc.ts';

const api = useOidcApi();

const show = async (browser: Browser, interaction: string) =>
  (await browser.call(`/oidc/interactions/${interaction}/show/`)).json;

/** Confirms what the page shows, and does not go on yet. */
async function press(browser: Browser, interaction: string) {
  const { needs, account } = await show(browser, interaction);
  return browser.call(`/oidc/interactions/${interaction}/confirm/`, { needs, account });
}

test('a fresh sign-in as somebody else than the client’s id_token_hint names is not theirs', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  const { id_token = '' } = await signInAt(config, browser);
  const request = await authorizationRequest(config, { id_token_hint: id_token, prompt: 'login' });
  const interaction = await browser.start(request);
  await browser.call('/auth/logout/');
  await browser.signIn();
  expect(await show(browser, interaction)).toMatchObject({ needs: 'sign_in' });
  expect(await browser.call(`/oidc/interactions/${interaction}/confirm/`, NOBODY)).toMatchObject({ status: 401 });
});

test('the account changes after the page was shown: nothing is confirmed, or consented to, for the other account', async () => {
  const config = await addRelyingParty(api, { isOwn: false });
  const browser = new Browser(api);
  const person = await browser.signIn();
  await browser.confirm(await browser.start(await authorizationRequest(config)));
  await api.pass('1 minute');
  const again = new Browser(api);
  await again.signIn(person);
  const interaction = await again.start(await authorizationRequest(config));
  const { account } = await show(again, interaction);
  await again.signIn(); // as in another tab
  for (const needs of ['nothing', 'consent'])
    expect(await again.call(`/oidc/interactions/${interaction}/confirm/`, { needs, account })).toMatchObject({
      status: 409,
      json: { error: { code: 'interaction_changed' } },
    });
  const shown = await show(again, interaction);
  expect(shown).toMatchObject({ needs: 'consent' });
  const unasked = { needs: 'nothing', account: shown['account'] };
  expect((await again.call(`/oidc/interactions/${interaction}/confirm/`, unasked)).status).toBe(409);
  expect((await api.sql.query('SELECT 1 FROM consents')).rowCount).toBe(1);
  await again.confirm(interaction);
});

test('a user who is disabled after they confirmed gets no code, and a code from before is refused', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  const request = await authorizationRequest(config);
  const callback = await browser.confirm(await browser.start(request));
  const waiting = await browser.open((await authorizationRequest(config, { prompt: 'login' })).url);
  await api.sql.query('UPDATE users SET disabled_at = now()');
  await expect(openid.authorizationCodeGrant(config, callback, request.checks)).rejects.toMatchObject({
    error: 'invalid_grant',
  });
  const id = waiting.url.searchParams.get('interaction');
  expect(await browser.call(`/oidc/interactions/${id}/confirm/`, NOBODY)).toMatchObject({ status: 401 });
  await api.sql.query('UPDATE users SET disabled_at = NULL');
});

test('a session that ends between the confirmation and the way back gives no code', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  const interaction = await browser.start(await authorizationRequest(config));
  const { json } = await press(browser, interaction);
  await browser.call('/auth/logout/');
  const { url } = await browser.open(String(json['redirect_to']));
  expect(url.searchParams.get('code')).toBeNull();
  expect(url.pathname).toBe('/sign-in');
});

test('the way back of a confirmed interaction works in its own browser alone', async () => {
  const config = await addRelyingParty(api);
  const attacker = new Browser(api);
  await attacker.signIn();
  const interaction = await attacker.start(await authorizationRequest(config));
  const { json } = await press(attacker, interaction);
  const { url, response } = await new Browser(api).open(String(json['redirect_to']));
  expect({ origin: url.origin, status: response?.status }).toEqual({ origin: new URL(api.issuer).origin, status: 400 });
});

test('no phone number and no token of a request is in the database in plain', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  const { id_token = '' } = await signInAt(config, browser);
  const login_hint = '+998901112233';
  const interaction = await browser.start(
    await authorizationRequest(config, { login_hint, id_token_hint: id_token, prompt: 'login' }),
  );
  expect(await show(browser, interaction)).toMatchObject({ login_hint });
  const { rows } = await api.sql.query('SELECT payload FROM oidc_payloads');
  const kept = JSON.stringify(rows);
  expect(kept).not.toContain(login_hint.slice(1));
  expect(kept).not.toContain(id_token.split('.')[2]);
  expect(api.log.join('\n')).not.toContain(login_hint.slice(1));
});
