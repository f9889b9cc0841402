import { randomUUID } from 'node:crypto';
import type { ServiceScope } from '@raqam/shared/contract/admin';
import { beforeAll, describe, expect, test } from 'vitest';
import { revokeServiceKey } from '../../src/features/admin/service-keys.queries.ts';
import { disableUser } from '../../src/features/people/disable-user.ts';
import { signInAdmin } from '../support/admin.ts';
import { eventsWith } from '../support/events.ts';
import { operator } from '../support/operator.ts';
import { useService } from '../support/service-keys.ts';
import { expectError, fromElsewhere, somebody, useApi } from '../support/test-api.ts';

const api = useApi();
const service = useService(api);

let userId: string;
beforeAll(async () => {
  userId = (await api.signIn(somebody())).user.id;
});

const show = (key: string | undefined, remoteAddress = fromElsewhere().remoteAddress) =>
  service.call('GET', `users/${userId}/`, { key, remoteAddress });

/** Every call of the server API, with the scope that it needs. */
const calls: ['GET' | 'POST' | 'DELETE', string, ServiceScope, object?][] = [
  ['POST', 'users/find/', 'users:read', { id: randomUUID() }],
  ['GET', 'users/:id/', 'users:read'],
  ['POST', 'users/:id/disable/', 'users:write'],
  ['POST', 'users/:id/enable/', 'users:write'],
  ['GET', 'users/:id/sessions/', 'sessions:read'],
  ['DELETE', `users/:id/sessions/${randomUUID()}/`, 'sessions:write'],
  ['DELETE', 'users/:id/sessions/', 'sessions:write'],
  ['GET', 'events/', 'events:read'],
];

describe.for(calls)('%s %s', ([method, path, scope, body]) => {
  const url = () => path.replace(':id', userId);
  const call = (key: string | undefined) => service.call(method, url(), { key, ...(body && { body }) });

  test('without a key and with a wrong one it is 401, with the access token of a user 403', async () => {
    const { access } = await api.signIn(somebody());
    expectError(await call(access), 403, 'admin_required');
    for (const [key, code] of [
      [undefined, 'session_invalid'],
      ['rqk_wrong', 'service_key_invalid'],
      ['wrong', 'service_key_invalid'],
    ] as const) {
      const answer = await call(key);
      expectError(answer, 401, code);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="raqam"/);
    }
  });

  test('a key with every other scope is 403, and the answer names the one that is missing', async () => {
    const others = calls.map(([, , other]) => other).filter((other) => other !== scope);
    const answer = await call((await service.addKey([...new Set(others)])).key);
    expectError(answer, 403, 'scope_missing');
    expect(answer.json().error.scope).toBe(scope);
    expect(answer.headers['www-authenticate']).toBe(
      `Bearer realm="raqam", error="insufficient_scope", scope="${scope}"`,
    );
    const right = await call((await service.addKey([scope])).key);
    expect([200, 204, 404]).toContain(right.statusCode);
  });
});

test('a service disables and enables no administrator, so that nobody disabled returns by a key of their own', async () => {
  const admin = await signInAdmin(api);
  const act = (what: string) => service.call('POST', `users/${admin.id}/${what}/`);
  expectError(await act('disable'), 403, 'admin_required');
  expect((await admin.call('GET', 'keys/')).statusCode).toBe(200);
  await disableUser(api.db, admin.id, operator);
  expectError(await act('enable'), 403, 'admin_required');
  expectError(await api.me(admin.access), 401, 'session_invalid');
  expect((await eventsWith(api, { user_id: admin.id })).filter(({ type }) => type === 'user.enabled')).toEqual([]);
});

test('a key that is revoked or expired is 401 at once', async () => {
  const revoked = await service.addKey();
  expect((await show(revoked.key)).statusCode).toBe(200);
  await api.db.run(revokeServiceKey, { ...operator, id: revoked.id });
  expectError(await show(revoked.key), 401, 'service_key_invalid');

  const expiring = await service.addKey(undefined, new Date(Date.now() + 3_600_000));
  expect((await show(expiring.key)).statusCode).toBe(200);
  await api.sql.query("UPDATE service_keys SET expires_at = now() - interval '1 second' WHERE id = $1", [expiring.id]);
  expectError(await show(expiring.key), 401, 'service_key_invalid');
});

test('the key is nowhere in the database, nor in the log', async () => {
  const { key } = await service.addKey();
  await show(key);
  const { rows } = await api.sql.query(
    "SELECT service_keys::text AS row FROM service_keys UNION ALL SELECT events::text FROM events WHERE type LIKE 'admin.%'",
  );
  const written = [...rows.map(({ row }) => row), ...api.log].join('\n');
  expect(written).not.toContain(key.slice(4, -4));
  expect(key).toMatch(/^rqk_[A-Za-z0-9_-]{43}$/);
});

test('its last use is written, and at most once a minute', async () => {
  const { id, key } = await service.addKey();
  const lastUsed = async () =>
    (await api.sql.query('SELECT last_used_at, xmin FROM service_keys WHERE id = $1', [id])).rows[0];
  expect((await lastUsed()).last_used_at).toBeNull();
  await show(key);
  const first = await lastUsed();
  expect(first.last_used_at).toBeInstanceOf(Date);
  await show(key);
  expect(await lastUsed()).toEqual(first);
  await api.sql.query("UPDATE service_keys SET last_used_at = now() - interval '61 seconds' WHERE id = $1", [id]);
  await show(key);
  expect((await lastUsed()).last_used_at.getTime()).toBeGreaterThanOrEqual(first.last_used_at.getTime());
});

test('wrong service keys from one IP: 429 after thirty, while a right one works from there', async () => {
  const { remoteAddress } = fromElsewhere();
  for (let i = 0; i < 30; i++) expectError(await show(`rqk_${i}`, remoteAddress), 401, 'service_key_invalid');
  expectError(await show('rqk_31', remoteAddress), 429, 'too_many_attempts');
  expect((await show((await service.addKey()).key, remoteAddress)).statusCode).toBe(200);
  expectError(await show('rqk_31'), 401, 'service_key_invalid');
});

test('a hundred calls of one service at once are all served', async () => {
  const { key } = await service.addKey();
  const { remoteAddress } = fromElsewhere();
  const answers = await Promise.all(Array.from({ length: 100 }, () => show(key, remoteAddress)));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(100).fill(200));
});
