import { authenticateRequest, type IncomingRequest, type RequireUserOptions } from './authenticate-request.ts';
import type { Raqam } from './create-raqam.ts';

export { type RequireUserOptions, userOf } from './authenticate-request.ts';

interface OutgoingReply {
  code(status: number): { headers(headers: Record<string, string>): { send(body: unknown): unknown } };
}

/** Hook of Fastify (`onRequest` or `preHandler`) that lets only signed-in users pass; `userOf(request)` gives the user. */
export function requireUser(
  raqam: Pick<Raqam, 'verifyAccessToken'>,
  options: RequireUserOptions = {},
): (request: IncomingRequest, reply: OutgoingReply) => Promise<unknown> {
  return async (request, reply) => {
    const refusal = await authenticateRequest(raqam, request, options);
    return refusal && reply.code(refusal.status).headers(refusal.headers).send(refusal.body);
  };
}
