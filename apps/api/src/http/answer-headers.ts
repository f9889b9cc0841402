import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { MINUTE } from '../policy.ts';

const ALLOWED_METHODS = 'GET, POST, PATCH, DELETE';
const ALLOWED_HEADERS = 'Content-Type, Authorization, Accept-Language';
const EXPOSED_HEADERS = 'Retry-After, X-Request-Id';
/** Seconds that a browser may remember the answer to a preflight. */
const PREFLIGHT_MAX_AGE = 10 * MINUTE;

/**
 * Makes the function that sets the headers of every answer: its request id, no caching (answers hold codes, tokens
 * and personal data; RFC 6749 §5.1), and CORS for the web app's own origins (fetch.spec.whatwg.org, 3.2). It is ours
 * because a CORS plugin is a hook, and Fastify runs no hook for a URL that its router refuses.
 */
export function createAnswerHeaders(webOrigins: readonly string[]) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    reply.headers({ 'cache-control': 'no-store', vary: 'Origin, Accept-Language', 'x-request-id': request.id });
    const { origin } = request.headers;
    if (origin === undefined || !webOrigins.includes(origin)) return;
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': EXPOSED_HEADERS,
    });
  };
}

/** Answers the CORS preflights of the web app's origins, before anything else looks at them. */
export function answerPreflights(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ method, headers }, reply) => {
    const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
    if (!isPreflight || !reply.hasHeader('access-control-allow-origin')) return;
    reply.headers({
      'access-control-allow-methods': ALLOWED_METHODS,
      'access-control-allow-headers': ALLOWED_HEADERS,
      'access-control-max-age': String(PREFLIGHT_MAX_AGE),
    });
    return reply.code(204).send();
  });
}
