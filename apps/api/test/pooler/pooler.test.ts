import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { connectDatabase, DatabaseUnavailable } from '../../src/database/database.ts';
import { findTroubleBehind } from '../../src/database/database-trouble.ts';
import { migrate, NEWEST_MIGRATION } from '../../src/database/migrate.ts';
import { prepare } from '../../src/database/prepare.ts';
import { createDatabase } from '../support/database/create-database.ts';
import { TEMPLATE } from '../support/database/postgres.ts';
import { environment, run, START, troubles } from '../support/run-command.ts';
import { BOT_SECRET, expectError, type Person, somebody, testConfig } from '../support/test-api.ts';
import { usePgBouncer } from './pgbouncer.ts';

const pooler = usePgBouncer('transaction', 2);
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  cleanUps.push(() => client.end());
  return client;
}

/** An api in this process, with one connection. */
async function startApi(url: string) {
  const db = connectDatabase({ url, connections: 1 });
  const log: string[] = [];
  const stream = { write: (line: string) => void log.push(line) };
  const config = testConfig(url);
  const app = await buildApp({ config, db, version: 'test', logger: { level: 'info', stream } });
  app.addHook('onClose', () => db.close());
  cleanUps.push(() => app.close());
  return { app, log };
}

function createCode(app: FastifyInstance, { telegramId, phone }: Person) {
  const payload = { secret_key: BOT_SECRET, telegram_id: telegramId, phone_number: phone, proof: 'contact' };
  return app.inject({ method: 'POST', url: '/api/v1/auth/telegram/otp/create/', payload });
}

/** Requests a code, registers with it, refreshes the session and reads the account; fails unless each step succeeds. */
async function signInAndRefresh(api: string | undefined, { telegramId, phone }: Person): Promise<void> {
  const call = async (path: string, body: object | undefined, access = '') => {
    const answer = await fetch(`${api}/api/v1/auth/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json', ...(access && { authorization: `Bearer ${access}` }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(answer.status).toBeLessThan(300);
    return JSON.parse(await answer.text());
  };
  const person = { telegram_id: telegramId, phone_number: phone, proof: 'contact' };
  const { code } = await call('telegram/otp/create/', { secret_key: BOT_SECRET, ...person });
  const { tokens } = await call('register/telegram/', { phone, code });
  const { access } = await call('token/refresh/', { refresh: tokens.refresh });
  expect(await call('me/', undefined, access)).toMatchObject({ phone });
}

/** Starts the api as a process of its own. */
async function startProcess(url: string, more: Record<string, string> = {}) {
  const api = run(START, { ...environment, DATABASE_URL: url, ...more });
  await expect.poll(api.isReady).toBe(true);
  return api;
}

test('32 people at once sign in, refresh and read their account by two apis over two server connections', async () => {
  const direct = await createDatabase(TEMPLATE);
  const url = pooler.urlOf(direct, { pgbouncer: 'true' });
  const apis = await Promise.all([startProcess(url), startProcess(url)]);
  await Promise.all(Array.from({ length: 32 }, (_, n) => signInAndRefresh(apis[n % 2]?.url(), somebody())));

  const { rows } = await (await connect(direct)).query(
    `SELECT (SELECT count(*)::int FROM users) AS users,
       (
         SELECT count(*)::int FROM pg_stat_activity
         -- not those that clean up
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
       ) AS connections`,
  );
  expect(rows).toEqual([{ users: 32, connections: 2 }]);
  for (const api of apis) expect(troubles(api.lines)).toEqual([]);
});

/**
 * Makes the pooler run the api's statements on one server connection and then on the other: held transactions leave
 * only one of the two free.
 */
async function onEitherServer(url: string, first: () => Promise<unknown>, second: () => Promise<unknown>) {
  const [one, other] = [await connect(url), await connect(url)];
  await one.query('BEGIN');
  await first();
  await other.query('BEGIN');
  await one.query('ROLLBACK');
  await second().finally(() => other.query('ROLLBACK'));
}

describe('without pgbouncer=true', () => {
  const isExplained = (log: string[]) => {
    expect(log.join('')).toMatch(/Add pgbouncer=true to DATABASE_URL \(service api\)/);
    expect(log.join('')).toMatch(/DATABASE_URL’ga \(api xizmati\) pgbouncer=true ni qo‘shing/);
  };

  test('a statement that was prepared on the other server connection: 503, and the log says what to add to DATABASE_URL', async () => {
    const url = pooler.urlOf(await createDatabase(TEMPLATE));
    const { app, log } = await startApi(url);
    const create = () => createCode(app, somebody());
    await onEitherServer(url, create, async () => expectError(await create(), 503, 'not_ready'));
    expect(log.join('')).toContain('prepared statement \\"…\\" does not exist');
    isExplained(log);
  });

  test('a statement that another api has prepared: the same', async () => {
    const url = pooler.urlOf(await createDatabase(TEMPLATE));
    const [{ app: one }, { app: other, log }] = [await startApi(url), await startApi(url)];
    const holder = await connect(url);
    await holder.query('BEGIN'); // one server connection is left
    expect((await createCode(one, somebody())).statusCode).toBe(200);
    expectError(await createCode(other, somebody()), 503, 'not_ready');
    await holder.query('ROLLBACK');
    expect(log.join('')).toContain('prepared statement \\"…\\" already exists');
    isExplained(log);
  });

  test('/readyz gives the reason', async () => {
    const url = pooler.urlOf(await createDatabase(TEMPLATE));
    const { app } = await startApi(url);
    const ask = () => app.inject('/readyz');
    await onEitherServer(url, ask, async () =>
      expect((await ask()).json().error).toMatchObject({ code: 'not_ready', reason: 'pooler' }),
    );
  });
});

test('with pgbouncer=true one connection of the api goes over both server connections', async () => {
  const direct = await createDatabase(TEMPLATE);
  const url = pooler.urlOf(direct, { pgbouncer: 'true' });
  const { app } = await startApi(url);
  const servesAll = async () => {
    expect((await app.inject('/readyz')).statusCode).toBe(200);
    expect((await createCode(app, somebody())).statusCode).toBe(200);
  };
  await onEitherServer(pooler.urlOf(direct), servesAll, servesAll);
});

describe('in session mode', () => {
  // one that listens, one for health checks, and one that serves
  const sessions = usePgBouncer('session', 3);

  test('DATABASE_URL is right as it is, for one api after another on the same server connections', async () => {
    const url = sessions.urlOf(await createDatabase(TEMPLATE));
    for (let n = 0; n < 2; n++) {
      const api = await startProcess(url, { DATABASE_POOL_MAX: '1' });
      for (let m = 0; m < 2; m++) await signInAndRefresh(api.url(), somebody());
      await api.stop();
      expect(troubles(api.lines)).toEqual([]);
    }
  });
});

const findNothing = prepare('find-nothing', {}, () => sql`SELECT`);

test('a parameter in DATABASE_URL that the pooler refuses is named', async () => {
  const url = pooler.urlOf(await createDatabase(TEMPLATE), { options: '-c geqo=off' });
  const db = connectDatabase({ url });
  cleanUps.push(() => db.close());
  const error = await db.run(findNothing, {}).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(DatabaseUnavailable);
  expect(findTroubleBehind(error.cause)).toMatchObject({
    reason: expect.stringMatching(/options/),
    fix: { en: expect.stringMatching(/DATABASE_URL.*Remove the parameter/) },
  });
});

describe('migrations through the pooler', () => {
  test('run once, however many start at once, and leave no lock behind', async () => {
    const direct = await createDatabase();
    const url = pooler.urlOf(direct);
    const done = await Promise.all([1, 2, 3, 4].map(() => migrate(url)));
    expect(done.filter((names) => names.length > 0)).toEqual([expect.arrayContaining([NEWEST_MIGRATION])]);
    const locks = await (await connect(direct)).query(
      "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
    expect(locks.rows).toEqual([]);
  });

  test('are not bound by the timeouts that the api has set on a server connection', async () => {
    const direct = await createDatabase();
    const url = pooler.urlOf(direct);
    const setShortTimeout = async () => (await connect(url)).query("SET lock_timeout = '1ms'");
    await onEitherServer(url, setShortTimeout, setShortTimeout);
    const holder = await connect(direct);
    await holder.query('BEGIN');
    await holder.query('CREATE TABLE users ()'); // the migration waits until this is committed or not
    const migrated = migrate(url);
    const waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    await expect.poll(async () => (await (await connect(direct)).query(waiting)).rowCount).toBe(1);
    await holder.query('ROLLBACK');
    expect(await migrated).toContain(NEWEST_MIGRATION);
  });
});
