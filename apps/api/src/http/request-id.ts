import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Long enough to be none of what must not be in a log: a code, a phone number. */
const REQUEST_ID = /^[\w-]{16,64}$/;

/** The request's id by the proxy before us, or a new one: it is in every log line about the request, and sent back. */
export function readRequestId({ headers }: IncomingMessage): string {
  const given = [headers['x-request-id'], headers['x-railway-request-id']];
  return given.find((id) => typeof id === 'string' && REQUEST_ID.test(id))?.toString() ?? randomUUID();
}
