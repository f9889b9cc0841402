import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** At least 16 characters, so that it can't be a code or a phone number, which must not be logged. */
const REQUEST_ID = /^[\w-]{16,64}$/;

/** The request id that the proxy set, or a new one. It is in every log line of the request, and in the answer. */
export function readRequestId({ headers }: IncomingMessage): string {
  const given = [headers['x-request-id'], headers['x-railway-request-id']];
  return given.find((id) => typeof id === 'string' && REQUEST_ID.test(id))?.toString() ?? randomUUID();
}
