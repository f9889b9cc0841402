import type { FastifyInstance } from 'fastify';
import type { EskizGateway } from '../eskiz/gateway.ts';
import { readDeliveryPlan } from './read-input.ts';

/** Controls of the Eskiz emulator for tests. Register them within the handset API, which formats their errors. */
export async function eskizControls(app: FastifyInstance, { gateway }: { gateway: EskizGateway }): Promise<void> {
  app.delete('/handset/eskiz/tokens', async () => {
    gateway.tokens.expireAll();
    return { ok: true };
  });

  app.post('/handset/eskiz/delivery', async (request, reply) => {
    const { status, times } = readDeliveryPlan(request.body);
    gateway.planDelivery(status, times);
    return reply.code(201).send({ ok: true, status, times });
  });
}
