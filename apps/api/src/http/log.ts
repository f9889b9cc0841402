import { logFormat } from '@raqam/service/log-format';
import type { FastifyRequest, FastifyServerOptions } from 'fastify';

/** Logs name no person: no body, no header, no query, no address; the path alone says what was asked. */
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
