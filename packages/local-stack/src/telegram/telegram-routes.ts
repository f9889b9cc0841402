import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Faults, meetFault } from '../faults.ts';
import { hangUpSignal } from '../hang-up-signal.ts';
import { callMethod } from './methods/methods.ts';
import { BotApiError, badRequest, errorOfStatus } from './request/bot-api-error.ts';
import { readArgs } from './request/request-args.ts';
import { isTokenShaped, type World } from './world/world.ts';

export interface TelegramRoutesOptions {
  world: World;
  faults: Faults;
  /** Aborts when the server stops. */
  stopping: AbortSignal;
}

const MAX_BODY_BYTES = 50 * 1024 * 1024;

interface MethodPath {
  Params: { token: string; method: string };
}

/** The Bot API: `/bot<token>/<method>`, by GET or POST, with a query, a form, a multipart or a JSON body. */
export async function telegramRoutes(app: FastifyInstance, options: TelegramRoutesOptions): Promise<void> {
  const { world, faults, stopping } = options;
  await app.register(formbody, { bodyLimit: MAX_BODY_BYTES });
  await app.register(multipart, { limits: { fileSize: MAX_BODY_BYTES } });
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: MAX_BODY_BYTES }, parseJson);
  // Libraries send any content type with an empty body.
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) => done(null, undefined));

  app.setErrorHandler((error, _request, reply) => {
    const shown = error instanceof BotApiError ? error : unexpected(error);
    return send(reply, shown.code, shown.toBody());
  });

  app.route<MethodPath>({
    method: ['GET', 'POST'],
    url: '/bot:token/:method',
    handler: async (request, reply) => {
      const { token, method } = request.params;
      if (!isTokenShaped(token)) throw new BotApiError(404, 'Not Found');
      const bot = world.bots.get(token);
      if (!bot) throw new BotApiError(401, 'Unauthorized');
      const fault = await meetFault(faults, 'telegram', method, reply, stopping);
      if (fault.kind === 'dropped') return reply;
      if (fault.kind === 'status') throw errorOfStatus(fault.status, fault.retryAfter);
      const args = readArgs(request.query, request.isMultipart() ? await readMultipart(request) : request.body);
      const signal = hangUpSignal(reply, stopping);
      const answer = await callMethod(method, { world, bot, args, signal, stopping });
      return send(reply, 200, { ok: true, ...answer });
    },
  });
}

/** The fields of a multipart form. Files are read and dropped: no method of the emulator keeps one. */
async function readMultipart(request: FastifyRequest): Promise<Record<string, string>> {
  const fields: Record<string, string> = {};
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      part.file.resume();
      fields[part.fieldname] = `attach://${part.fieldname}`;
    } else {
      fields[part.fieldname] = String(part.value);
    }
  }
  return fields;
}

function parseJson(
  _request: FastifyRequest,
  body: string | Buffer,
  done: (error: Error | null, body?: unknown) => void,
) {
  const text = body.toString();
  if (text.trim() === '') {
    done(null, undefined);
    return;
  }
  try {
    done(null, JSON.parse(text));
  } catch {
    done(badRequest("can't parse request: invalid JSON"));
  }
}

function unexpected(error: unknown): BotApiError {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status === 413) return errorOfStatus(413, 0);
  if (status < 500) return badRequest(error instanceof Error ? error.message : 'invalid request');
  return new BotApiError(500, 'Internal Server Error');
}

function send(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply.code(status).type('application/json').send(JSON.stringify(body));
}
