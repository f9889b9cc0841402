import type { FastifyInstance } from 'fastify';

/**
 * While the app closes, every answer ends its connection: a client that kept it would keep the process alive.
 * Returns whether it closes.
 */
export function watchClosing(app: FastifyInstance): () => boolean {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) reply.header('connection', 'close');
    done(null, payload);
  });
  return () => closing;
}
