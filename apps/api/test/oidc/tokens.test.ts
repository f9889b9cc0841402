import * as openid from 'openid-client';
import { expect, test } from 'vitest';
import { deleteExpired } from '../../src/clean-up.ts';
import { addRelyingParty, authorizationRequest, Browser, signInAt, useOidcApi } from '../support/oidc.ts';

const api = useOidcApi();

const invalidGrant = { error: 'invalid_grant' };

/** A client with the tokens of a person who has just signed in at it. */
async function signedInClient(more: Parameters<typeof addRelyingParty>[1] = {}) {
  const config = await addRelyingParty(api, more);
  const browser = new Browser(api);
  const person = await browser.signIn();
  const tokens = await signInAt(config, browser);
  return { config, browser, person, tokens, userId: tokens.claims()?.sub ?? '', refresh: tokens.refresh_token ?? '' };
}

/** Asserts that nothing of what a client holds is worth anything. */
async function expectDead({ config, tokens, userId, refresh }: Awaited<ReturnType<typeof signedInClient>>) {
  await expect(openid.refreshTokenGrant(config, refresh)).rejects.toMatchObject(invalidGrant);
  await expect(openid.fetchUserInfo(config, tokens.access_token, userId)).rejects.toMatchObject({ status: 401 });
  expect(await openid.tokenIntrospection(config, tokens.access_token)).toEqual({ active: false });
  expect(await openid.tokenIntrospection(config, refresh)).toEqual({ active: false });
}

test('a refresh gives another refresh token', async () => {
  const { config, refresh, userId } = await signedInClient();
  const next = await openid.refreshTokenGrant(config, refresh);
  expect(next.refresh_token).not.toBe(refresh);
  expect(next.claims()?.sub).toBe(userId);
  expect((await openid.fetchUserInfo(config, next.access_token, userId)).sub).toBe(userId);
});

test('a refresh token that was used before revokes all of its grant', async () => {
  const client = await signedInClient();
  const next = await openid.refreshTokenGrant(client.config, client.refresh);
  await expect(openid.refreshTokenGrant(client.config, client.refresh)).rejects.toMatchObject(invalidGrant);
  await expectDead({ ...client, tokens: next, refresh: next.refresh_token ?? '' });
});

test('one refresh token, 8 parallel refreshes: one succeeds at most, and nothing of the grant survives', async () => {
  const client = await signedInClient();
  const all = await Promise.allSettled(
    Array.from({ length: 8 }, () => openid.refreshTokenGrant(client.config, client.refresh)),
  );
  const won = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(won.length).toBeLessThanOrEqual(1);
  for (const tokens of won) await expectDead({ ...client, tokens, refresh: tokens.refresh_token ?? '' });
});

test('a code that is redeemed again revokes the tokens that it gave', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  const request = await authorizationRequest(config);
  const callback = await browser.confirm(await browser.start(request));
  const tokens = await openid.authorizationCodeGrant(config, callback, request.checks);
  await expect(openid.authorizationCodeGrant(config, callback, request.checks)).rejects.toMatchObject(invalidGrant);
  const userId = tokens.claims()?.sub ?? '';
  await expectDead({
    config,
    browser,
    person: { telegramId: 0, phone: '' },
    tokens,
    userId,
    refresh: tokens.refresh_token ?? '',
  });
});

test('a code of another client is refused', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  await browser.signIn();
  const request = await authorizationRequest(config);
  const callback = await browser.confirm(await browser.start(request));
  await expect(
    openid.authorizationCodeGrant(await addRelyingParty(api), callback, request.checks),
  ).rejects.toMatchObject(invalidGrant);
});

test('a person signs out on the site: what clients hold of that session dies with it, and that of other sessions not', async () => {
  const client = await signedInClient();
  const other = new Browser(api);
  await api.pass('1 minute');
  await other.signIn(client.person);
  const kept = await signInAt(client.config, other);
  await client.browser.call('/auth/logout/');
  await expectDead(client);
  expect((await openid.fetchUserInfo(client.config, kept.access_token, client.userId)).sub).toBe(client.userId);
});

test('a user is disabled: what clients hold is refused, until they are enabled', async () => {
  const client = await signedInClient();
  await api.sql.query('UPDATE users SET disabled_at = now() WHERE id = $1', [client.userId]);
  await expectDead(client);
  await api.sql.query('UPDATE users SET disabled_at = NULL WHERE id = $1', [client.userId]);
  expect((await openid.refreshTokenGrant(client.config, client.refresh)).access_token).toBeDefined();
});

test('a user deletes their account: no row of what clients held is left', async () => {
  const client = await signedInClient();
  const { status } = await client.browser.fetch(new URL('/api/v1/auth/me/', api.issuer), {
    method: 'DELETE',
    headers: { origin: 'http://localhost:5173' },
  });
  expect(status).toBe(204);
  await expectDead(client);
  const { rowCount } = await api.sql.query('SELECT 1 FROM oidc_payloads WHERE user_id = $1 OR payload LIKE $2', [
    client.userId,
    `%${client.userId}%`,
  ]);
  expect(rowCount).toBe(0);
});

test('a session that is idle for two weeks has ended for clients too', async () => {
  const client = await signedInClient();
  await api.sql.query("UPDATE sessions SET rotated_at = rotated_at - interval '15 days' WHERE user_id = $1", [
    client.userId,
  ]);
  await expectDead(client);
});

test('introspection names the user, the client and the scopes', async () => {
  const { config, tokens, userId } = await signedInClient();
  expect(await openid.tokenIntrospection(config, tokens.access_token)).toMatchObject({
    active: true,
    sub: userId,
    client_id: config.clientMetadata().client_id,
    iss: api.issuer,
    scope: expect.stringContaining('phone'),
  });
});

test('introspection: a service of the site sees the tokens of all clients, another party only its own', async () => {
  const { tokens } = await signedInClient();
  const own = await addRelyingParty(api);
  const other = await addRelyingParty(api, { isOwn: false });
  expect(await openid.tokenIntrospection(own, tokens.access_token)).toMatchObject({ active: true });
  expect(await openid.tokenIntrospection(other, tokens.access_token)).toEqual({ active: false });
});

test('a revoked refresh token ends its grant; another client can’t revoke it', async () => {
  const client = await signedInClient();
  await openid.tokenRevocation(await addRelyingParty(api), client.refresh);
  expect(await openid.tokenIntrospection(client.config, client.refresh)).toMatchObject({ active: true });
  await openid.tokenRevocation(client.config, client.refresh);
  await expectDead(client);
});

test('an access token of a client is none of the site', async () => {
  const { tokens } = await signedInClient();
  expect((await api.me(tokens.access_token)).statusCode).toBe(401);
  expect((await api.me(tokens.id_token ?? '')).statusCode).toBe(401);
});

test('no code, token or cookie of anybody is in the database or the log', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  const secrets: string[] = [];
  await browser.signIn();
  const request = await authorizationRequest(config);
  const callback = await browser.confirm(await browser.start(request));
  const tokens = await openid.authorizationCodeGrant(config, callback, request.checks);
  secrets.push(
    callback.searchParams.get('code') ?? '',
    tokens.access_token,
    tokens.refresh_token ?? '',
    ...browser.secrets(),
  );
  await browser.start(await authorizationRequest(config, { prompt: 'login' })); // it knows the browser's session
  secrets.push(...browser.secrets());
  const { rows } = await api.sql.query('SELECT payload, uid, grant_id FROM oidc_payloads');
  const kept = JSON.stringify(rows) + api.log.join('\n');
  expect(secrets.length).toBeGreaterThan(3);
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(15);
    expect(kept).not.toContain(secret);
  }
});

test('the clean-up deletes what has expired, in batches, and nothing else', async () => {
  const { userId } = await signedInClient();
  const count = async () =>
    (await api.sql.query('SELECT 1 FROM oidc_payloads WHERE user_id = $1', [userId])).rowCount ?? 0;
  const errors: Error[] = [];
  const cleanUp = () =>
    deleteExpired(api.db, { eventsKeepDays: 180, batch: 2, onError: (error) => void errors.push(error) });
  const before = await count();
  await cleanUp();
  expect(await count()).toBe(before);
  await api.sql.query("UPDATE oidc_payloads SET expires_at = expires_at - interval '31 days'");
  await cleanUp();
  expect(await count()).toBe(0);
  expect(errors).toEqual([]);
});
