import { expect } from 'vitest';
import { type Admin, signInAdmin } from '../support/admin.ts';
import type { Person, TestApi } from '../support/test-api.ts';

/** Calls the endpoints of the admin page as an administrator. Returns the secrets that they have shown. */
export async function travelByAdmin(api: TestApi, person: () => Person): Promise<string[]> {
  const admin = await signInAdmin(api, person());
  await travelByPeople(api, admin, person);
  const secrets = [
    ...(await travelByClients(admin)),
    ...(await travelByServiceKeys(admin)),
    ...(await travelByWebhooks(admin)),
  ];
  await succeed(admin, 'POST', 'events/search/', { phone: admin.person.phone, types: ['user.*'] });
  await succeed(admin, 'GET', 'statistics/');
  return [admin.access, ...secrets];
}

/** Calls an endpoint that succeeds; resolves to its answer. */
async function succeed({ call }: Admin, ...[method, path, body]: Parameters<Admin['call']>) {
  const answer = await call(method, path, body);
  expect(answer.statusCode, `${method} ${path} ${answer.body}`).toBeLessThan(300);
  return answer.body === '' ? undefined : answer.json();
}

async function travelByPeople(api: TestApi, admin: Admin, person: () => Person): Promise<void> {
  const own = person();
  const { user } = await api.signIn(own);
  for (const query of [own.phone, own.phone.slice(-4), 'Karimova'])
    await succeed(admin, 'POST', 'users/search/', { query });
  await succeed(admin, 'POST', 'people/show/', { phone: own.phone });
  await succeed(admin, 'POST', 'people/unlock/', { telegram_id: own.telegramId });
  await succeed(admin, 'POST', `users/${user.id}/role/`, { role: 'admin' });
  await succeed(admin, 'POST', `users/${user.id}/role/`, { role: 'user' });
  await succeed(admin, 'GET', `users/${user.id}/export/`);
  await succeed(admin, 'DELETE', `users/${user.id}/`);
}

async function travelByClients(admin: Admin): Promise<string[]> {
  const body = { id: 'travelled', name: 'Shop', redirect_uris: ['https://shop.uz/cb'] };
  const { secret } = await succeed(admin, 'POST', 'clients/', body);
  expect((await admin.call('POST', 'clients/', body)).statusCode).toBe(400); // taken
  const rotated = await succeed(admin, 'POST', 'clients/travelled/rotate-secret/');
  await succeed(admin, 'POST', 'clients/travelled/disable/');
  await succeed(admin, 'POST', 'clients/travelled/enable/');
  await succeed(admin, 'GET', 'clients/');
  await succeed(admin, 'DELETE', 'clients/travelled/');
  return [secret, rotated.secret];
}

async function travelByServiceKeys(admin: Admin): Promise<string[]> {
  const { id, secret } = await succeed(admin, 'POST', 'keys/', { name: 'Shop', scopes: ['users:read'] });
  await succeed(admin, 'GET', 'keys/');
  await succeed(admin, 'POST', `keys/${id}/revoke/`);
  return [secret.slice('rqk_'.length, -'1234'.length)]; // the last four characters are shown
}

async function travelByWebhooks(admin: Admin): Promise<string[]> {
  const { id, secret } = await succeed(admin, 'POST', 'webhooks/', { url: 'https://shop.uz/hooks', types: ['*'] });
  const rotated = await succeed(admin, 'POST', `webhooks/${id}/rotate-secret/`);
  const { delivery_id } = await succeed(admin, 'POST', `webhooks/${id}/test/`);
  await succeed(admin, 'GET', `webhooks/${id}/deliveries/`);
  await succeed(admin, 'POST', `webhooks/${id}/deliveries/${delivery_id}/resend/`);
  await succeed(admin, 'POST', `webhooks/${id}/deliveries/resend/`);
  await succeed(admin, 'POST', `webhooks/${id}/disable/`);
  await succeed(admin, 'POST', `webhooks/${id}/enable/`);
  await succeed(admin, 'GET', 'webhooks/');
  await succeed(admin, 'DELETE', `webhooks/${id}/`);
  return [secret, rotated.secret].map((shown: string) => shown.slice('whsec_'.length));
}
