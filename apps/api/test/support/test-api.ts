import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '@raqam/shared/errors';
import type { FastifyInstance, InjectOptions } from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { connectDatabase, type Database } from '../../src/database/database.ts';
import { type Config, readConfig } from '../../src/env.ts';
import { databaseUrl, execute, TEMPLATE } from './database/postgres.ts';

export const BOT_SECRET = 'bot-secret-of-the-tests-0123456789abcdef';
export const SECRET_KEY = 'secret-key-of-the-tests-0123456789abcdef';
export const WEB_ORIGIN = 'http://localhost:5173';

/** Milliseconds that statements of the tests wait for connections and locks: on a busy machine 5 seconds pass. */
export const LONG_WAIT_MS = 60_000;

export type Answer = Awaited<ReturnType<FastifyInstance['inject']>>;

export interface TestApi {
  readonly app: FastifyInstance;
  readonly db: Database;
  /** The log, line by line. */
  readonly log: string[];
  /** A connection of the database's administrator. */
  readonly sql: pg.Pool;
  post(path: string, body: unknown, options?: InjectOptions): Promise<Answer>;
  get(path: string, options?: InjectOptions): Promise<Answer>;
  /** Requests a code as the bot does. */
  create(person: Person, more?: object): Promise<Answer>;
  /** Requests a code and returns it; fails if none is issued. */
  issue(person: Person, more?: object): Promise<string>;
  register(phone: string, code: string, more?: object, options?: InjectOptions): Promise<Answer>;
  /** Registers, or signs in, by a contact. */
  signIn(person: Person, more?: object): Promise<{ user: { id: string }; access: string; refresh: string }>;
  me(access: string): Promise<Answer>;
  /** Replaces the api by one with other variables, on the same database, as a deployment does. */
  deploy(environment: Record<string, string>): Promise<void>;
  /** Lets time pass in the database. */
  pass(interval: string): Promise<void>;
}

export interface Person {
  telegramId: number;
  phone: string;
}

/**
 * Starts an API on a database of its own for the test file. `environment` is read once everything before it has
 * started. `fill` fills the empty database; without it, the database has every migration.
 */
export function useApi(
  environment: Record<string, string> | (() => Record<string, string>) = {},
  fill?: (url: string) => Promise<void>,
): TestApi {
  const log: string[] = [];
  const state: { app?: FastifyInstance; db?: Database; sql?: pg.Pool; url?: string } = {};
  const given = () => (typeof environment === 'function' ? environment() : environment);

  async function build(variables: Record<string, string>): Promise<void> {
    const stream = { write: (line: string) => void log.push(line) };
    state.app = await buildApp({
      config: testConfig(state.url ?? '', variables),
      db: api.db,
      version: '1.2.3+abcdef0',
      logger: { level: 'debug', stream },
    });
  }

  beforeAll(async () => {
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await execute(inject('postgresUrl'), `CREATE DATABASE ${name} TEMPLATE ${fill ? 'template0' : TEMPLATE}`);
    const url = databaseUrl(inject('postgresUrl'), name);
    await fill?.(url);
    state.url = url;
    state.db = connectDatabase({ url, waitMaxMs: LONG_WAIT_MS });
    await build(given());
    state.sql = new pg.Pool({ connectionString: url, max: 4 });
  });
  afterAll(async () => {
    await state.app?.close();
    await state.db?.close();
    await state.sql?.end();
  });

  const api: TestApi = {
    get app() {
      if (!state.app) throw new Error('The app is built before the first test');
      return state.app;
    },
    get db() {
      if (!state.db) throw new Error('The database is connected before the first test');
      return state.db;
    },
    get sql() {
      if (!state.sql) throw new Error('The database is made before the first test');
      return state.sql;
    },
    log,
    // async: else a request would begin only once it is awaited
    post: async (path, body, options) =>
      api.app.inject({
        method: 'POST',
        url: path,
        payload: typeof body === 'string' ? body : JSON.stringify(body),
        ...options,
        headers: { 'content-type': 'application/json', ...options?.headers },
      }),
    get: (path, options) => api.app.inject({ method: 'GET', url: path, ...options }),
    create: ({ telegramId, phone }, more) =>
      api.post('/api/v1/auth/telegram/otp/create/', {
        secret_key: BOT_SECRET,
        telegram_id: telegramId,
        phone_number: phone,
        proof: 'contact',
        ...more,
      }),
    async issue(person, more) {
      const answer = await api.create(person, more);
      expect(answer.statusCode, answer.body).toBe(200);
      return answer.json().code;
    },
    register: (phone, code, more, options) =>
      api.post('/api/v1/auth/register/telegram/', { phone, code, ...more }, options),
    async signIn(person, more) {
      const answer = await api.register(person.phone, await api.issue(person), more);
      expect(answer.statusCode, answer.body).toBeLessThan(300);
      const { user, tokens } = answer.json();
      return { user, ...tokens };
    },
    me: (access) => api.get('/api/v1/auth/me/', { headers: { authorization: `Bearer ${access}` } }),
    async deploy(variables) {
      await api.app.close();
      await build({ ...given(), ...variables });
    },
    async pass(interval) {
      await api.sql.query(
        `UPDATE challenges SET expires_at = expires_at - $1::interval, collected_at = collected_at - $1::interval`,
        [interval],
      );
      await api.sql.query(
        `UPDATE budgets SET hits = ARRAY(SELECT at - $1::interval FROM unnest(hits) WITH ORDINALITY u(at, n) ORDER BY n)`,
        [interval],
      );
      await api.sql.query(
        `UPDATE sessions SET rotated_at = rotated_at - $1::interval, created_at = created_at - $1::interval,
           last_used_at = last_used_at - $1::interval, ended_at = ended_at - $1::interval`,
        [interval],
      );
    },
  };
  return api;
}

export function testConfig(url: string, environment: Record<string, string> = {}): Config {
  const read = readConfig({
    DATABASE_URL: url,
    SECRET_KEY,
    TELEGRAM_BOT_SECRET: BOT_SECRET,
    CORS_ALLOWED_ORIGINS: WEB_ORIGIN,
    ...environment,
  });
  if (!read.ok) throw new Error(read.problems.map(({ en }) => en).join('\n'));
  return read.config;
}

let people = 0;

/** A new person: a number and a telegram_id that no other test uses. */
export function somebody(): Person {
  people += 1;
  return { telegramId: 1_000_000 + people, phone: `+9989012${String(people).padStart(5, '0')}` };
}

let ips = 0;

/** Headers with an IP that no other request uses, so that the limits per IP do not apply. */
export function fromElsewhere(): { remoteAddress: string } {
  ips += 1;
  return { remoteAddress: `10.${(ips >> 16) & 255}.${(ips >> 8) & 255}.${ips & 255}` };
}

/** Locks a number as ten failed attempts of unknown devices do. */
export async function lockNumber(api: TestApi, phone: string): Promise<void> {
  const sql = 'INSERT INTO budgets (subject, hits) VALUES ($1, array_fill(now(), ARRAY[10]))';
  await api.sql.query(sql, [`fail:${phone}`]);
  await api.sql.query('UPDATE challenges SET is_newcomer = false WHERE phone = $1', [phone]); // as a failed attempt does
}

/** Another code than `code`. */
export function wrong(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

/** Asserts that an answer has the error shape with this code. */
export function expectError(answer: Answer, status: number, code: ErrorCode): void {
  expect({ status: answer.statusCode, code: answer.json().error?.code }, answer.body).toEqual({ status, code });
  const body = answer.json();
  expect(body.detail).toBe(body.error.message);
  expect(body.error.message).not.toBe('');
  if (status === 429 || status === 503) {
    expect(body.error.retry_after).toBeGreaterThan(0);
    expect(answer.headers['retry-after']).toBe(String(body.error.retry_after));
  }
}
