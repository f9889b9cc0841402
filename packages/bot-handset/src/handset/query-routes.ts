import type { FastifyInstance } from 'fastify';
import { holdUntil } from '../change-signal.ts';
import { hangUpSignal } from '../hang-up-signal.ts';
import type { World } from '../world/world.ts';
import { notFound } from './input/handset-error.ts';
import { readWait } from './input/read-input.ts';
import { selectBot } from './select-bot.ts';

interface QueryPath {
  Params: { id: string };
  Querystring: { bot?: string; wait?: string };
}

/** The bot's answers to buttons, inline queries and payments, and the files of messages. */
export async function queryRoutes(
  app: FastifyInstance,
  { world, stopping }: { world: World; stopping: AbortSignal },
): Promise<void> {
  app.get<QueryPath>('/handset/callbacks/:id', async (request, reply) => {
    const bot = selectBot(world, request.query.bot);
    const record = bot.callbacks.get(request.params.id);
    if (!record) throw notFound(`callback query ${request.params.id} does not exist`);
    const wait = readWait(request.query.wait);
    await holdUntil(() => record.answer, bot.callbacksChanged, wait, hangUpSignal(reply, stopping));
    return { id: record.query.id, is_answered: record.answer !== undefined, ...record.answer };
  });

  app.get<QueryPath>('/handset/inline-queries/:id', async (request, reply) => {
    const { records } = selectBot(world, request.query.bot);
    const record = records.inlineQueries.get(request.params.id);
    if (!record) throw notFound(`inline query ${request.params.id} does not exist`);
    const wait = readWait(request.query.wait);
    await holdUntil(() => record.answer, records.changed, wait, hangUpSignal(reply, stopping));
    return { id: record.query.id, is_answered: record.answer !== undefined, ...record.answer };
  });

  app.get<QueryPath>('/handset/checkouts/:id', async (request, reply) => {
    const { records } = selectBot(world, request.query.bot);
    const checkout = records.checkouts.get(request.params.id);
    if (!checkout) throw notFound(`checkout ${request.params.id} does not exist`);
    const wait = readWait(request.query.wait);
    await holdUntil(() => checkout.answer, records.changed, wait, hangUpSignal(reply, stopping));
    return { id: checkout.id, kind: checkout.kind, is_answered: checkout.answer !== undefined, ...checkout.answer };
  });

  app.get<QueryPath>('/handset/files/:id', async (request, reply) => {
    const file = selectBot(world, request.query.bot).records.files.find(request.params.id);
    if (!file) throw notFound('there is no such file');
    // A file of a chat must not run as a page of the handset's origin
    return reply
      .type(file.mimeType)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(file.fileName ?? 'file')}`)
      .send(file.bytes);
  });
}
