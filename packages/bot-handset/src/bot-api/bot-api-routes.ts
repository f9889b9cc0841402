import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Faults, meetFault } from '../faults.ts';
import { hangUpSignal } from '../hang-up-signal.ts';
import type { Notes } from '../notes.ts';
import { findBot, isTokenShaped, type World } from '../world/world.ts';
import { callMethod } from './methods/methods.ts';
import { BotApiError, badRequest, errorOfStatus } from './request/bot-api-error.ts';
import { readArgs } from './request/request-args.ts';
import type { SendLimits } from './request/send-limits.ts';
import { NO_FILES, type UploadedFile } from './request/uploaded-file.ts';

export interface BotApiRoutesOptions {
  world: World;
  faults: Faults;
  notes: Notes;
  /** Default: any number of messages is taken. */
  limits?: SendLimits | undefined;
  /** Aborts when the server stops. */
  stopping: AbortSignal;
}

const MAX_BODY_BYTES = 50 * 1024 * 1024;

interface MethodPath {
  Params: { token: string; method: string };
}

/** The Bot API: `/bot<token>/<method>`, by GET or POST, with a query, a form, a multipart or a JSON body. */
export async function botApiRoutes(app: FastifyInstance, options: BotApiRoutesOptions): Promise<void> {
  const { world, faults, notes, limits, stopping } = options;
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

  fileRoute(app, world);
  app.route<MethodPath>({
    method: ['GET', 'POST'],
    url: '/bot:token/:method',
    handler: async (request, reply) => {
      const { token, method } = request.params;
      if (!isTokenShaped(token)) throw new BotApiError(404, 'Not Found');
      const bot = findBot(world, token);
      if (!bot) throw new BotApiError(401, 'Unauthorized');
      const fault = await meetFault(faults, 'telegram', method, reply, stopping);
      if (fault.kind === 'dropped') return reply;
      if (fault.kind === 'status') throw errorOfStatus(fault.status, fault.retryAfter);
      const form = request.isMultipart() ? await readMultipart(request) : { fields: request.body, files: NO_FILES };
      const args = readArgs(request.query, form.fields);
      limits?.count(token, method, args.get('chat_id'));
      const signal = hangUpSignal(reply, stopping);
      const answer = await callMethod(method, { world, bot, args, files: form.files, notes, signal, stopping });
      return send(reply, 200, { ok: true, ...answer });
    },
  });
}

/** A file that `getFile` named: `/file/bot<token>/<file_path>`. */
function fileRoute(app: FastifyInstance, world: World): void {
  app.get<{ Params: { token: string; '*': string } }>('/file/bot:token/*', async (request, reply) => {
    const bot = world.bots.get(request.params.token);
    if (!bot) throw isTokenShaped(request.params.token) ? errorOfStatus(401, 0) : errorOfStatus(404, 0);
    const file = bot.records.files.findByPath(request.params['*']);
    if (!file) throw errorOfStatus(404, 0);
    return reply.type('application/octet-stream').send(file.bytes);
  });
}

/** The fields and files of a multipart form. A file is also the field `attach://<its name>`. */
async function readMultipart(request: FastifyRequest) {
  const fields: Record<string, string> = {};
  const files = new Map<string, UploadedFile>();
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      files.set(part.fieldname, {
        bytes: await part.toBuffer(),
        fileName: part.filename,
        mimeType: part.mimetype,
      });
      fields[part.fieldname] = `attach://${part.fieldname}`;
    } else {
      fields[part.fieldname] = String(part.value);
    }
  }
  return { fields, files };
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
