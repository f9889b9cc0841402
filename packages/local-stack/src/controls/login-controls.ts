import { notFound } from 'bot-handset/src/handset/input/handset-error';
import { readTelegramIdInPath } from 'bot-handset/src/handset/input/read-input';
import type { World } from 'bot-handset/src/world/world';
import type { FastifyInstance } from 'fastify';
import type { LoginRequest, LoginServer } from '../telegram-login/login-server.ts';
import { readLoginClient, readLoginDecision } from './read-input.ts';

/** The cards of Telegram Login on people's phones, and its clients. Register them where errors are those of the handset API. */
export async function loginControls(
  app: FastifyInstance,
  { server, world }: { server: LoginServer; world: World },
): Promise<void> {
  const cardsOf = (telegramId: number) =>
    [...server.requests.values()].filter((each) => each.telegramId === telegramId && each.result === undefined);

  app.post('/handset/telegram-login/clients', async (request, reply) => {
    const client = readLoginClient(request.body);
    server.clients.set(client.clientId, client);
    return reply.code(201).send({ ok: true });
  });

  app.get<{ Params: { telegram_id: string } }>('/handset/users/:telegram_id/logins', async (request) =>
    cardsOf(readTelegramIdInPath(request.params.telegram_id)).map(showCard),
  );

  app.post<{ Params: { telegram_id: string; id: string } }>(
    '/handset/users/:telegram_id/logins/:id',
    async (request) => {
      const telegramId = readTelegramIdInPath(request.params.telegram_id);
      const card = cardsOf(telegramId).find((each) => each.id === request.params.id);
      const person = world.people.get(telegramId);
      if (!card || !person) throw notFound(`login ${request.params.id} does not wait for person ${telegramId}`);
      server.decide(card, person, readLoginDecision(request.body));
      world.events.publishExtra({ type: 'login', telegram_id: telegramId });
      return { ok: true };
    },
  );
}

function showCard({ id, redirectUri, scopes }: LoginRequest): object {
  return { id, site: new URL(redirectUri).host, asks_phone: scopes.includes('phone') };
}
