import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../../database/database.ts';
import { RequestError } from '../../http/errors.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import { isUuid } from '../../uuid.ts';
import type { AuthorizeAdmin } from './authorize.ts';
import { addServiceKey, expireAfter, findServiceKeys, presentServiceKey } from './service-key.ts';
import { revokeServiceKey } from './service-keys.queries.ts';

/** The service keys, for administrators. */
export function registerServiceKeyRoutes(
  app: FastifyInstance,
  { db, authorizeAdmin, now }: { db: Database; authorizeAdmin: AuthorizeAdmin; now: () => number },
): void {
  registerEndpoint(app, 'listServiceKeys', {
    async handle({ request }) {
      await authorizeAdmin(request, 'admin');
      const keys = await findServiceKeys(db);
      return answer(200, { keys: keys.map(presentServiceKey) });
    },
  });

  registerEndpoint(app, 'addServiceKey', {
    async handle({ body: { name, scopes, expires_in_days: days }, request }) {
      const act = await authorizeAdmin(request, 'admin');
      if (name === '') throw new RequestError('validation_failed', { fields: { name: 'invalid' } });
      const expiresAt = days === undefined ? null : expireAfter(days, now());
      const { id, key } = await addServiceKey(db, { name, scopes: [...new Set(scopes)], expiresAt }, act, randomBytes);
      return answer(201, { id, secret: key });
    },
  });

  registerEndpoint(app, 'revokeServiceKey', {
    async handle({ params: { id }, request }) {
      const act = await authorizeAdmin(request, 'admin');
      const [revoked] = isUuid(id) ? await db.run(revokeServiceKey, { ...act, id }) : [];
      if (revoked === undefined) throw new RequestError('not_found');
      return answer(204, null);
    },
  });
}
