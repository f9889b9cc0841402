import { createHash, timingSafeEqual } from 'node:crypto';
import type { BotReadiness } from '@raqam/service/readiness';
import { HEALTH_PATH, READINESS_PATH } from '@raqam/shared/routes';
import { type FastifyInstance, fastify, LogController } from 'fastify';
import type { Update } from 'telegraf/types';

export interface ServerOptions {
  logLevel: string;
  /** Whether updates arrive (it polls, or Telegram knows the webhook), and what else the bot tells about itself. */
  readiness(): BotReadiness;
  webhook: { path: string; secret: string; handle(update: Update): Promise<void> } | undefined;
}

/** The health checks and, in webhook mode, where Telegram delivers updates. */
export function createServer({ logLevel, readiness, webhook }: ServerOptions): FastifyInstance {
  const server = fastify({
    logger: { level: logLevel, base: null },
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { ignoreTrailingSlash: true },
  });

  server.get(HEALTH_PATH, async () => ({ status: 'ok' }));
  server.get(READINESS_PATH, async (_request, reply) => {
    const told = readiness();
    return reply.code(told.status === 'ok' ? 200 : 503).send(told);
  });

  if (webhook) {
    const expected = hash(webhook.secret);
    server.post<{ Body: Update }>(webhook.path, async (request, reply) => {
      const given = request.headers['x-telegram-bot-api-secret-token'];
      const isTelegram = typeof given === 'string' && timingSafeEqual(hash(given), expected);
      if (!isTelegram) return reply.code(403).send({ status: 'forbidden' });
      if (typeof request.body?.update_id !== 'number') return reply.code(400).send({ status: 'bad_request' });
      await webhook.handle(request.body);
      return reply.code(200).send();
    });
  }
  return server;
}

/** Hashes are of one length, which `timingSafeEqual` needs, and hide that of the secret. */
function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
