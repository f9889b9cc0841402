import { isProxied } from '@raqam/service/is-proxied';
import type { FastifyInstance } from 'fastify';
import { Histogram, type Registry } from 'prom-client';
import { z } from 'zod';
import { commonErrors, describeErrors } from './describe-endpoint.ts';
import { RequestError } from './errors.ts';
import { serializeBySchema } from './register-endpoint.ts';

/** Seconds. A request is one or two statements: most take a few milliseconds. */
const BUCKETS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/**
 * Prometheus metrics at /metrics: those of `register`, and every request by route and status. Paths hold ids. Requests
 * from the internet, which a proxy passes on, get none.
 */
export function registerMetrics(app: FastifyInstance, register: Registry): void {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [register],
  });

  app.addHook('onResponse', ({ method, routeOptions }, { statusCode, elapsedTime }, done) => {
    duration.observe({ method, route: routeOptions.url ?? 'none', status: statusCode }, elapsedTime / 1000);
    done();
  });
  app.get(
    '/metrics',
    {
      schema: {
        operationId: 'metrics',
        summary: 'Prometheus metrics',
        security: [],
        response: {
          200: { content: { 'text/plain': { schema: z.string() } } },
          ...describeErrors([...commonErrors, 'not_found']),
        },
      },
      config: { load: 'none' },
      serializerCompiler: serializeBySchema,
    },
    async ({ headers }, reply) => {
      if (isProxied(headers)) throw new RequestError('not_found');
      return reply.type(register.contentType).send(await register.metrics());
    },
  );
}
