import { isProxied } from '@raqam/service/is-proxied';
import { logFormat } from '@raqam/service/log-format';
import type { BotReadiness } from '@raqam/service/readiness';
import { createSecretCheck } from '@raqam/service/secret-check';
import { HEALTH_PATH, READINESS_PATH } from '@raqam/shared/routes';
import { type FastifyInstance, fastify, LogController } from 'fastify';
import type { Registry } from 'prom-client';
import type { Update } from 'telegraf/types';

export interface ServerOptions {
  logLevel: string;
  /** The body of /readyz. */
  readiness(): BotReadiness;
  /** Shown at /metrics. */
  metrics: Registry;
  webhook:
    | {
        path: string;
        /** Host and port of its URL: under them the internet reaches this server. */
        host: string;
        secret: string;
        /** Resolves to whether the update was answered; otherwise Telegram has to send it again. */
        handle(update: Update): Promise<boolean>;
      }
    | undefined;
}

/** Until Telegram sends an update again that was not answered yet. */
const REDELIVERY_S = 5;

/** The health checks, the metrics and, in webhook mode, the endpoint for Telegram's updates. */
export function createServer({ logLevel, readiness, metrics, webhook }: ServerOptions): FastifyInstance {
  const server = fastify({
    logger: { level: logLevel, base: null, ...logFormat },
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { ignoreTrailingSlash: true },
  });

  // Otherwise a request in progress keeps its connection, and the process, for a minute after its answer
  let isClosing = false;
  server.addHook('preClose', async () => {
    isClosing = true;
  });
  server.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });

  server.get(HEALTH_PATH, async () => ({ status: 'ok' }));
  server.get(READINESS_PATH, async (_request, reply) => {
    const body = readiness();
    return reply.code(body.status === 'ok' ? 200 : 503).send(body);
  });

  // in webhook mode a proxy leads from the internet to this port
  server.get('/metrics', async ({ headers, host }, reply) => {
    if (isProxied(headers) || host === webhook?.host) return reply.callNotFound();
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });

  if (webhook) {
    const isTelegram = createSecretCheck([webhook.secret]);
    server.post<{ Body: Update }>(webhook.path, async (request, reply) => {
      if (!isTelegram(request.headers['x-telegram-bot-api-secret-token']))
        return reply.code(403).send({ status: 'forbidden' });
      if (typeof request.body?.update_id !== 'number') return reply.code(400).send({ status: 'bad_request' });
      if (await webhook.handle(request.body)) return reply.code(200).send();
      return reply.code(503).header('retry-after', REDELIVERY_S).send({ status: 'not_answered' });
    });
  }
  return server;
}
