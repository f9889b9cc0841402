import type { ErrorCode } from '@raqam/shared/errors';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** The number that the request is about (E.164), once it is known: its log line has the person's pseudonym. */
    aboutPhone: string | null;
    /** The challenge that the request is about. Not a secret: the id opens nothing. */
    aboutChallenge: string | null;
    /** The code of its error answer. */
    errorCode: ErrorCode | null;
    /** A wait that ended with nothing new, which leaves no log line. */
    isEmptyWait: boolean;
  }
}

/** Gives every request room for what its log line and the metrics tell of it. */
export function decorateRequests(app: FastifyInstance): void {
  app.decorateRequest('aboutPhone', null);
  app.decorateRequest('aboutChallenge', null);
  app.decorateRequest('errorCode', null);
  app.decorateRequest('isEmptyWait', false);
}
