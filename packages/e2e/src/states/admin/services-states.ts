import type { ResponseBody } from '@raqam/shared/contract';
import { answerWith, refuseWith } from '../answers.ts';
import type { State, Visit } from '../visit.ts';
import { type AdminAnswers, answerAdmin, openAdmin } from './open-admin.ts';

const clients: ResponseBody<'listClients'> = {
  clients: [
    {
      id: 'grafana',
      name: 'Grafana',
      is_own: true,
      is_public: false,
      signing_algorithm: 'RS256',
      redirect_uris: ['https://grafana.example.uz/login/generic_oauth'],
      post_logout_redirect_uris: [],
      created_at: '2026-11-02T08:00:00.000Z',
      disabled_at: null,
    },
    {
      id: 'shop-app',
      name: 'Do‘kon ilovasi',
      is_own: false,
      is_public: true,
      signing_algorithm: 'ES256',
      redirect_uris: ['uz.shop.app:/done', 'https://shop.example.uz/a-long-path-that-does-not-fit-on-a-phone/callback'],
      post_logout_redirect_uris: ['https://shop.example.uz/'],
      created_at: '2025-06-10T08:00:00.000Z',
      disabled_at: '2026-11-19T08:00:00.000Z',
    },
  ],
};

const keyOfDelivery = {
  id: '0197b0a4-5d6c-7000-8000-000000000011',
  name: 'Yetkazib berish',
  scopes: ['users:read', 'sessions:read', 'events:read'],
  ending: 'wXyZ',
  created_at: '2026-09-01T08:00:00.000Z',
  expires_at: '2027-01-01T08:00:00.000Z',
  last_used_at: '2026-11-20T09:12:00.000Z',
  revoked_at: null,
} as const;

const keys: ResponseBody<'listServiceKeys'> = {
  keys: [
    { ...keyOfDelivery, scopes: [...keyOfDelivery.scopes] },
    {
      ...keyOfDelivery,
      id: '0197b0a4-5d6c-7000-8000-000000000012',
      name: 'Sinov',
      scopes: ['users:write'],
      expires_at: null,
      last_used_at: null,
      revoked_at: '2026-10-03T08:00:00.000Z',
    },
  ],
};

const url = 'https://shop.example.uz/webhooks/raqam';
const webhooks: ResponseBody<'listWebhooks'> = {
  webhooks: [
    {
      id: 1,
      url,
      types: ['user.*', 'session.ended'],
      created_at: '2026-10-01T08:00:00.000Z',
      disabled_at: null,
      pending: 12,
      failed: 3,
    },
    {
      id: 2,
      url: 'https://crm.example.uz/hooks',
      types: ['*'],
      created_at: '2026-10-05T08:00:00.000Z',
      disabled_at: '2026-11-18T08:00:00.000Z',
      pending: 0,
      failed: 0,
    },
  ],
};

const failedDelivery = {
  id: '0197b0a4-5d6c-7000-8000-000000000021',
  webhook_id: 1,
  type: 'user.created',
  state: 'failed',
  tries: 10,
  outcome: 'answered 503',
  created_at: '2026-11-16T06:00:00.000Z',
  next_at: null,
} as const;

const deliveries: ResponseBody<'listWebhookDeliveries'> = {
  deliveries: [
    failedDelivery,
    {
      ...failedDelivery,
      id: '0197b0a4-5d6c-7000-8000-000000000022',
      type: 'session.ended',
      outcome: 'the TLS certificate has expired',
    },
  ],
  next_cursor: '7',
};

const refuseUrl = answerWith(400, {
  error: { code: 'validation_failed', message: 'Tekshirib ko‘ring.', fields: { url: 'Bu qiymat noto‘g‘ri.' } },
  detail: 'Tekshirib ko‘ring.',
});

const loaded: AdminAnswers = {
  listClients: clients,
  listServiceKeys: keys,
  listWebhooks: webhooks,
  listWebhookDeliveries: deliveries,
};

async function openServices(visit: Visit, answers: AdminAnswers = loaded): Promise<void> {
  await openAdmin(visit, '/admin/services', answers);
  await visit.page.getByRole('button', { name: 'Webhook qo‘shish' }).waitFor();
}

/** The states of the admin page's section "services". */
export const servicesStates: readonly State[] = [
  { name: 'admin-services', arrive: (visit) => openServices(visit) },
  {
    name: 'admin-services-empty',
    arrive: (visit) =>
      openServices(visit, {
        listClients: { clients: [] },
        listServiceKeys: { keys: [] },
        listWebhooks: { webhooks: [] },
      }),
  },
  {
    name: 'admin-services-error',
    async arrive(visit) {
      await openServices(visit, {
        ...loaded,
        listServiceKeys: refuseWith(503, 'not_ready', 'Xizmat hozircha ishlamayapti. Birozdan keyin urinib ko‘ring.'),
      });
      await visit.page.getByText('Xizmat hozircha ishlamayapti').waitFor();
    },
  },
  {
    name: 'admin-services-deliveries',
    async arrive(visit) {
      await openServices(visit);
      await visit.page.getByRole('button', { name: `Yuborishlar: ${url}` }).click();
      await visit.page.getByText('answered 503').waitFor();
    },
  },
  {
    name: 'admin-services-add-client',
    async arrive(visit) {
      await openServices(visit);
      await visit.page.getByRole('button', { name: 'Xizmat qo‘shish' }).click();
      await visit.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'admin-services-add-key',
    async arrive(visit) {
      await openServices(visit);
      await visit.page.getByRole('button', { name: 'Kalit yaratish' }).click();
      await visit.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'admin-services-add-webhook',
    async arrive(visit) {
      await openServices(visit);
      await visit.page.getByRole('button', { name: 'Webhook qo‘shish' }).click();
      const dialog = visit.page.getByRole('dialog');
      await dialog.getByLabel('Manzil').fill('http://shop.uz/');
      await answerAdmin(visit, { addWebhook: refuseUrl });
      await dialog.getByRole('button', { name: 'Webhook qo‘shish' }).click();
      await dialog.getByText('https:// bilan boshlanadigan').waitFor();
    },
  },
  {
    name: 'admin-services-secret',
    async arrive(visit) {
      await openServices(visit, { ...loaded, rotateClientSecret: { secret: 'pQ7k'.repeat(10) } });
      await visit.page.getByRole('button', { name: 'Yangi maxfiy kalit: Grafana' }).click();
      await visit.page.getByRole('dialog').getByRole('button', { name: 'Yangi maxfiy kalit' }).click();
      await visit.page.getByRole('dialog', { name: 'Maxfiy kalit: Grafana' }).waitFor();
    },
  },
  {
    name: 'admin-services-remove',
    async arrive(visit) {
      await openServices(visit);
      await visit.page.getByRole('button', { name: `Olib tashlash: ${url}` }).click();
      await visit.page.getByRole('dialog').waitFor();
    },
  },
];
