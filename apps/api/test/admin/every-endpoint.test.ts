import { adminRoutes } from '@raqam/shared/admin-routes';
import { contract } from '@raqam/shared/contract';
import { beforeAll, expect, test } from 'vitest';
import { type Admin, callAdmin, signInAdmin } from '../support/admin.ts';
import { useService } from '../support/service-keys.ts';
import { expectError, somebody, useApi } from '../support/test-api.ts';

const api = useApi();
const service = useService(api);
const acting: { admin?: Admin; access?: string } = {};
let userId: string;
beforeAll(async () => {
  userId = (await api.signIn(somebody())).user.id;
  acting.admin = await signInAdmin(api);
  acting.access = (await signInAdmin(api)).access;
  await api.sql.query(`UPDATE sessions SET created_at = now() - interval '16 minutes' WHERE user_id = $1`, [
    acting.admin.id,
  ]);
});

/** A valid body of each endpoint that needs one: a body is validated before the guard. */
const bodies: { [Name in keyof typeof adminRoutes]?: () => object } = {
  findUser: () => ({ id: userId }),
  searchUsers: () => ({}),
  searchEvents: () => ({}),
  showPerson: () => ({ id: userId }),
  unlockPerson: () => ({ id: userId }),
  setUserRole: () => ({ role: 'admin' }),
  addClient: () => ({ id: 'shop', name: 'Shop', redirect_uris: [] }),
  addServiceKey: () => ({ name: 'Shop', scopes: ['users:read'] }),
  addWebhook: () => ({ url: 'https://shop.uz/', types: ['*'] }),
};

const names = Object.keys(adminRoutes) as (keyof typeof adminRoutes)[]; // TypeScript says string
const urlOf = (name: keyof typeof adminRoutes) =>
  adminRoutes[name].path.replace('/admin/', '').replaceAll(/:\w+/g, userId);

test.for(names)(
  '%s refuses a call without a session, a session of 16 minutes, and another site by cookie',
  async (name) => {
    const { method } = adminRoutes[name];
    const url = urlOf(name);
    const body = bodies[name]?.();
    expectError(await callAdmin(api, undefined, method, url, body), 401, 'session_invalid');
    expectError(await callAdmin(api, acting.admin?.access, method, url, body), 403, 'proof_required');
    const fromEvil = await api.app.inject({
      method,
      url: `/api/v1/admin/${url}`,
      headers: {
        cookie: `access_token=${acting.access}`,
        origin: 'https://evil.example',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { payload: JSON.stringify(body) }),
    });
    expect(fromEvil.headers).not.toHaveProperty('access-control-allow-origin');
    if (method !== 'GET') expectError(fromEvil, 403, 'origin_forbidden');
  },
);

test.for(names.filter((name) => contract[name].auth === 'admin'))(
  '%s refuses a service with every scope',
  async (name) => {
    const body = bodies[name]?.();
    expectError(await service.call(adminRoutes[name].method, urlOf(name), body ? { body } : {}), 403, 'admin_required');
  },
);

test.for(names)('%s refuses a wrong service key, as its contract says', async (name) => {
  const body = bodies[name]?.();
  const options = { key: 'rqk_wrong', ...(body && { body }) };
  const answer = await service.call(adminRoutes[name].method, urlOf(name), options);
  expectError(answer, 401, 'service_key_invalid');
  expect(contract[name].errors).toContain('service_key_invalid');
});
