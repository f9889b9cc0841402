import { randomBytes } from 'node:crypto';
import * as openid from 'openid-client';
import { expect, test } from 'vitest';
import { deleteClient } from '../../../src/features/clients/clients.queries.ts';
import { addClient, rotateSecret } from '../../../src/features/clients/manage-clients.ts';
import {
  addRelyingParty,
  authorizationRequest,
  Browser,
  CALLBACK,
  discover,
  signInAt,
  useOidcApi,
} from '../../support/oidc.ts';
import { operator } from '../../support/operator.ts';
import { WEB_ORIGIN } from '../../support/test-api.ts';

const api = useOidcApi();

const idOf = (config: openid.Configuration) => config.clientMetadata().client_id;

/** Removes a client and gives its id to another party. */
async function replaceClient(config: openid.Configuration, isPublic = false) {
  const id = idOf(config);
  await api.db.run(deleteClient, { ...operator, id });
  const added = await addClient(
    api.db,
    {
      id,
      name: 'Other',
      redirectUris: [CALLBACK],
      postLogoutRedirectUris: [],
      isOwn: false,
      isPublic,
      signingAlgorithm: 'RS256',
    },
    operator,
    randomBytes,
  );
  return discover(api, id, added.ok ? added.secret : undefined);
}

for (const isOwn of [true, false])
  test(`another party gets the id of a removed client (${isOwn ? 'own' : 'with consent'}): people are asked for consent`, async () => {
    const config = await addRelyingParty(api, { isOwn });
    const browser = new Browser(api);
    await browser.signIn();
    await signInAt(config, browser);
    const other = await replaceClient(config);
    const { url } = await browser.open((await authorizationRequest(other)).url);
    expect(url.origin).toBe(WEB_ORIGIN);
    const interaction = url.searchParams.get('interaction');
    expect((await browser.call(`/oidc/interactions/${interaction}/show/`)).json).toMatchObject({ needs: 'consent' });
  });

test('another party gets the id of a removed client: what the removed one held is refused', async () => {
  const config = await addRelyingParty(api, { isPublic: true });
  const browser = new Browser(api);
  await browser.signIn();
  const { access_token, refresh_token = '', claims } = await signInAt(config, browser);
  const subject = claims()?.sub ?? '';
  const other = await replaceClient(config, true);
  await expect(openid.fetchUserInfo(other, access_token, subject)).rejects.toMatchObject({ status: 401 });
  await expect(openid.refreshTokenGrant(other, refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
});

test('introspection: tokens of a disabled and of a removed client are inactive for a service of the site', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  const { access_token } = await signInAt(config, browser);
  const own = await addRelyingParty(api);
  const ask = () => openid.tokenIntrospection(own, access_token);
  expect(await ask()).toMatchObject({ active: true });
  await api.sql.query('UPDATE clients SET disabled_at = now() WHERE id = $1', [idOf(config)]);
  expect(await ask()).toEqual({ active: false });
  await api.db.run(deleteClient, { ...operator, id: idOf(config) });
  expect(await ask()).toEqual({ active: false });
});

test('a secret that is rotated meanwhile: the code is for the new one alone', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  const request = await authorizationRequest(config);
  const callback = await browser.confirm(await browser.start(request));
  const renewed = await discover(api, idOf(config), await rotateSecret(api.db, idOf(config), operator, randomBytes));
  await expect(openid.authorizationCodeGrant(config, callback, request.checks)).rejects.toMatchObject({
    error: 'invalid_client',
  });
  expect((await openid.authorizationCodeGrant(renewed, callback, request.checks)).access_token).toBeDefined();
});

test('a client that is disabled during an interaction gets no code', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  const interaction = await browser.start(await authorizationRequest(config));
  const shown = await browser.call(`/oidc/interactions/${interaction}/show/`);
  const { needs, account } = shown.json;
  const { json } = await browser.call(`/oidc/interactions/${interaction}/confirm/`, { needs, account });
  await api.sql.query('UPDATE clients SET disabled_at = now() WHERE id = $1', [idOf(config)]);
  const { url, response } = await browser.open(String(json['redirect_to']));
  expect({ origin: url.origin, status: response?.status }).toEqual({ origin: new URL(api.issuer).origin, status: 400 });
});

test('no secret of a client is in the database, the log or an error', async () => {
  const config = await addRelyingParty(api);
  const { client_id, client_secret = '' } = config.clientMetadata();
  const ask = (secret: unknown) =>
    api.app.inject({
      method: 'POST',
      url: '/oidc/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `grant_type=authorization_code&code=canary-code&redirect_uri=${CALLBACK}&client_id=${client_id}&client_secret=${secret}`,
    });
  const wrong = 'canary-of-a-wrong-secret';
  const bodies = [(await ask(client_secret)).body, (await ask(wrong)).body];
  const { rows } = await api.sql.query(`SELECT
    (SELECT jsonb_agg(clients) FROM clients), (SELECT jsonb_agg(oidc_payloads) FROM oidc_payloads),
    (SELECT jsonb_agg(events) FROM events)`);
  const kept = JSON.stringify([rows, bodies, api.log]);
  expect(client_secret).toHaveLength(43);
  for (const secret of [String(client_secret), wrong, 'canary-code']) expect(kept).not.toContain(secret);
});

test('PKCE by the method “plain”: refused', async () => {
  const { url } = await authorizationRequest(await addRelyingParty(api), { code_challenge_method: 'plain' });
  expect((await new Browser(api).open(url)).url.searchParams.get('error')).toBe('invalid_request');
});

test('16 parallel redemptions of one code give tokens to one at most, and these are revoked', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  const request = await authorizationRequest(config);
  const callback = await browser.confirm(await browser.start(request));
  const all = await Promise.allSettled(
    Array.from({ length: 16 }, () => openid.authorizationCodeGrant(config, callback, request.checks)),
  );
  const won = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(won.length).toBeLessThanOrEqual(1);
  for (const { access_token, refresh_token = '' } of won) {
    expect(await openid.tokenIntrospection(config, access_token)).toEqual({ active: false });
    await expect(openid.refreshTokenGrant(config, refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
  }
});

test('another client can neither refresh nor introspect a token, and its own id does not help', async () => {
  const browser = new Browser(api);
  await browser.signIn();
  const { refresh_token = '', access_token } = await signInAt(await addRelyingParty(api), browser);
  const thief = await addRelyingParty(api, { isOwn: false, isPublic: true });
  await expect(openid.refreshTokenGrant(thief, refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
  expect(await openid.tokenIntrospection(thief, refresh_token)).toEqual({ active: false });
  const publicOwn = await addRelyingParty(api, { isPublic: true });
  expect(await openid.tokenIntrospection(publicOwn, access_token)).toEqual({ active: false });
});

test('an ID token of ES256 and a phone token are no access tokens, and neither of them nor an access token is an id_token_hint', async () => {
  const config = await addRelyingParty(api, { signingAlgorithm: 'ES256' });
  const browser = new Browser(api);
  const person = await browser.signIn();
  const { id_token = '' } = await signInAt(config, browser);
  const forClient = api.app.jwt.newest.sign(
    { phone_number: person.phone },
    { header: { alg: 'ES256', typ: 'phone+jwt' }, aud: idOf(config) },
  );
  const access = api.app.jwt.newest.sign({ sub: 'a' }, { aud: idOf(config) });
  for (const token of [id_token, forClient]) {
    expect((await api.me(token)).statusCode).toBe(401);
    expect((await fetch(`${api.issuer}/me`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  }
  for (const hint of [forClient, access]) {
    const { url } = await browser.open((await authorizationRequest(config, { id_token_hint: hint })).url);
    expect(url.searchParams.get('error')).toBe('invalid_request');
  }
});
