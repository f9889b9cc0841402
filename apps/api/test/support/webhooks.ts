import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished } from 'vitest';
import { webhookCommands } from '../../src/commands/webhooks.commands.ts';
import { createFernet } from '../../src/encryption/fernet.ts';
import { type DeliveryOptions, startDeliveries } from '../../src/features/webhooks/deliver-webhooks.ts';
import { deriveKeys } from '../../src/keys.ts';
import { runAsOperator } from './operator.ts';
import { SECRET_KEY, type TestApi } from './test-api.ts';

export interface Received {
  /** The header `webhook-id`. */
  id: string;
  headers: IncomingHttpHeaders;
  body: string;
  type: string;
  data: Record<string, unknown>;
}

type Answer = (response: ServerResponse, received: Received) => void;

export interface Receiver {
  url: string;
  received: Received[];
  /** Answers the following requests; 204 at first. */
  answer: Answer;
  types(): string[];
}

/** A receiver of webhooks over HTTP, until the test ends. */
export async function openReceiver(): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { type, data } = JSON.parse(body);
    const received = { id: String(request.headers['webhook-id']), headers: request.headers, body, type, data };
    receiver.received.push(received);
    receiver.answer(response, received);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, // it listens on a port
    received: [],
    answer: (response) => void response.writeHead(204).end(),
    types: () => receiver.received.map(({ type }) => type),
  };
  return receiver;
}

/** Delivers as a process of the api does, until the test ends. */
export function deliver(api: TestApi, options: Partial<DeliveryOptions> = {}): { stop(): Promise<void> } {
  const stop = startDeliveries({
    db: api.db,
    openSecret: createFernet(deriveKeys([SECRET_KEY]).vault, Date.now, randomBytes).decrypt,
    allowPrivate: true,
    version: '1.2.3',
    now: Date.now,
    random: () => 1_000, // beyond 1, so that a refused try comes again only once a test lets time pass
    timeoutMs: 120_000,
    onTried() {},
    onDisabled() {},
    onError(error) {
      throw error;
    },
    ...options,
  });
  onTestFinished(stop);
  return { stop };
}

/** Runs `pnpm raqam webhooks …` on the database of the tests. */
export function raqam(api: TestApi, ...argv: string[]): ReturnType<typeof runAsOperator> {
  const environment = { WEBHOOK_PRIVATE_ADDRESSES: 'allow' };
  return runAsOperator(api, { webhooks: webhookCommands }, ['webhooks', ...argv], environment);
}

/** Adds a webhook by command; resolves to its id and secret. */
export async function addHook(api: TestApi, url: string, ...types: string[]): Promise<{ id: string; secret: string }> {
  const added = await raqam(api, 'add', url, ...types.flatMap((type) => ['--type', type]));
  expect(added.error).toBe('');
  const [, id = '', secret = ''] = /^Webhook (\d+) .*\n(whsec_\S+)\n$/.exec(added.out) ?? [];
  onTestFinished(async () => void (await raqam(api, 'remove', id, '--yes')));
  return { id, secret };
}

/** Writes events as a statement of the api does. */
export async function logEvents(api: TestApi, type: string, user_id: string | null = null, count = 1): Promise<void> {
  await api.sql.query(
    `INSERT INTO events (type, actor, user_id, data)
     SELECT $1, 'system', $2, jsonb_build_object('n', n) FROM generate_series(1, $3) n ORDER BY n`,
    [type, user_id, count],
  );
}

/** Lets time pass for deliveries: for retries and leases. */
export async function passForDeliveries(api: TestApi, interval: string): Promise<void> {
  await api.sql.query('UPDATE webhook_deliveries SET next_at = next_at - $1::interval', [interval]);
}

export interface DeliveryRow {
  id: string;
  type: string;
  state: string;
  tries: number;
  outcome: string;
  /** Seconds from the last try until the next. */
  pause: number;
}

/** All deliveries in their order. */
export async function readDeliveries(api: TestApi): Promise<DeliveryRow[]> {
  const { rows } = await api.sql.query(`SELECT id, type, state, tries, outcome,
    extract(epoch FROM next_at - tried_at)::float8 AS pause FROM webhook_deliveries ORDER BY position`);
  return rows;
}
