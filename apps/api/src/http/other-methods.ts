import type { FastifyInstance, HTTPMethods } from 'fastify';
import { RequestError } from './errors.ts';

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Answers 405 with `Allow` if a path has no such method (RFC 9110 §15.5.6). Call it before the first route is
 * registered, and the function that it returns after the last one.
 */
export function refuseOtherMethods(app: FastifyInstance): () => void {
  const known = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const path = url.replace(/(?<=.)\/$/, '');
    known.set(path, new Set([...(known.get(path) ?? []), ...[method].flat()]));
  });
  return () => {
    for (const [path, methods] of [...known].filter(([path]) => !path.includes('*'))) {
      const allow = METHODS.filter((method) => methods.has(method)).join(', ');
      app.route({
        method: METHODS.filter((method) => !methods.has(method)),
        url: path,
        schema: { hide: true },
        onRequest: async () => {
          throw new RequestError('method_not_allowed', { allow });
        },
        handler: () => {},
      });
    }
  };
}
