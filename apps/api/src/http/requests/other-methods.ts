import { METHODS as PARSED_METHODS } from 'node:http';
import type { FastifyInstance, HTTPMethods } from 'fastify';
import { RequestError } from '../errors.ts';

/** In the order of `Allow`. */
const COMMON_METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** All that Node.js reads; CONNECT never becomes a request. */
const METHODS: readonly HTTPMethods[] = [...new Set([...COMMON_METHODS, ...PARSED_METHODS])].filter(
  (method) => method !== 'CONNECT',
);

/**
 * Answers 405 with `Allow` if a path has no such method (RFC 9110 §15.5.6). Call it before the first route is
 * registered, and the function that it returns after the last one.
 */
export function refuseOtherMethods(app: FastifyInstance): () => void {
  for (const method of METHODS) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);
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
