import { randomUUID } from 'node:crypto';
import type { Admin } from '../../support/admin.ts';
import type { Prepared } from '../send.ts';
import type { Parts, Recipes } from './recipe.ts';

/** Endpoints of services and administrators about people. */
export function recipesOfPeople({ api, world }: Parts): Recipes {
  const asAdmin = async (more: Prepared): Promise<Prepared> => ({ bearer: (await world.admin()).access, ...more });
  const asService = async (more: Prepared): Promise<Prepared> => ({ bearer: await world.serviceKey(), ...more });
  const ofUser = async () => ({ params: { id: (await world.signUp()).id } });
  return {
    findUser: { prepare: async () => asService({ body: { phone: (await world.signUp()).phone } }), repeats: true },
    showUser: { prepare: async () => asService(await ofUser()), repeats: true },
    disableUser: { prepare: async () => asService(await ofUser()), repeats: true },
    enableUser: { prepare: async () => asService(await ofUser()), repeats: true },
    listUserSessions: { prepare: async () => asService(await ofUser()), repeats: true },
    endUserSessions: { prepare: async () => asService(await ofUser()), repeats: true },
    endUserSession: {
      async prepare() {
        const { id } = await world.signUp();
        const { rows } = await api.sql.query('SELECT id FROM sessions WHERE user_id = $1', [id]);
        return asService({ params: { id, session_id: rows[0].id } });
      },
      repeats: true,
    },
    listEvents: { prepare: async () => asService({ query: { limit: '5' } }), repeats: true },
    searchEvents: { prepare: async () => asService({ body: { types: ['user.*'], limit: 5 } }), repeats: true },
    searchUsers: { prepare: async () => asAdmin({ body: { query: 'Aziza' } }), repeats: true },
    showPerson: { prepare: async () => asAdmin({ body: { phone: (await world.signUp()).phone } }), repeats: true },
    unlockPerson: { prepare: async () => asAdmin({ body: { id: (await world.signUp()).id } }), repeats: true },
    setUserRole: { prepare: async () => asAdmin({ ...(await ofUser()), body: { role: 'user' } }), repeats: true },
    exportUser: { prepare: async () => asAdmin(await ofUser()), repeats: true },
    deleteUser: { prepare: async () => asAdmin(await ofUser()) },
    showStatistics: { prepare: async () => asAdmin({ query: { days: '7' } }), repeats: true },
  };
}

/** Endpoints of administrators about services: clients, keys and webhooks. */
export function recipesOfServices({ world, secrets }: Parts): Recipes {
  let made = 0;
  const call = async (...[method, path, body]: Parameters<Admin['call']>) => {
    const admin = await world.admin();
    const answer = await admin.call(method, path, body);
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.body}`);
    const read = answer.body === '' ? {} : answer.json();
    if (typeof read.secret === 'string') secrets.add(read.secret, read.secret.replace('whsec_', ''));
    return read;
  };
  const asAdmin = async (more: Prepared = {}): Promise<Prepared> => ({ bearer: (await world.admin()).access, ...more });
  const newClient = () => {
    made += 1;
    return { id: `client-${made}`, name: 'Shop', redirect_uris: ['https://shop.uz/callback'] };
  };
  const ofClient = async () => {
    const client = newClient();
    await call('POST', 'clients/', client);
    return { params: { id: client.id } };
  };
  const ofWebhook = async () => {
    // nothing is delivered in the tests, and at most so many may be there
    const { webhooks } = await call('GET', 'webhooks/');
    if (webhooks.length > 10) for (const { id } of webhooks) await call('DELETE', `webhooks/${id}/`);
    const { id } = await call('POST', 'webhooks/', { url: 'https://shop.uz/hooks', types: ['webhook.*'] });
    return { params: { id: String(id) } };
  };
  const ofDelivery = async () => {
    const { params } = await ofWebhook();
    const { delivery_id } = await call('POST', `webhooks/${params.id}/test/`);
    return { params: { ...params, delivery_id: String(delivery_id ?? randomUUID()) } };
  };
  return {
    listServiceKeys: { prepare: () => asAdmin(), repeats: true },
    addServiceKey: { prepare: () => asAdmin({ body: { name: 'Shop', scopes: ['users:read'] } }), repeats: true },
    revokeServiceKey: {
      async prepare() {
        const { id } = await call('POST', 'keys/', { name: 'Shop', scopes: ['users:read'] });
        return asAdmin({ params: { id } });
      },
      repeats: true,
    },
    listClients: { prepare: () => asAdmin(), repeats: true },
    addClient: { prepare: () => asAdmin({ body: newClient() }) },
    rotateClientSecret: { prepare: async () => asAdmin(await ofClient()), repeats: true },
    disableClient: { prepare: async () => asAdmin(await ofClient()), repeats: true },
    enableClient: { prepare: async () => asAdmin(await ofClient()), repeats: true },
    removeClient: { prepare: async () => asAdmin(await ofClient()) },
    listWebhooks: { prepare: () => asAdmin(), repeats: true },
    addWebhook: {
      prepare: () => asAdmin({ body: { url: 'https://shop.uz/hooks', types: ['user.*'] } }),
      repeats: true,
    },
    rotateWebhookSecret: { prepare: async () => asAdmin(await ofWebhook()), repeats: true },
    disableWebhook: { prepare: async () => asAdmin(await ofWebhook()), repeats: true },
    enableWebhook: { prepare: async () => asAdmin(await ofWebhook()), repeats: true },
    removeWebhook: { prepare: async () => asAdmin(await ofWebhook()) },
    testWebhook: { prepare: async () => asAdmin(await ofWebhook()), repeats: true },
    listWebhookDeliveries: { prepare: async () => asAdmin(await ofWebhook()), repeats: true },
    resendWebhookDelivery: { prepare: async () => asAdmin(await ofDelivery()), repeats: true },
    resendFailedDeliveries: { prepare: async () => asAdmin(await ofWebhook()), repeats: true },
  };
}
