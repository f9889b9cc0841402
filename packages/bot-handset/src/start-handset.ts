import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { botApiRoutes } from './bot-api/bot-api-routes.ts';
import { createSendLimits, type SendCounts } from './bot-api/request/send-limits.ts';
import { createFaults, type Faults } from './faults.ts';
import { handsetRoutes } from './handset/handset-routes.ts';
import { type PageExtension, pageRoutes } from './handset/page-routes.ts';
import { createNotes } from './notes.ts';
import { normalizePhone } from './world/normalize-phone.ts';
import { addBot, type BotSeed, createWorld, type Person, type World } from './world/world.ts';

export interface HandsetOptions {
  /** Default 127.0.0.1, because all simulated chats can be read through the port. */
  host?: string | undefined;
  /** Default 8081; 0 takes a free one. */
  port?: number | undefined;
  /** The first is the default of the handset API. Default: every token is a bot, which is added by its first call. */
  bots?: readonly BotSeed[] | undefined;
  /** Default: Aziza and Bobur. */
  people?: readonly Person[] | undefined;
  /** `telegram`: 429 to more messages than Telegram takes, one a second to a chat and 30 to all. Default none. */
  limits?: 'telegram' | undefined;
  /** Writes remarks for the bot's author, one line each. Default: to standard error. */
  writeNote?: ((line: string) => void) | undefined;
  /** More than Telegram on the same port. */
  extension?: HandsetExtension | undefined;
}

/** Emulators of other services beside Telegram, and their part of the handset API and of the page. */
export interface HandsetExtension {
  /** Targets of faults beside `telegram`, for `meetFault`. */
  faultTargets?: readonly string[];
  /** Adds routes; those of the handset API call `answerHandsetErrors` in a scope of their own. */
  extend?(app: FastifyInstance, context: HandsetContext): Promise<void>;
  /** Reads the body of `POST /handset/users`: the fields that the extension adds to a person. */
  readPersonFields?(body: unknown): object;
  page?: PageExtension;
}

export interface HandsetContext {
  world: World;
  faults: Faults;
  /** Aborts when the server stops. */
  stopping: AbortSignal;
}

export interface Handset {
  /** Base URL of the Bot API (`apiRoot`), of the handset page and of its API. */
  url: string;
  port: number;
  /** With `limits`: what they let pass and refused. */
  sent: Readonly<SendCounts> | undefined;
  /** Ends long polls, streams and webhook deliveries at once. */
  close(): Promise<void>;
}

const DEFAULT_PORT = 8081;
const MAX_TOKEN_LENGTH = 512;

/** The people on the handset page at the start. */
const SEEDED_PEOPLE: readonly Person[] = [
  { telegram_id: 1001, first_name: 'Aziza', phone: '+998901234567', language_code: 'uz' },
  { telegram_id: 1002, first_name: 'Bobur', phone: '+998935550199', language_code: 'ru' },
];

/**
 * Starts the emulator of the Bot API, the handset API and the handset page on one port.
 *
 * @throws Error for a taken port, naming it, and for an unusable bot
 */
export async function startHandset(options: HandsetOptions = {}): Promise<Handset> {
  const { host = '127.0.0.1', port = DEFAULT_PORT, bots, people = SEEDED_PEOPLE, extension = {} } = options;
  const { writeNote = (line: string) => process.stderr.write(line) } = options;
  const world = createWorld(bots === undefined);
  const limits = options.limits && createSendLimits(() => performance.now());
  const faults = createFaults(extension.faultTargets);
  const stop = new AbortController();
  for (const seed of bots ?? []) addBot(world, seed);
  for (const person of people) {
    world.people.set(person.telegram_id, { ...person, phone: normalizePhone(person.phone) });
  }

  const app = Fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: MAX_TOKEN_LENGTH } });
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send(
        request.url.startsWith('/bot')
          ? { ok: false, error_code: 404, description: 'Not Found' }
          : { error: { code: 'not_found', message: `there is nothing at ${request.method} ${request.url}` } },
      ),
  );
  // Before the sockets close, so that long polls still answer and no delivery outlives the server
  app.addHook('preClose', async () => stop.abort());
  const context = { world, faults, stopping: stop.signal };
  await app.register(botApiRoutes, { ...context, notes: createNotes(writeNote), limits });
  await app.register(handsetRoutes, { ...context, readPersonFields: extension.readPersonFields });
  await app.register(pageRoutes, { extension: extension.page });
  await app.register(async (scope) => extension.extend?.(scope, context));

  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw explainListenError(error, host, port);
  }
  const address = app.server.address() as AddressInfo; // a TCP server that listens has one
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${shownHost}:${address.port}`,
    port: address.port,
    sent: limits?.counts,
    close: () => app.close(),
  };
}

function explainListenError(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? (error as FastifyError).code : undefined;
  if (code === 'EADDRINUSE') {
    return new Error(`port ${port} on ${host} is taken: stop what uses it, or choose another port`, { cause: error });
  }
  if (code === 'EACCES') return new Error(`port ${port} on ${host} may not be used: choose another`, { cause: error });
  return error;
}
