import type { Contract } from '@raqam/shared/contract';
import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify';
import type { Database } from '../../database/database.ts';
import { RequestError } from '../../http/errors.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import type { Origin } from '../events/events.ts';
import type { Authenticate } from '../sessions/authenticate.ts';
import type { SessionCookies } from '../sessions/session-cookies.ts';
import { revokeDevice } from '../sessions/sessions.queries.ts';

interface CompatPath {
  url: string;
  /** Only where it differs from the endpoint's. */
  method?: HTTPMethods;
}

/** The paths at which clients of the earlier systems call each endpoint. */
const compatPaths: { readonly [Name in keyof Contract]?: readonly CompatPath[] } = {
  authenticateBySms: [{ url: '/api/users/auth/' }],
  refreshSession: [
    { url: '/api/v1/auth/refresh/' },
    { url: '/api/users/token/refresh/' },
    { url: '/api/v1/users/token/refresh/' },
  ],
  me: [{ url: '/api/users/profile/' }, { url: '/api/v1/users/profile/' }],
  updateMe: [{ url: '/api/users/profile/' }, { url: '/api/v1/users/profile/' }],
  listSessions: [{ url: '/api/users/sessions/' }, { url: '/api/v1/users/sessions/' }],
  endOtherSessions: [
    { url: '/api/users/logout-all/', method: 'POST' },
    { url: '/api/v1/users/logout-all/', method: 'POST' },
  ],
  endDevice: [{ url: '/api/users/logout-device/' }],
};

/** Serves every endpoint that is registered after this call at its other paths too. Features don't know these paths. */
export function offerCompatPaths(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const { endpoint, ...config } = route.config ?? {};
    if (endpoint === undefined || route.method === 'HEAD') return; // Fastify adds HEAD to every GET by itself
    for (const [index, { url, method = route.method }] of (compatPaths[endpoint] ?? []).entries()) {
      const schema = { ...route.schema, operationId: `${endpoint}Compat${index + 1}`, deprecated: true };
      app.route({ ...route, method, url, schema, config: { ...config, compatEndpoint: endpoint } });
    }
  });
}

/** Registers the only endpoint that has no newer equivalent. */
export function registerCompatRoutes(
  app: FastifyInstance,
  deps: {
    db: Database;
    authenticate: Authenticate;
    cookies: SessionCookies;
    findOrigin(request: FastifyRequest): Origin;
  },
): void {
  const { db, authenticate, cookies, findOrigin } = deps;
  registerEndpoint(app, 'endDevice', {
    async handle({ body: { device_id }, request, reply }) {
      const { user, sessionId } = await authenticate(request);
      const [ended] = await db.run(revokeDevice, { device_id, user_id: user.id, ...findOrigin(request) });
      if (ended === undefined) throw new RequestError('not_found');
      if (ended.id === sessionId) cookies.clear(reply);
      return answer(204, null);
    },
  });
}
