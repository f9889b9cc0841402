import { createHash, timingSafeEqual } from 'node:crypto';
import type { BotReadiness } from '@raqam/service/readiness';
import { HEALTH_PATH, READINESS_PATH } from '@raqam/shared/routes';
import { type FastifyInstance, fastify, LogController } from 'fastify';
import type { Update } from 'telegraf/types';

export interface ServerOptions {
  logLevel: string;
  /** Whether updates arrive (the bot polls, or Telegram knows the webhook), and what else the bot says about itself. */
  readiness(): BotReadiness;
  webhook:
    | {
        path: string;
        secret: string;
        /** Resolves to whether the update was answered; otherwise Telegram has to send it again. */
        handle(update: Update): Promise<boolean>;
      }
    | undefined;
}

/** Until Telegram sends an update again that was not answered yet. */
const REDELIVERY_S = 5;

/** The health checks and, in webhook mode, the endpoint for Telegram's updates. */
export function createServer({ logLevel, readiness, webhook }: ServerOptions): FastifyInstance {
  const server = fastify({
    logger: { level: logLevel, base: null },
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { ignoreTrailingSlash: true },
  });

  server.get(HEALTH_PATH, async () => ({ status: 'ok' }));
  server.get(READINESS_PATH, async (_request, reply) => {
    const body = readiness();
    return reply.code(body.status === 'ok' ? 200 : 503).send(body);
  });

  if (webhook) {
    const expected = hash(webhook.secret);
    server.post<{ Body: Update }>(webhook.path, async (request, reply) => {
      const given = request.headers['x-telegram-bot-api-secret-token'];
      const isTelegram = typeof given === 'string' && timingSafeEqual(hash(given), expected);
      if (!isTelegram) return reply.code(403).send({ status: 'forbidden' });
      if (typeof request.body?.update_id !== 'number') return reply.code(400).send({ status: 'bad_request' });
      if (await webhook.handle(request.body)) return reply.code(200).send();
      return reply.code(503).header('retry-after', REDELIVERY_S).send({ status: 'not_answered' });
    });
  }
  return server;
}

/** Hashes have one length, which `timingSafeEqual` needs, and hide the length of the secret. */
function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
