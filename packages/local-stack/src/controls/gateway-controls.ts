import { holdUntil } from 'bot-handset/src/change-signal';
import { readAfter, readWait } from 'bot-handset/src/handset/input/read-input';
import { selectPerson } from 'bot-handset/src/handset/select-person';
import { hangUpSignal } from 'bot-handset/src/hang-up-signal';
import type { World } from 'bot-handset/src/world/world';
import type { FastifyInstance } from 'fastify';
import type { TelegramGateway } from '../gateway/telegram-gateway.ts';
import { readPhone } from './read-input.ts';

export interface GatewayControlsOptions {
  telegramGateway: TelegramGateway;
  world: World;
  /** Aborts when the server stops. */
  stopping: AbortSignal;
}

interface CodesPath {
  Params: { telegram_id: string };
  Querystring: { after?: string; wait?: string };
}

/** The chat “Verification Codes” of people, and controls of Telegram Gateway. Register them where errors are those of the handset API. */
export async function gatewayControls(app: FastifyInstance, options: GatewayControlsOptions): Promise<void> {
  const { telegramGateway: gateway, world, stopping } = options;

  app.get<CodesPath>('/handset/users/:telegram_id/verification-codes', async (request, reply) => {
    const person = selectPerson(world, request.params.telegram_id);
    const after = readAfter(request.query.after);
    const read = () => {
      const newer = gateway.messagesOf(person).filter(({ message_id }) => message_id > after);
      return newer.length > 0 ? newer : undefined;
    };
    return (await holdUntil(read, gateway.changed, readWait(request.query.wait), hangUpSignal(reply, stopping))) ?? [];
  });

  app.post<CodesPath>('/handset/users/:telegram_id/verification-codes/read', async (request) => {
    gateway.read(selectPerson(world, request.params.telegram_id));
    return { ok: true };
  });

  app.post('/handset/gateway/expire', async (request) => ({ expired: gateway.expire(readPhone(request.body)) }));

  app.get('/handset/gateway/balance', async () => ({ balance: gateway.balance() }));
}
