import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Sets the headers of every answer: request id, `Vary`, and `no-store`, because answers hold codes, tokens and
 * personal data (RFC 6749 §5.1).
 */
export function setAnswerHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers({ 'cache-control': 'no-store', vary: 'Origin, Accept-Language', 'x-request-id': request.id });
}
