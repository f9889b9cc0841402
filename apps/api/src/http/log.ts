import { logFormat } from '@raqam/service/log-format';
import type { FastifyRequest, FastifyServerOptions } from 'fastify';

/** The logger's options. Logs identify no person: they hold method and path, but no body, header, query or IP. */
export function createLoggerOptions(level: string): FastifyServerOptions['logger'] {
  return {
    level,
    ...logFormat,
    base: null,
    serializers: {
      req: (request: FastifyRequest) => ({ method: request.method, path: request.url.split('?', 1)[0] }),
    },
    redact: [
      'phone',
      '*.phone',
      'code',
      '*.code',
      'secret_key',
      '*.secret_key',
      'req.headers',
      '*.authorization',
      '*.cookie',
    ],
  };
}
