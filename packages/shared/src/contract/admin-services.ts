import { z } from 'zod';
import { adminRoutes } from '../admin-routes.ts';
import { adminErrors, nextCursor, SERVICE_SCOPES } from './admin.ts';
import type { Endpoint } from './endpoint.ts';
import { nothing, shownText, timestamp } from './fields.ts';

const clientSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    /** It belongs to the site: people are not asked for consent. */
    is_own: z.boolean(),
    /** It has no secret. */
    is_public: z.boolean(),
    signing_algorithm: z.enum(['RS256', 'ES256']),
    redirect_uris: z.array(z.string()),
    post_logout_redirect_uris: z.array(z.string()),
    created_at: timestamp,
    disabled_at: timestamp.nullable(),
  })
  .meta({ id: 'OidcClient', description: 'A service that signs people in by OpenID Connect' });

const keySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    scopes: z.array(z.enum(SERVICE_SCOPES)),
    /** The last characters of the key. */
    ending: z.string(),
    created_at: timestamp,
    expires_at: timestamp.nullable(),
    last_used_at: timestamp.nullable(),
    revoked_at: timestamp.nullable(),
  })
  .meta({ id: 'ServiceKey' });

const webhookSchema = z
  .object({
    id: z.number(),
    url: z.string(),
    types: z.array(z.string()),
    created_at: timestamp,
    disabled_at: timestamp.nullable(),
    /** Deliveries that wait, and those that failed for good in the last 35 days: at most 10,000 of each are counted. */
    pending: z.number(),
    failed: z.number(),
  })
  .meta({ id: 'Webhook' });

const webhookDeliverySchema = z
  .object({
    id: z.uuid(),
    webhook_id: z.number(),
    type: z.string(),
    state: z.enum(['pending', 'delivered', 'failed']),
    tries: z.number(),
    /** How the last try ended; empty: there was none. */
    outcome: z.string(),
    created_at: timestamp,
    /** When a pending one is tried again. */
    next_at: timestamp.nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

const uris = z.array(z.string().max(500)).max(20);
const ofClient = z.object({ id: z.string() });
const ofWebhook = z.object({ id: z.string() });
const client = { 200: z.object({ client: clientSchema }) };
/** The secret is shown in this answer and never again. */
const withSecret = z.object({ secret: z.string() });

/** For administrators: the services of the site, and what they hold. */
export const adminServicesContract = {
  listClients: {
    ...adminRoutes.listClients,
    summary: 'The services that sign people in',
    auth: 'admin',
    responses: { 200: z.object({ clients: z.array(clientSchema) }) },
    errors: adminErrors,
  },
  addClient: {
    ...adminRoutes.addClient,
    summary: 'Add a service; its secret is in the answer, once',
    auth: 'admin',
    body: z.strictObject({
      id: z.string().max(63),
      name: shownText(60),
      redirect_uris: uris,
      post_logout_redirect_uris: uris.optional(),
      is_own: z.boolean().optional(),
      is_public: z.boolean().optional(),
      signing_algorithm: z.enum(['RS256', 'ES256']).optional(),
    }),
    responses: { 201: z.object({ client: clientSchema, secret: z.string().nullable() }) },
    errors: adminErrors,
  },
  rotateClientSecret: {
    ...adminRoutes.rotateClientSecret,
    summary: 'Give a service another secret; the old one is refused at once',
    auth: 'admin',
    params: ofClient,
    responses: { 200: withSecret },
    errors: [...adminErrors, 'not_found'],
  },
  disableClient: {
    ...adminRoutes.disableClient,
    summary: 'Refuse a service until it is enabled. Again changes nothing',
    auth: 'admin',
    params: ofClient,
    responses: client,
    errors: [...adminErrors, 'not_found'],
  },
  enableClient: {
    ...adminRoutes.enableClient,
    summary: 'Let a disabled service work again. Again changes nothing',
    auth: 'admin',
    params: ofClient,
    responses: client,
    errors: [...adminErrors, 'not_found'],
  },
  removeClient: {
    ...adminRoutes.removeClient,
    summary: 'Remove a service, and people’s consent to it',
    auth: 'admin',
    params: ofClient,
    responses: { 204: nothing },
    errors: [...adminErrors, 'not_found'],
  },
  listServiceKeys: {
    ...adminRoutes.listServiceKeys,
    summary: 'The service keys, also those that work no longer',
    auth: 'admin',
    responses: { 200: z.object({ keys: z.array(keySchema) }) },
    errors: adminErrors,
  },
  addServiceKey: {
    ...adminRoutes.addServiceKey,
    summary: 'Create a service key; it is in the answer, once',
    auth: 'admin',
    body: z.strictObject({
      name: shownText(60),
      scopes: z.array(z.enum(SERVICE_SCOPES)).min(1).max(SERVICE_SCOPES.length),
      /** Without it the key never expires. */
      expires_in_days: z.int().min(1).max(3650).optional(),
    }),
    responses: { 201: z.object({ id: z.uuid(), secret: z.string() }) },
    errors: adminErrors,
  },
  revokeServiceKey: {
    ...adminRoutes.revokeServiceKey,
    summary: 'Revoke a service key, for good. Again changes nothing',
    auth: 'admin',
    params: z.object({ id: z.string() }),
    responses: { 204: nothing },
    errors: [...adminErrors, 'not_found'],
  },
  listWebhooks: {
    ...adminRoutes.listWebhooks,
    summary: 'The webhooks, with the number of deliveries that wait or failed',
    auth: 'admin',
    responses: { 200: z.object({ webhooks: z.array(webhookSchema) }) },
    errors: adminErrors,
  },
  addWebhook: {
    ...adminRoutes.addWebhook,
    summary: 'Add a webhook; its secret is in the answer, once',
    auth: 'admin',
    body: z.strictObject({
      url: z.string().max(1000),
      /** Such as `user.created`, `user.*` or `*`. */
      types: z.array(z.string().max(100)).min(1).max(50),
    }),
    responses: { 201: z.object({ id: z.number(), secret: z.string() }) },
    errors: adminErrors,
  },
  rotateWebhookSecret: {
    ...adminRoutes.rotateWebhookSecret,
    summary: 'Give a webhook another secret; for a day both sign',
    auth: 'admin',
    params: ofWebhook,
    responses: { 200: withSecret },
    errors: [...adminErrors, 'not_found'],
  },
  disableWebhook: {
    ...adminRoutes.disableWebhook,
    summary: 'Stop deliveries: pending ones wait, events meanwhile are not delivered. Again changes nothing',
    auth: 'admin',
    params: ofWebhook,
    responses: { 204: nothing },
    errors: [...adminErrors, 'not_found'],
  },
  enableWebhook: {
    ...adminRoutes.enableWebhook,
    summary: 'Start deliveries again. Again changes nothing',
    auth: 'admin',
    params: ofWebhook,
    responses: { 204: nothing },
    errors: [...adminErrors, 'not_found'],
  },
  removeWebhook: {
    ...adminRoutes.removeWebhook,
    summary: 'Remove a webhook with its deliveries',
    auth: 'admin',
    params: ofWebhook,
    responses: { 204: nothing },
    errors: [...adminErrors, 'not_found'],
  },
  testWebhook: {
    ...adminRoutes.testWebhook,
    summary: 'Send a webhook an event of the type webhook.test; its outcome is in the list of deliveries',
    auth: 'admin',
    params: ofWebhook,
    responses: { 202: z.object({ delivery_id: z.uuid() }) },
    errors: [...adminErrors, 'not_found'],
  },
  listWebhookDeliveries: {
    ...adminRoutes.listWebhookDeliveries,
    summary: 'The deliveries of a webhook, the newest first',
    auth: 'admin',
    params: ofWebhook,
    query: z.strictObject({
      /** Only those that failed for good. */
      state: z.literal('failed').optional(),
      after: z.string().max(100).optional(),
    }),
    responses: { 200: z.object({ deliveries: z.array(webhookDeliverySchema), next_cursor: nextCursor }) },
    errors: [...adminErrors, 'not_found'],
  },
  resendWebhookDelivery: {
    ...adminRoutes.resendWebhookDelivery,
    summary: 'Send a delivery again, or a pending one now; not one that is being sent',
    auth: 'admin',
    params: z.object({ id: z.string(), delivery_id: z.string() }),
    responses: { 204: nothing },
    errors: [...adminErrors, 'not_found'],
  },
  resendFailedDeliveries: {
    ...adminRoutes.resendFailedDeliveries,
    summary: 'Send all deliveries of a webhook again that failed for good',
    auth: 'admin',
    params: ofWebhook,
    responses: { 200: z.object({ resent: z.number() }) },
    errors: [...adminErrors, 'not_found'],
  },
} as const satisfies Partial<Record<keyof typeof adminRoutes, Endpoint>>;

export type OidcClient = z.infer<typeof clientSchema>;
export type ServiceKey = z.infer<typeof keySchema>;
export type Webhook = z.infer<typeof webhookSchema>;
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;
