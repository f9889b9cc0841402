import { expect, test } from 'vitest';
import { callAdmin, signInAdmin } from '../support/admin.ts';
import { eventsWith } from '../support/events.ts';
import { expectError, somebody, useApi, WEB_ORIGIN } from '../support/test-api.ts';

const api = useApi();

test('a user without the role gets 403, whatever their access token says', async () => {
  const { user, access } = await api.signIn(somebody());
  expectError(await callAdmin(api, access, 'GET', `users/${user.id}/`), 403, 'admin_required');
});

test('an administrator acts with their session, and each event names them', async () => {
  const admin = await signInAdmin(api);
  const { user } = await api.signIn(somebody());
  const answer = await admin.call('POST', `users/${user.id}/disable/`);
  expect(answer.statusCode, answer.body).toBe(200);
  const event = (await eventsWith(api, { user_id: user.id })).find(({ type }) => type === 'user.disabled');
  expect(event).toMatchObject({ actor: 'admin', data: { admin: admin.id } });
});

test('an administrator’s act in a stolen session: 403 proof_required 15 minutes after signing in, also after a refresh', async () => {
  const person = somebody();
  const { user, refresh } = await api.signIn(person);
  await api.sql.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [user.id]);
  const refreshed = await api.post('/api/v1/auth/token/refresh/', { refresh });
  const { access } = refreshed.json();
  await api.sql.query(`UPDATE sessions SET created_at = now() - interval '14 minutes' WHERE user_id = $1`, [user.id]);
  expect((await callAdmin(api, access, 'GET', `users/${user.id}/`)).statusCode).toBe(200);
  await api.sql.query(`UPDATE sessions SET created_at = now() - interval '15 minutes 1 second' WHERE user_id = $1`, [
    user.id,
  ]);
  expectError(await callAdmin(api, access, 'GET', `users/${user.id}/`), 403, 'proof_required');
  expect((await api.me(access)).statusCode).toBe(200);
});

test('an administrator who loses the role, is disabled or is signed out: nothing is possible from then on', async () => {
  for (const [change, status, code] of [
    [`UPDATE users SET role = 'user' WHERE id = $1`, 403, 'admin_required'],
    [`UPDATE users SET disabled_at = now() WHERE id = $1`, 401, 'session_invalid'],
    [`UPDATE sessions SET ended_at = now() WHERE user_id = $1`, 401, 'session_invalid'],
  ] as const) {
    const admin = await signInAdmin(api);
    expect((await admin.call('GET', `users/${admin.id}/`)).statusCode).toBe(200);
    await api.sql.query(change, [admin.id]);
    expectError(await admin.call('GET', `users/${admin.id}/`), status, code);
  }
});

test('an administrator’s act by cookie from another site or from no site: refused', async () => {
  const { access } = await signInAdmin(api);
  const { user } = await api.signIn(somebody());
  const act = (origin?: string) =>
    api.app.inject({
      method: 'POST',
      url: `/api/v1/admin/users/${user.id}/disable/`,
      headers: { cookie: `access_token=${access}`, ...(origin && { origin }) },
    });
  for (const origin of [undefined, 'null', 'https://evil.example']) {
    expectError(await act(origin), 403, 'origin_forbidden');
  }
  expect((await act(WEB_ORIGIN)).statusCode).toBe(200);
});
