import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyError } from 'fastify';
import { DEVELOPMENT_ESKIZ_ACCOUNT, type EskizAccount } from './eskiz/account.ts';
import { eskizRoutes } from './eskiz/eskiz-routes.ts';
import { createGateway } from './eskiz/gateway.ts';
import { createFaults } from './faults.ts';
import { handsetRoutes } from './handset/handset-routes.ts';
import { pageRoutes } from './handset/page-routes.ts';
import { createSmsStore, normalizePhone, type SmsStore } from './sms-store.ts';
import { telegramRoutes } from './telegram/telegram-routes.ts';
import { addBot, type BotSeed, createWorld, type Person } from './telegram/world/world.ts';

export interface LocalStackOptions {
  /** Default 127.0.0.1, because all simulated chats can be read through the port. */
  host?: string;
  /** Default 8081; 0 takes a free one. */
  port?: number;
  /** The first is the default of the handset API. */
  bots: readonly BotSeed[];
  /** Default: Aziza and Bobur. */
  people?: readonly Person[];
  /** The account of the Eskiz emulator. Default `DEVELOPMENT_ESKIZ_ACCOUNT`. */
  eskiz?: EskizAccount;
}

export interface LocalStack {
  /** Base URL of everything: the Bot API (`apiRoot`), Eskiz (under `/eskiz`), the handset page and its API. */
  url: string;
  port: number;
  /** The inboxes that `GET /handset/sms` reads. */
  sms: SmsStore;
  /** Ends long polls, streams, webhook deliveries and delivery reports at once. */
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
 * Starts the Bot API emulator, the Eskiz emulator, the handset API and the handset page on one port.
 *
 * @throws Error for a taken port, naming it, and for an unusable bot
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { host = '127.0.0.1', port = DEFAULT_PORT, bots, people = SEEDED_PEOPLE } = options;
  const { eskiz = DEVELOPMENT_ESKIZ_ACCOUNT } = options;
  const world = createWorld();
  const faults = createFaults();
  const sms = createSmsStore();
  const gateway = createGateway(eskiz, sms);
  const stop = new AbortController();
  for (const seed of bots) addBot(world, seed);
  for (const person of people) {
    world.people.set(person.telegram_id, { ...person, phone: normalizePhone(person.phone) });
  }
  sms.onAdd((each) => world.events.publish({ type: 'sms', sms: each }));

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
  await app.register(telegramRoutes, { world, faults, stopping: stop.signal });
  await app.register(eskizRoutes, { prefix: '/eskiz/api', gateway, faults, stopping: stop.signal });
  await app.register(handsetRoutes, { world, faults, sms, gateway, stopping: stop.signal });
  await app.register(pageRoutes);

  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw explainListenError(error, host, port);
  }
  const address = app.server.address() as AddressInfo; // a TCP server that listens has one
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { url: `http://${shownHost}:${address.port}`, port: address.port, sms, close: () => app.close() };
}

function explainListenError(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? (error as FastifyError).code : undefined;
  if (code === 'EADDRINUSE') {
    return new Error(`port ${port} on ${host} is taken: stop what uses it, or choose another port`, { cause: error });
  }
  if (code === 'EACCES') return new Error(`port ${port} on ${host} may not be used: choose another`, { cause: error });
  return error;
}
