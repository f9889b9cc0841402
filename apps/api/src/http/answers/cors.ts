import fastifyCors, { type FastifyCorsOptions } from '@fastify/cors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { MINUTE } from '../../policy.ts';

const EXPOSED_HEADERS = ['Retry-After', 'X-Request-Id'];

const options: FastifyCorsOptions = {
  credentials: true,
  methods: ['GET', 'POST', 'PATCH', 'DELETE'],
  allowedHeaders: ['Content-Type', 'Authorization', 'Accept-Language'],
  exposedHeaders: EXPOSED_HEADERS,
  maxAge: 10 * MINUTE,
};

/** Lets the web app's own origins, compared exactly, call the API with cookies. */
export async function registerCors(app: FastifyInstance, webOrigins: readonly string[]): Promise<void> {
  await app.register(fastifyCors, {
    // with a plain list the plugin would send its other headers to every origin
    delegator: ({ method, headers }, decide) => {
      const { origin } = headers;
      const isPlainOptions = method === 'OPTIONS' && headers['access-control-request-method'] === undefined;
      const isAllowed = origin !== undefined && webOrigins.includes(origin) && !isPlainOptions;
      decide(null, isAllowed ? { ...options, origin } : { origin: false });
    },
  });
}

/** Sets the same headers for a URL that the router refuses: Fastify runs no hooks, and thus no plugin, for it. */
export function allowOrigin(
  { headers: { origin } }: FastifyRequest,
  reply: FastifyReply,
  webOrigins: readonly string[],
) {
  if (origin === undefined || !webOrigins.includes(origin)) return;
  reply.headers({
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': EXPOSED_HEADERS.join(', '),
  });
}
