import type { FastifyInstance } from 'fastify';
import type { Database } from '../../database/database.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import type { BotCheck } from '../../http/requests/bot-check.ts';
import { findChat, saveChat } from './chats.queries.ts';
import { claimUpdate, releaseUpdate } from './updates.queries.ts';

/** The endpoints by which the bot remembers its chats and updates; it keeps no state of its own. */
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

  registerEndpoint(app, 'claimUpdate', {
    first: requireBot,
    async handle({ body: { update, holder } }) {
      const [claim] = await db.run(claimUpdate, { id: update, holder });
      if (claim?.is_held) return answer(200, { state: 'held' });
      return answer(200, { state: claim?.is_answered ? 'answered' : 'held_elsewhere' });
    },
  });

  registerEndpoint(app, 'releaseUpdate', {
    first: requireBot,
    async handle({ body: { update, holder, is_answered } }) {
      await db.run(releaseUpdate, { id: update, holder, is_answered });
      return answer(204, null);
    },
  });
}
