import { randomBytes } from 'node:crypto';
import type { FieldProblem } from '@raqam/shared/errors';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../../database/database.ts';
import { RequestError } from '../../http/errors.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import { isUuid } from '../../uuid.ts';
import type { AuthorizeAdmin } from '../admin/authorize.ts';
import { resendDelivery } from './deliveries.queries.ts';
import {
  addWebhook,
  pageDeliveries,
  readWebhookId,
  removeWebhook,
  resendFailedDeliveries,
  rotateWebhookSecret,
  type WebhookRefusal,
} from './manage-webhooks.ts';
import { presentDelivery, presentWebhook } from './present-webhook.ts';
import { disableWebhook, enableWebhook, findWebhook, listWebhooks, sendTest } from './webhooks.queries.ts';

interface WebhookDependencies {
  db: Database;
  authorizeAdmin: AuthorizeAdmin;
  /** Encrypts a secret. */
  seal(secret: string): string;
  /** Whether webhooks may be plain HTTP. */
  allowPrivate: boolean;
}

/** The webhooks and their deliveries, for administrators. */
export function registerWebhookRoutes(app: FastifyInstance, deps: WebhookDependencies): void {
  const { db, authorizeAdmin, seal, allowPrivate } = deps;

  registerEndpoint(app, 'listWebhooks', {
    async handle({ request }) {
      await authorizeAdmin(request, 'admin');
      return answer(200, { webhooks: (await db.run(listWebhooks, {})).map(presentWebhook) });
    },
  });

  registerEndpoint(app, 'addWebhook', {
    async handle({ body, request }) {
      const act = await authorizeAdmin(request, 'admin');
      const added = await addWebhook(db, body, act, { allowPrivate, randomBytes, seal });
      if (!added.ok) throw new RequestError('validation_failed', { fields: nameField(added.error) });
      return answer(201, { id: added.id, secret: added.secret });
    },
  });

  registerEndpoint(app, 'rotateWebhookSecret', {
    async handle({ params: { id }, request }) {
      const act = await authorizeAdmin(request, 'admin');
      const secret = await rotateWebhookSecret(db, readId(id), act, { randomBytes, seal });
      if (secret === undefined) throw new RequestError('not_found');
      return answer(200, { secret });
    },
  });

  registerEndpoint(app, 'disableWebhook', {
    async handle({ params: { id }, request }) {
      const act = await authorizeAdmin(request, 'admin');
      const [webhook] = await db.run(disableWebhook, { ...act, id: readId(id) });
      if (webhook === undefined) throw new RequestError('not_found');
      return answer(204, null);
    },
  });

  registerEndpoint(app, 'enableWebhook', {
    async handle({ params: { id }, request }) {
      const act = await authorizeAdmin(request, 'admin');
      const [webhook] = await db.run(enableWebhook, { ...act, id: readId(id) });
      if (webhook === undefined) throw new RequestError('not_found');
      return answer(204, null);
    },
  });

  registerEndpoint(app, 'removeWebhook', {
    async handle({ params: { id }, request }) {
      const act = await authorizeAdmin(request, 'admin');
      if (!(await removeWebhook(db, readId(id), act))) throw new RequestError('not_found');
      return answer(204, null);
    },
  });

  registerDeliveryRoutes(app, deps);
}

function registerDeliveryRoutes(app: FastifyInstance, { db, authorizeAdmin }: WebhookDependencies): void {
  /** The id of a path, if there is such a webhook. Throws `not_found`. */
  async function findId(text: string): Promise<number> {
    const [webhook] = await db.run(findWebhook, { id: readId(text) });
    if (webhook === undefined) throw new RequestError('not_found');
    return webhook.id;
  }

  registerEndpoint(app, 'testWebhook', {
    async handle({ params: { id }, request }) {
      const act = await authorizeAdmin(request, 'admin');
      const [sent] = await db.run(sendTest, { ...act, id: readId(id) });
      if (sent === undefined) throw new RequestError('not_found');
      return answer(202, { delivery_id: sent.id });
    },
  });

  registerEndpoint(app, 'listWebhookDeliveries', {
    async handle({ params: { id }, query: { state, after }, request }) {
      await authorizeAdmin(request, 'admin');
      if (after !== undefined && !/^[1-9]\d{0,14}$/.test(after)) {
        throw new RequestError('validation_failed', { fields: { after: 'invalid' } });
      }
      const page = {
        id: await findId(id),
        onlyFailed: state === 'failed',
        before: after === undefined ? undefined : Number(after),
      };
      const { deliveries, next } = await pageDeliveries(db, page);
      return answer(200, { deliveries: deliveries.map(presentDelivery), next_cursor: next ? String(next) : null });
    },
  });

  registerEndpoint(app, 'resendWebhookDelivery', {
    async handle({ params: { id, delivery_id }, request }) {
      const act = await authorizeAdmin(request, 'admin');
      const delivery = { id: delivery_id, webhook_id: readId(id) };
      const [resent] = isUuid(delivery_id) ? await db.run(resendDelivery, { ...act, ...delivery }) : [];
      if (resent === undefined) throw new RequestError('not_found');
      return answer(204, null);
    },
  });

  registerEndpoint(app, 'resendFailedDeliveries', {
    async handle({ params: { id }, request }) {
      const act = await authorizeAdmin(request, 'admin');
      return answer(200, { resent: await resendFailedDeliveries(db, await findId(id), act) });
    },
  });
}

function nameField(refusal: WebhookRefusal): Record<string, FieldProblem> {
  const isUrl = refusal === 'not_https' || refusal === 'url_with_password';
  return isUrl ? { url: 'invalid' } : { types: 'invalid' };
}

/** The id of a path. Throws `not_found`: no webhook has another one. */
function readId(text: string): number {
  const id = readWebhookId(text);
  if (id === undefined) throw new RequestError('not_found');
  return id;
}
