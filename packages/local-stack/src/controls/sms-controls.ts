import { holdUntil } from 'bot-handset/src/change-signal';
import { readAfter, readWait } from 'bot-handset/src/handset/input/read-input';
import { hangUpSignal } from 'bot-handset/src/hang-up-signal';
import type { FastifyInstance } from 'fastify';
import type { DeliveryPlans } from '../delivery-plans.ts';
import type { EskizGateway } from '../eskiz/gateway.ts';
import type { SmsStore } from '../sms-store.ts';
import { readDeliveryPlan, readPhoneQuery } from './read-input.ts';

export interface SmsControlsOptions {
  sms: SmsStore;
  gateway: EskizGateway;
  playMobilePlans: DeliveryPlans;
  /** Aborts when the server stops. */
  stopping: AbortSignal;
}

/** The SMS inboxes, and controls of the SMS providers for tests. Register them where errors are those of the handset API. */
export async function smsControls(app: FastifyInstance, options: SmsControlsOptions): Promise<void> {
  const { sms, gateway, playMobilePlans, stopping } = options;

  app.get<{ Querystring: { phone?: string; after?: string; wait?: string } }>(
    '/handset/sms',
    async (request, reply) => {
      const phone = readPhoneQuery(request.query.phone);
      const after = readAfter(request.query.after);
      const read = () => {
        const newer = sms.list(phone).filter((each) => each.id > after);
        return newer.length > 0 ? newer : undefined;
      };
      return (await holdUntil(read, sms.changed, readWait(request.query.wait), hangUpSignal(reply, stopping))) ?? [];
    },
  );

  app.delete('/handset/eskiz/tokens', async () => {
    gateway.tokens.expireAll();
    return { ok: true };
  });

  app.post('/handset/eskiz/delivery', async (request, reply) => {
    const { status, times } = readDeliveryPlan(request.body);
    gateway.planDelivery(status, times);
    return reply.code(201).send({ ok: true, status, times });
  });

  app.post('/handset/playmobile/delivery', async (request, reply) => {
    const { status, times } = readDeliveryPlan(request.body);
    playMobilePlans.add(status, times);
    return reply.code(201).send({ ok: true, status, times });
  });
}
