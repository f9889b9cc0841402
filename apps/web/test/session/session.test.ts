import { createApiClient } from '@raqam/shared/client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSession, type Session } from '../../src/features/auth/session/session.ts';
import { type FakeApi, startFakeApi } from '../support/fake-api.ts';

let api: FakeApi;
let session: Session;

beforeAll(async () => {
  api = await startFakeApi();
});
beforeEach(async () => {
  const client = createApiClient(api);
  session = createSession(client);
  const registered = await client.call('registerWithTelegram', { phone: '+998901234567', code: '042137' });
  if (registered.ok) session.start(registered.data.tokens);
  api.requests.length = 0;
});
afterAll(() => api.stop());

const count = (path: string) => api.requests.filter((request) => request.path === `/api/v1/auth/${path}/`).length;
const callMe = () => session.call('me', undefined, 'uz');

test('eight calls with an expired token share one refresh, and all succeed', async () => {
  api.expireAccessTokens();
  const results = await Promise.all(Array.from({ length: 8 }, callMe));
  expect(results.map(({ ok }) => ok)).toEqual(Array(8).fill(true));
  expect(count('token/refresh')).toBe(1);
});

test('eight calls without a token share one refresh', async () => {
  const reloaded = createSession(createApiClient(api));
  const results = await Promise.all(Array.from({ length: 8 }, () => reloaded.call('me', undefined, 'uz')));
  expect(results.map(({ ok }) => ok)).toEqual(Array(8).fill(true));
  expect([count('token/refresh'), count('me')]).toEqual([1, 8]);
});

test('a call that is refused after the token was renewed uses the new token, without another refresh', async () => {
  const held = Promise.withResolvers<{ status: number; body: unknown }>();
  api.expireAccessTokens();
  api.answerNext('/api/v1/auth/me/', held.promise);
  const slow = callMe();
  await expect.poll(() => count('me')).toBe(1);
  expect((await callMe()).ok).toBe(true);
  held.resolve({ status: 401, body: { error: { code: 'session_invalid', message: '' }, detail: '' } });
  expect((await slow).ok).toBe(true);
  expect(count('token/refresh')).toBe(1);
});

test('an ended session is refused after one refresh, and forgotten', async () => {
  api.endSessions();
  expect(await callMe()).toMatchObject({ ok: false, error: { code: 'session_invalid' } });
  expect([count('me'), count('token/refresh')]).toEqual([1, 1]);
  expect(session.mayExist()).toBe(false);
});

test('an unreachable API is reported as such, and the session is kept', async () => {
  await api.stop();
  expect(await callMe()).toMatchObject({ ok: false, error: { code: 'unreachable' } });
  expect(session.mayExist()).toBe(true);
  await api.start();
  expect((await callMe()).ok).toBe(true);
});

test('a call of one person does not act on another whose cookie replaced theirs', async () => {
  const tokenOf = (sub: string) => `x.${btoa(JSON.stringify({ sub }))}.y`;
  session.start({ access: tokenOf('A'), refresh: 'r' });
  const ended = { error: { code: 'session_invalid', message: '' }, detail: '' };
  api.answerNext('/api/v1/auth/me/', { status: 401, body: ended });
  api.answerNext('/api/v1/auth/token/refresh/', { status: 200, body: { access: tokenOf('B'), refresh: 'r' } });
  expect(await session.call('deleteMe', undefined, 'uz')).toMatchObject({
    ok: false,
    error: { code: 'session_invalid' },
  });
  expect([count('me'), count('token/refresh')]).toEqual([1, 1]);
  // The other person stays signed in: the browser's note of it is not removed.
  expect(session.mayExist()).toBe(true);
});
