import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as timer } from 'node:timers/promises';
import { buildApp } from '@raqam/api/app';
import { connectDatabase } from '@raqam/api/database/database';
import { migrate } from '@raqam/api/database/migrate';
import { readConfig } from '@raqam/api/env';
import { actByCommand } from '@raqam/api/features/admin/admin-act';
import { addServiceKey } from '@raqam/api/features/admin/service-key';
import { SERVICE_SCOPES } from '@raqam/shared/contract/admin';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';

const BOT_SECRET = 'bot-secret-of-the-model-0123456789abcdef';
const SECRET_KEY = 'secret-key-of-the-model-0123456789abcdef';
const NEXT_SECRET_KEY = 'next-secret-key-of-the-model-0123456789ab';
const BOT_ID = '7000000001';
const OVERLOADED_RETRY_MS = 200;
const ORIGIN = 'http://localhost:5173';

const telegramKey = generateKeyPairSync('ed25519');
const telegramPublicKey = Buffer.from(telegramKey.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');

/** An answer of the api, read as far as the model looks. */
export interface Answer {
  status: number;
  /** The code of an error; undefined: none. */
  error: string | undefined;
  body: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are compared with the model, field by field
  json: any;
  /** The new value of the cookie by which the browser is remembered. */
  remembered: string | undefined;
}

interface Call {
  body?: object;
  bearer?: string | undefined;
  userAgent?: string;
  cookie?: string | undefined;
}

/** A code that a provider was given. */
interface Message {
  channel: 'sms' | 'gateway';
  phone: string;
  code: string;
}

/** The real api on a real database; SMS and Telegram Gateway end in `messages`. */
export interface System {
  call(method: 'GET' | 'POST' | 'DELETE', path: string, call?: Call): Promise<Answer>;
  bot(path: string, body: object): Promise<Answer>;
  admin(path: string): Promise<Answer>;
  createCode(body: object): Promise<Answer>;
  /** The data with which Telegram opens a Mini App for this person. */
  initData(telegram: number): string;
  messages: Message[];
  log: string[];
  sql: pg.Pool;
  /** How many calls were made. */
  calls(): number;
  /** Lets time pass in the database. */
  pass(seconds: number): Promise<void>;
  /** Replaces the api by one with another SECRET_KEY, which still knows the first. */
  deploy(): void;
  /** Empties the database, and starts with the first api again. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Starts it on an empty database. */
export async function startSystem(databaseUrl: string): Promise<System> {
  await migrate(databaseUrl);
  const messages: Message[] = [];
  const log: string[] = [];
  const providers = await startProviders(messages);
  const db = connectDatabase({ url: databaseUrl });
  const sql = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  await sql.query(FUNCTIONS);
  const build = async (secretKey: string): Promise<FastifyInstance> => {
    const read = readConfig({
      DATABASE_URL: databaseUrl,
      SECRET_KEY: secretKey,
      TELEGRAM_BOT_SECRET: BOT_SECRET,
      TELEGRAM_BOT_USERNAME: 'shop_bot',
      TELEGRAM_BOT_ID: BOT_ID,
      TELEGRAM_MINI_APP_PUBLIC_KEY: telegramPublicKey.toString('hex'),
      CORS_ALLOWED_ORIGINS: ORIGIN,
      SMS_PROVIDER: 'webhook',
      SMS_WEBHOOK_URL: `${providers.url}/sms`,
      SMS_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
      GATEWAY_TOKEN: 'token-of-the-gateway-0123456789',
      GATEWAY_BASE_URL: `${providers.url}/gateway`,
    });
    if (!read.ok) throw new Error(read.problems.map(({ en }) => en).join('\n'));
    const logger = { level: 'info', stream: { write: (line: string) => void log.push(line) } };
    return buildApp({ config: read.config, db, version: 'model', logger });
  };
  const first = await build(SECRET_KEY);
  const second = await build(`${NEXT_SECRET_KEY},${SECRET_KEY}`);
  const { key } = await addServiceKey(
    db,
    { name: 'model', scopes: SERVICE_SCOPES, expiresAt: null },
    actByCommand('operator'),
    randomBytes,
  );
  let app = first;
  let calls = 0;

  const call: System['call'] = async (method, path, options = {}) => {
    const { body, bearer, userAgent, cookie } = options;
    calls += 1;
    const answer = await app.inject({
      method,
      url: path,
      // each from an IP of its own: the limits per IP are no part of the model
      remoteAddress: `10.${(calls >> 16) & 255}.${(calls >> 8) & 255}.${calls & 255}`,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...(userAgent !== undefined && { 'user-agent': userAgent }),
        ...(cookie !== undefined && { cookie: `remembered_device=${cookie}` }),
      },
      ...(body && { payload: JSON.stringify(body) }),
    });
    const json = answer.body === '' ? undefined : answer.json();
    const error: string | undefined = json?.error?.code;
    if (error === 'overloaded') {
      // the machine stood still: refused before it was read, so a client asks again
      await timer(OVERLOADED_RETRY_MS);
      return call(method, path, options);
    }
    const remembered = answer.cookies.find(({ name }) => name === 'remembered_device')?.value;
    return { status: answer.statusCode, error, body: answer.body, json, remembered };
  };

  let opened = 0;
  return {
    call,
    bot: (path, body) => call('POST', `/api/v1/bot/${path}/`, { body, bearer: BOT_SECRET }),
    admin: (path) => call('POST', `/api/v1/admin/${path}/`, { bearer: key }),
    createCode: (body) =>
      call('POST', '/api/v1/auth/telegram/otp/create/', { body: { secret_key: BOT_SECRET, ...body } }),
    initData(telegram) {
      opened += 1;
      const fields = {
        query_id: `AAH${opened}`,
        user: JSON.stringify({ id: telegram, first_name: 'Aziza' }),
        auth_date: String(Math.floor(Date.now() / 1_000)),
      };
      const lines = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
      const signed = Buffer.from(`${BOT_ID}:WebAppData\n${lines.sort().join('\n')}`);
      const signature = sign(null, signed, telegramKey.privateKey).toString('base64url');
      return new URLSearchParams({ ...fields, signature, hash: 'c0ffee' }).toString().replaceAll('+', '%20');
    },
    messages,
    log,
    sql,
    calls: () => calls,
    async pass(seconds) {
      await sql.query('SELECT pass($1)', [seconds]);
    },
    deploy() {
      app = second;
    },
    async reset() {
      app = first;
      messages.length = 0;
      log.length = 0;
      await sql.query('SELECT empty()');
    },
    async close() {
      await first.close();
      await second.close();
      await db.close();
      await sql.end();
      await providers.close();
    },
  };
}

const EMPTIED = ['challenges', 'sessions', 'users', 'budgets', 'alerts', 'deliveries', 'events', 'sms_days'];

/** The columns that tell when something was or will be. */
const TIMES: Record<string, string[]> = {
  challenges: ['expires_at', 'collected_at', 'started_at'],
  sessions: ['rotated_at', 'created_at', 'last_used_at', 'ended_at'],
  users: ['date_joined', 'phone_proved_at', 'phone_questioned_at', 'gateway_proved_at'],
  alerts: ['created_at', 'former_proved_at'],
};

/** Functions, so that PostgreSQL plans them once. */
const FUNCTIONS = `
  CREATE FUNCTION empty() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    ${EMPTIED.map((table) => `DELETE FROM ${table};`).join(' ')}
  END $$;
  CREATE FUNCTION pass(seconds int) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE passed interval = make_interval(secs => seconds);
  BEGIN
    ${Object.entries(TIMES)
      .map(([table, columns]) => `UPDATE ${table} SET ${columns.map((column) => `${column} = ${column} - passed`)};`)
      .join(' ')}
    UPDATE budgets SET hits = ARRAY(SELECT at - passed FROM unnest(hits) WITH ORDINALITY u(at, n) ORDER BY n);
  END $$`;

/** Takes the messages as the operator's SMS webhook and Telegram Gateway do. */
async function startProviders(messages: Message[]): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const isSms = request.url === '/sms';
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    if (isSms) messages.push({ channel: 'sms', phone: body.to, code: body.code });
    if (request.url?.endsWith('/sendVerificationMessage'))
      messages.push({ channel: 'gateway', phone: body.phone_number, code: body.code });
    const id = `m${messages.length}`;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(isSms ? { id } : { ok: true, result: { request_id: id, phone_number: body.phone_number ?? '' } }),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on TCP
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
