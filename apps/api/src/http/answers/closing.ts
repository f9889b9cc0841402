import type { FastifyInstance } from 'fastify';

/**
 * Makes every answer end its connection while the app closes; a kept connection would keep the process alive.
 * Returns a function that tells whether the app is closing.
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
