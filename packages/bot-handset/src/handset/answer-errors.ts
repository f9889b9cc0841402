import type { FastifyInstance } from 'fastify';
import { HandsetError } from './input/handset-error.ts';

/** Makes all routes of this scope answer errors as the handset API does. Call it before they are added. */
export function answerHandsetErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, _request, reply) => {
    const shown = asHandsetError(error);
    return reply.code(shown.status).send({ error: { code: shown.code, message: shown.message } });
  });
}

function asHandsetError(error: unknown): HandsetError {
  if (error instanceof HandsetError) return error;
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 500 || !(error instanceof Error)) return new HandsetError(500, 'internal', 'internal error');
  return new HandsetError(status, 'invalid_input', error.message);
}
