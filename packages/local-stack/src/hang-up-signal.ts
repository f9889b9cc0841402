import type { FastifyReply } from 'fastify';

/** Aborts when the caller hangs up or the server stops: nobody waits for the answer any more. */
export function hangUpSignal(reply: FastifyReply, stopping: AbortSignal): AbortSignal {
  const hungUp = new AbortController();
  // After an answer was sent the response closes, too; by then nothing listens.
  reply.raw.once('close', () => hungUp.abort());
  return AbortSignal.any([hungUp.signal, stopping]);
}
