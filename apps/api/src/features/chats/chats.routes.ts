import type { FastifyInstance } from 'fastify';
import type { Database } from '../../database/database.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import type { BotCheck } from '../../http/requests/bot-check.ts';
import { findChat, saveChat } from './chats.queries.ts';

/** The endpoints by which the bot remembers its chats; it keeps no state of its own. */
export function registerChatRoutes(app: FastifyInstance, deps: { db: Database; requireBot: BotCheck }): void {
  const { db, requireBot } = deps;

  registerEndpoint(app, 'findChat', {
    first: requireBot,
    async handle({ body }) {
      const [chat = null] = await db.run(findChat, body);
      return answer(200, { chat });
    },
  });

  registerEndpoint(app, 'saveChat', {
    first: requireBot,
    async handle({ body: { telegram_id, language = null, is_blocked = null } }) {
      await db.run(saveChat, { telegram_id, language, is_blocked });
      return answer(204, null);
    },
  });
}
