import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { eventsWith } from '../support/events.ts';
import { useService } from '../support/service-keys.ts';
import { expectError, type Person, somebody, useApi } from '../support/test-api.ts';

const api = useApi();
const service = useService(api);
const list = async (userId: string) => (await service.call('GET', `users/${userId}/sessions/`)).json();
const end = (userId: string, sessionId: string) => service.call('DELETE', `users/${userId}/sessions/${sessionId}/`);
const endAll = (userId: string) => service.call('DELETE', `users/${userId}/sessions/`);

/** Signs a person in on two devices, the second one last. */
async function signInTwice(person: Person) {
  const first = await api.signIn(person, { device_id: 'one', device_name: 'Phone' });
  await api.pass('31 seconds');
  const second = await api.signIn(person, { device_id: 'two' });
  return { userId: first.user.id, first: first.access, second: second.access };
}

test('the living sessions of a user, the one used last first', async () => {
  const { userId } = await signInTwice(somebody());
  const { sessions, next_cursor } = await list(userId);
  expect(next_cursor).toBeNull();
  expect(sessions).toEqual([
    expect.objectContaining({ device_id: 'two' }),
    {
      id: expect.any(String),
      device_id: 'one',
      device_name: 'Phone',
      ip_address: '127.0.0.1',
      user_agent: 'lightMyRequest',
      created_at: expect.stringMatching(/Z$/),
      last_used_at: expect.stringMatching(/Z$/),
    },
  ]);
});

test('ending one: its tokens are refused, the others work; again it changes nothing', async () => {
  const { userId, first, second } = await signInTwice(somebody());
  const [, { id }] = (await list(userId)).sessions;
  for (let i = 0; i < 2; i++) expect((await end(userId, id)).statusCode).toBe(204);
  expectError(await api.me(first), 401, 'session_invalid');
  expect((await api.me(second)).statusCode).toBe(200);
  expect(await eventsWith(api, { session_id: id })).toMatchObject([
    { type: 'user.created' },
    { type: 'user.signed_in' },
    { type: 'session.ended', actor: 'admin', user_id: userId, data: { reason: 'admin', key: expect.any(String) } },
  ]);
});

test('ending all: 204, also where there is none', async () => {
  const { userId, first, second } = await signInTwice(somebody());
  for (let i = 0; i < 2; i++) expect((await endAll(userId)).statusCode).toBe(204);
  for (const access of [first, second]) expectError(await api.me(access), 401, 'session_invalid');
  expect(await list(userId)).toEqual({ sessions: [], next_cursor: null });
  const ended = (await eventsWith(api, { user_id: userId })).filter(({ type }) => type === 'session.ended');
  expect(ended).toHaveLength(2);
});

test('a session of another user, or of nobody: 404, and it lives on', async () => {
  const { userId, first } = await signInTwice(somebody());
  const [, { id }] = (await list(userId)).sessions;
  const other = (await api.signIn(somebody())).user.id;
  for (const [user, session] of [
    [other, id],
    [userId, randomUUID()],
    [userId, 'x'],
    ['x', id],
  ] as const) {
    expectError(await end(user, session), 404, 'not_found');
  }
  expectError(await endAll(randomUUID()), 404, 'not_found');
  expectError(await service.call('GET', `users/${randomUUID()}/sessions/`), 404, 'not_found');
  expect((await api.me(first)).statusCode).toBe(200);
});
