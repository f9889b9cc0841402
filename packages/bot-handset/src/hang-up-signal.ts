import type { FastifyReply } from 'fastify';

/** Aborts when the caller hangs up or the server stops. */
export function hangUpSignal(reply: FastifyReply, stopping: AbortSignal): AbortSignal {
  const hungUp = new AbortController();
  // The response also closes after its answer, when there are no listeners any more.
  reply.raw.once('close', () => hungUp.abort());
  return AbortSignal.any([hungUp.signal, stopping]);
}
