import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRaqam, type Raqam } from '../src/index.ts';
import { ISSUER, type RunningApi, startApi } from './support/start-api.ts';

let api: RunningApi;
let raqam: Raqam;
beforeAll(async () => {
  api = await startApi();
  raqam = createRaqam({ url: `${api.url}/`, issuer: ISSUER });
});
afterAll(() => api.stop());

const invalid = { name: 'RaqamError', code: 'token_invalid' };
const claims = () => ({
  iss: ISSUER,
  aud: 'raqam',
  sub: randomUUID(),
  sid: randomUUID(),
  role: 'user',
  client_id: 'raqam',
});

test('an access token of the api: its user, session and role', async () => {
  const { userId, access } = await api.signIn();
  const user = await raqam.verifyAccessToken(access);
  expect(user).toEqual({
    id: userId,
    sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    role: 'user',
    clientId: 'raqam',
    expiresAt: expect.any(Date),
  });
  expect(user.expiresAt.getTime()).toBeGreaterThan(Date.now());
});

test('a token of another issuer, audience, type or time, or without its claims, is refused', async () => {
  expect(await raqam.verifyAccessToken(await api.sign('at+jwt', claims()))).toMatchObject({ role: 'user' });
  const tokens = [
    api.sign('at+jwt', { ...claims(), iss: 'https://evil.uz' }),
    api.sign('at+jwt', { ...claims(), aud: 'another' }),
    api.sign('JWT', claims()),
    api.sign('phone+jwt', claims()),
    api.sign('at+jwt', claims(), '-1s'),
    ...['sub', 'sid', 'role'].map((name) => api.sign('at+jwt', { ...claims(), [name]: undefined })),
  ];
  for (const token of await Promise.all(tokens))
    await expect(raqam.verifyAccessToken(token)).rejects.toMatchObject(invalid);
});

test('a token that the api did not sign is refused: another key, a changed byte, no signature, no token', async () => {
  const { access } = await api.signIn();
  const [head = '', body = '', signature = ''] = access.split('.');
  const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const stranger = await generateKeyPair('ES256');
  const other = (alg: string, kid: string) =>
    new SignJWT(claims()).setExpirationTime('5m').setProtectedHeader({ alg, typ: 'at+jwt', kid });
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
  const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(stranger.publicKey)));
  for (const token of [
    await other('ES256', kid).sign(stranger.privateKey),
    await other('ES256', 'other').sign(stranger.privateKey),
    await other('HS256', kid).sign(secret),
    `${head}.${body.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))}.${signature}`,
    `${head}.${body}.`,
    `${none}.${body}.`,
    'nonsense',
    '',
  ]) {
    await expect(raqam.verifyAccessToken(token), token).rejects.toMatchObject(invalid);
  }
  await expect(raqam.verifyAccessToken(undefined as never)).rejects.toMatchObject(invalid); // as JavaScript may call it
});

test('a phone token of the api: its number', async () => {
  const token = await api.proveNumber('+998935550101');
  const { phone, tokenId, expiresAt } = await raqam.verifyPhoneToken(token);
  expect({ phone, tokenId }).toEqual({ phone: '+998935550101', tokenId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(expiresAt.getTime()).toBeGreaterThan(Date.now());
  await expect(raqam.verifyAccessToken(token)).rejects.toMatchObject(invalid);
});

test('the proof of a number, for its own audience alone; neither token passes for the other', async () => {
  const proof = { iss: ISSUER, aud: 'courier', phone_number: '+998901234567', jti: 'one' };
  const token = await api.sign('phone+jwt', proof);
  expect(await raqam.verifyPhoneToken(token, { audience: 'courier' })).toEqual({
    phone: '+998901234567',
    tokenId: 'one',
    expiresAt: expect.any(Date),
  });
  expect(
    await createRaqam({ url: api.url, issuer: ISSUER, audience: 'courier' }).verifyPhoneToken(token),
  ).toMatchObject({ phone: '+998901234567' });
  await expect(raqam.verifyPhoneToken(token)).rejects.toMatchObject(invalid);
  await expect(raqam.verifyPhoneToken(token, { audience: 'shop' })).rejects.toMatchObject(invalid);
  await expect(raqam.verifyAccessToken(token)).rejects.toMatchObject(invalid);
  const { access } = await api.signIn();
  await expect(raqam.verifyPhoneToken(access)).rejects.toMatchObject(invalid);
});

/** Serves a set of keys; `requests` counts. */
async function serveKeys(jwks: string) {
  const state = { status: 200, requests: 0 };
  const server = createServer((_request, response) => {
    state.requests += 1;
    response.writeHead(state.status, { 'content-type': 'application/json' }).end(jwks);
  }).listen(0);
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { state, stop, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('of the listed keys only those for ES256 count, and a token must expire', async () => {
  const pairs = await Promise.all(['ES256', 'RS256'].map(async (alg) => ({ alg, ...(await generateKeyPair(alg)) })));
  const listed = pairs.map(async ({ alg, publicKey }) => ({ ...(await exportJWK(publicKey)), alg, kid: alg }));
  const server = await serveKeys(JSON.stringify({ keys: await Promise.all(listed) }));
  const other = createRaqam({ url: server.url, issuer: ISSUER });
  const [good, wrong, endless] = await Promise.all(
    [...pairs, ...pairs].map(({ alg, privateKey }, i) => {
      const token = new SignJWT(claims()).setProtectedHeader({ alg, typ: 'at+jwt', kid: alg });
      return (i < pairs.length ? token.setExpirationTime('5m') : token).sign(privateKey);
    }),
  );
  expect(await other.verifyAccessToken(good ?? '')).toMatchObject({ role: 'user' });
  for (const token of [wrong, endless])
    await expect(other.verifyAccessToken(token ?? '')).rejects.toMatchObject(invalid);
  server.stop();
});

test('while keys are replaced, a token that names none of them is refused', async () => {
  const pairs = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
  const listed = pairs.map(async ({ publicKey }, i) => ({ ...(await exportJWK(publicKey)), kid: `key ${i}` }));
  const server = await serveKeys(JSON.stringify({ keys: await Promise.all(listed) }));
  const token = await new SignJWT(claims())
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
    .setExpirationTime('5m')
    .sign(pairs[0].privateKey);
  const other = createRaqam({ url: server.url, issuer: ISSUER });
  await expect(other.verifyAccessToken(token)).rejects.toMatchObject(invalid);
  server.stop();
});

test('the keys are fetched once for many tokens, also for tokens with an unknown key', async () => {
  const jwks = await (await fetch(`${api.url}/.well-known/jwks.json`)).text();
  const { state, stop, url } = await serveKeys(jwks);
  const counted = createRaqam({ url, issuer: ISSUER });
  const { access } = await api.signIn();
  const stranger = await generateKeyPair('ES256');
  const unknown = await new SignJWT(claims())
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'unknown' })
    .setExpirationTime('5m')
    .sign(stranger.privateKey);
  await Promise.all(Array.from({ length: 20 }, () => counted.verifyAccessToken(access)));
  for (let i = 0; i < 20; i++) await expect(counted.verifyAccessToken(unknown)).rejects.toMatchObject(invalid);
  expect(state.requests).toBe(1);

  state.status = 502;
  const away = createRaqam({ url, issuer: ISSUER });
  await expect(away.verifyAccessToken(access)).rejects.toMatchObject({ code: 'unreachable' });
  stop();
  await expect(away.verifyAccessToken(access)).rejects.toMatchObject({ code: 'unreachable' });
});
