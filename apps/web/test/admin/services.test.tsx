import type { OidcClient, ServiceKey, Webhook, WebhookDelivery } from '@raqam/shared/contract/admin-services';
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { adminTexts } from '../../src/messages/admin/admin-texts.ts';
import { openAdmin } from '../support/admin/open-admin.tsx';
import { errorAnswer, useFakeApi } from '../support/fake-api.ts';

const api = await useFakeApi();
const texts = adminTexts.uz.services;
const AT = '2026-11-20T09:00:00.000Z';

const shop: OidcClient = {
  id: 'shop',
  name: 'Do‘kon',
  is_own: false,
  is_public: false,
  signing_algorithm: 'RS256',
  redirect_uris: ['https://shop.uz/cb'],
  post_logout_redirect_uris: [],
  created_at: AT,
  disabled_at: null,
};
const key: ServiceKey = {
  id: '0197b0a4-5d6c-7000-8000-000000000011',
  name: 'Yetkazish',
  scopes: ['users:read'],
  ending: 'wXyZ',
  created_at: AT,
  expires_at: null,
  last_used_at: null,
  revoked_at: null,
};
const webhook: Webhook = {
  id: 7,
  url: 'https://shop.uz/hooks',
  types: ['user.*'],
  created_at: AT,
  disabled_at: null,
  pending: 0,
  failed: 2,
};
const failed: WebhookDelivery = {
  id: '0197b0a4-5d6c-7000-8000-000000000021',
  webhook_id: 7,
  type: 'user.created',
  state: 'failed',
  tries: 10,
  outcome: 'answered 503',
  created_at: AT,
  next_at: null,
};

const button = (name: string) => screen.getByRole('button', { name });
const dialog = (name: string) => screen.findByRole('dialog', { name });

async function open({ clients = [shop], keys = [key], webhooks = [webhook] } = {}) {
  api.admin.answer('listClients', { clients });
  api.admin.answer('listServiceKeys', { keys });
  api.admin.answer('listWebhooks', { webhooks });
  const { user } = await openAdmin(api, '/admin/services');
  await screen.findByRole('button', { name: texts.webhooks.add });
  await screen.findByRole('button', { name: texts.keys.add });
  await screen.findByRole('button', { name: texts.clients.add });
  return user;
}

test('a service is added; its secret is shown once, can be copied, and is gone with its dialog', async () => {
  const user = await open({ clients: [] });
  expect(screen.getByText(texts.clients.none)).toBeTruthy();
  await user.click(button(texts.clients.add));
  const form = within(await dialog(texts.clients.addTitle));
  await user.type(form.getByLabelText(texts.clients.id), 'shop');
  await user.type(form.getByLabelText(texts.clients.name), 'Do‘kon');
  await user.type(form.getByLabelText(texts.clients.uris), 'https://shop.uz/a{Enter}https://shop.uz/b');
  await user.click(form.getByLabelText(texts.clients.own));
  api.admin.answer('addClient', () => ({ status: 201, body: { client: shop, secret: 'the-secret' } }));
  api.admin.answer('listClients', { clients: [shop] });
  await user.click(form.getByRole('button', { name: texts.clients.add }));

  const shown = within(await dialog(texts.secret.title('Do‘kon')));
  expect(shown.getByLabelText<HTMLInputElement>(texts.secret.label).value).toBe('the-secret');
  await user.click(shown.getByRole('button', { name: texts.secret.copy }));
  expect(await shown.findByText(texts.secret.copied)).toBeTruthy();
  expect(await navigator.clipboard.readText()).toBe('the-secret');
  await user.click(shown.getByRole('button', { name: texts.secret.stored }));
  expect(document.body.innerHTML).not.toContain('the-secret');
  expect(screen.getByText('https://shop.uz/cb')).toBeTruthy();
  expect(api.admin.calls('addClient').map(({ body }) => body)).toEqual([
    {
      id: 'shop',
      name: 'Do‘kon',
      redirect_uris: ['https://shop.uz/a', 'https://shop.uz/b'],
      post_logout_redirect_uris: [],
      is_own: true,
      is_public: false,
      signing_algorithm: 'RS256',
    },
  ]);
});

test('what the API refuses is shown beside its field, and nothing typed is lost', async () => {
  const user = await open();
  await user.click(button(texts.clients.add));
  const form = within(await dialog(texts.clients.addTitle));
  await user.type(form.getByLabelText(texts.clients.id), 'shop');
  api.admin.answer('addClient', () =>
    errorAnswer(400, { code: 'validation_failed', message: 'Tekshiring', fields: { id: 'Bu band.' } }),
  );
  await user.click(form.getByRole('button', { name: texts.clients.add }));
  expect(await form.findByText('Bu band.')).toBeTruthy();
  const id = form.getByLabelText<HTMLInputElement>(texts.clients.id);
  expect(document.activeElement).toBe(id);
  expect(id.value).toBe('shop');
});

test('a service gets another secret, and is disabled or removed, only after a question', async () => {
  const user = await open();
  await user.click(button(texts.removeNamed('Do‘kon')));
  await dialog(texts.removeTitle('Do‘kon'));
  await user.click(screen.getByText('Bekor qilish'));
  expect(api.admin.calls('removeClient')).toEqual([]);

  api.admin.answer('rotateClientSecret', { secret: 'another-secret' });
  await user.click(button(texts.rotateNamed('Do‘kon')));
  await user.click(within(await dialog(texts.rotateTitle('Do‘kon'))).getByRole('button', { name: texts.rotate }));
  const shown = within(await dialog(texts.secret.title('Do‘kon')));
  expect(shown.getByDisplayValue('another-secret')).toBeTruthy();
  await user.click(shown.getByRole('button', { name: texts.secret.stored }));

  const disabled = { ...shop, disabled_at: AT };
  api.admin.answer('disableClient', { client: disabled });
  api.admin.answer('listClients', { clients: [disabled] });
  await user.click(button(texts.disableNamed('Do‘kon')));
  await user.click(within(await dialog(texts.disableTitle('Do‘kon'))).getByRole('button', { name: texts.disable }));
  expect(await screen.findByText(texts.disabledNow('Do‘kon'))).toBe(document.activeElement);
  api.admin.answer('enableClient', { client: shop });
  await user.click(button(texts.enableNamed('Do‘kon')));
  expect(await screen.findByText(texts.enabledNow('Do‘kon'))).toBeTruthy();

  api.admin.answer('removeClient', null);
  api.admin.answer('listClients', { clients: [] });
  await user.click(button(texts.removeNamed('Do‘kon')));
  await user.click(within(await dialog(texts.removeTitle('Do‘kon'))).getByRole('button', { name: texts.remove }));
  expect(await screen.findByText(texts.removed('Do‘kon'))).toBeTruthy();
  expect(screen.getByText(texts.clients.none)).toBeTruthy();
});

test('a key is created with the chosen scopes and its end, and revoked after a question', async () => {
  const user = await open({ keys: [] });
  await user.click(button(texts.keys.add));
  const form = within(await dialog(texts.keys.addTitle));
  api.admin.answer('addServiceKey', () =>
    errorAnswer(400, { code: 'validation_failed', message: 'Tekshiring', fields: { scopes: 'Noto‘g‘ri' } }),
  );
  await user.type(form.getByLabelText(texts.keys.name), 'Yetkazish');
  await user.click(form.getByRole('button', { name: texts.keys.add }));
  expect(await form.findByText(texts.keys.scopesMissing)).toBeTruthy();
  await user.click(form.getByLabelText(texts.keys.scopeNames['users:read']));
  await user.selectOptions(form.getByLabelText(texts.keys.expiry), texts.keys.days(30));
  api.admin.answer('addServiceKey', () => ({ status: 201, body: { id: key.id, secret: 'rqk_new' } }));
  api.admin.answer('listServiceKeys', { keys: [key] });
  await user.click(form.getByRole('button', { name: texts.keys.add }));
  const shown = within(await dialog(texts.secret.title('Yetkazish')));
  expect(shown.getByDisplayValue('rqk_new')).toBeTruthy();
  await user.click(shown.getByRole('button', { name: texts.secret.stored }));
  expect(api.admin.calls('addServiceKey').at(-1)?.body).toEqual({
    name: 'Yetkazish',
    scopes: ['users:read'],
    expires_in_days: 30,
  });

  api.admin.answer('revokeServiceKey', null);
  api.admin.answer('listServiceKeys', { keys: [{ ...key, revoked_at: AT }] });
  await user.click(button(texts.keys.revokeNamed('Yetkazish')));
  const question = within(await dialog(texts.keys.revokeTitle('Yetkazish')));
  await user.click(question.getByRole('button', { name: texts.keys.revoke }));
  expect(await screen.findByText(texts.keys.revoked('Yetkazish'))).toBeTruthy();
  expect(screen.queryByRole('button', { name: texts.keys.revokeNamed('Yetkazish') })).toBeNull();
});

test('a webhook is added with groups and single types of events', async () => {
  const user = await open({ webhooks: [] });
  await user.click(button(texts.webhooks.add));
  const form = within(await dialog(texts.webhooks.addTitle));
  await user.type(form.getByLabelText(texts.webhooks.url), 'https://shop.uz/hooks');
  await user.click(form.getByLabelText(texts.webhooks.groupNames['user.*'] ?? ''));
  await user.type(form.getByLabelText(texts.webhooks.single), 'session.ended');
  api.admin.answer('addWebhook', () => ({ status: 201, body: { id: 7, secret: 'whsec_new' } }));
  await user.click(form.getByRole('button', { name: texts.webhooks.add }));
  const shown = within(await dialog(texts.secret.title('https://shop.uz/hooks')));
  expect(shown.getByDisplayValue('whsec_new')).toBeTruthy();
  expect(api.admin.calls('addWebhook').map(({ body }) => body)).toEqual([
    { url: 'https://shop.uz/hooks', types: ['user.*', 'session.ended'] },
  ]);
});

test('failed deliveries are listed page by page with their outcome, and sent again, one or all', async () => {
  const later = { ...failed, id: '0197b0a4-5d6c-7000-8000-000000000022', type: 'user.deleted' };
  api.admin.answer('listWebhookDeliveries', ({ path }) => ({
    status: 200,
    body: path.includes('after=5')
      ? { deliveries: [later], next_cursor: null }
      : { deliveries: [failed], next_cursor: '5' },
  }));
  const user = await open();
  expect(screen.getByText(texts.webhooks.failedCount('2'))).toBeTruthy();
  await user.click(button(texts.webhooks.deliveriesNamed(webhook.url)));
  expect(await screen.findByText('answered 503')).toBeTruthy();
  await user.click(button(texts.webhooks.more));
  expect(await screen.findByText('user.deleted')).toBeTruthy();
  expect(api.admin.calls('listWebhookDeliveries').map(({ path }) => path.split('?')[1])).toEqual([
    'state=failed',
    'state=failed&after=5',
  ]);

  api.admin.answer('resendFailedDeliveries', { resent: 2 });
  await user.click(button(texts.webhooks.resendAll));
  expect(await screen.findByText(texts.webhooks.resent(2))).toBeTruthy();
  api.admin.answer('resendWebhookDelivery', null);
  await user.click(button(texts.webhooks.resendNamed('user.created')));
  expect(await screen.findByText(texts.webhooks.resent(1))).toBeTruthy();
  expect(api.admin.calls('resendWebhookDelivery')[0]?.path).toContain(`/webhooks/7/deliveries/${failed.id}/resend/`);
});

test('a test shows how the receiver has answered', async () => {
  const user = await open({ webhooks: [{ ...webhook, failed: 0 }] });
  const sent = { ...failed, type: 'webhook.test', state: 'delivered' as const, tries: 1, outcome: 'answered 204' };
  api.admin.answer('listWebhookDeliveries', { deliveries: [], next_cursor: null });
  await user.click(button(texts.webhooks.deliveriesNamed(webhook.url)));
  expect(await screen.findByText(texts.webhooks.noDeliveries)).toBeTruthy();
  api.admin.answer('testWebhook', () => ({ status: 202, body: { delivery_id: sent.id } }));
  api.admin.answer('listWebhookDeliveries', { deliveries: [sent], next_cursor: null });
  await user.click(button(texts.webhooks.testNamed(webhook.url)));
  expect(await screen.findByText(texts.webhooks.tested('answered 204'))).toBeTruthy();
});

test('a list that can’t be loaded says why, and loads when asked again', async () => {
  api.admin.answer('listServiceKeys', () =>
    errorAnswer(503, { code: 'not_ready', message: 'Keyinroq urinib ko‘ring.' }),
  );
  api.admin.answer('listClients', { clients: [] });
  api.admin.answer('listWebhooks', { webhooks: [] });
  const { user } = await openAdmin(api, '/admin/services');
  const card = within(await screen.findByRole('region', { name: texts.keys.title }));
  expect(await card.findByText(/Keyinroq urinib ko‘ring/)).toBeTruthy();
  api.admin.answer('listServiceKeys', { keys: [key] });
  await user.click(card.getByRole('button'));
  expect(await card.findByText('rqk_…wXyZ')).toBeTruthy();
});
