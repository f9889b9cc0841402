import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { connectDatabase, DatabaseUnavailable } from '../../src/database/database.ts';
import { findTroubleBehind } from '../../src/database/database-trouble.ts';
import { migrate, NEWEST_MIGRATION } from '../../src/database/migrate.ts';
import { prepare } from '../../src/database/prepare.ts';
import { generateCode } from '../../src/features/codes/code-digest.ts';
import { databaseUrl, execute, TEMPLATE } from '../support/postgres.ts';
import { BOT_SECRET, expectError, fromElsewhere, type Person, somebody, testConfig } from '../support/test-api.ts';
import { usePgBouncer } from './pgbouncer.ts';

const pooler = usePgBouncer('transaction', 2);
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** The direct URL of a new database. */
async function createDatabase(template: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(inject('postgresUrl'), `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return databaseUrl(inject('postgresUrl'), name);
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  cleanUps.push(() => client.end());
  return client;
}

async function startApi(url: string, connections?: number) {
  const db = connectDatabase({ url, ...(connections && { connections }) });
  const log: string[] = [];
  const stream = { write: (line: string) => void log.push(line) };
  const config = testConfig(url);
  const app = await buildApp({ config, db, generateCode, version: 'test', logger: { level: 'info', stream } });
  app.addHook('onClose', () => db.close());
  cleanUps.push(() => app.close());
  return { app, log };
}

/** Requests a code, registers with it, and refreshes the session; fails unless each step succeeds. */
async function signInAndRefresh(app: FastifyInstance, { telegramId, phone }: Person): Promise<void> {
  const post = async (path: string, payload: object) => {
    const answer = await app.inject({ method: 'POST', url: path, payload, ...fromElsewhere() });
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    return answer.json();
  };
  const { code } = await createCode(app, { telegramId, phone }).then((answer) => answer.json());
  const { tokens } = await post('/api/v1/auth/register/telegram/', { phone, code });
  const { access } = await post('/api/v1/auth/token/refresh/', { refresh: tokens.refresh });
  const me = await app.inject({ url: '/api/v1/auth/me/', headers: { authorization: `Bearer ${access}` } });
  expect(me.json()).toMatchObject({ phone });
}

function createCode(app: FastifyInstance, { telegramId, phone }: Person) {
  const payload = { secret_key: BOT_SECRET, telegram_id: telegramId, phone_number: phone, proof: 'contact' };
  return app.inject({ method: 'POST', url: '/api/v1/auth/telegram/otp/create/', payload });
}

test('32 people at once sign in, refresh and read their account by two apis over two server connections', async () => {
  const direct = await createDatabase(TEMPLATE);
  const url = pooler.urlOf(direct, { pgbouncer: 'true' });
  const apis = [await startApi(url), await startApi(url)];
  const people = Array.from({ length: 32 }, somebody);
  await Promise.all(people.flatMap((person, n) => signInAndRefresh((apis[n % 2] ?? expect.fail()).app, person)));

  const { rows } = await (await connect(direct)).query(
    `SELECT (SELECT count(*)::int FROM users) AS users,
       (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()) AS connections`,
  );
  expect(rows).toEqual([{ users: 32, connections: 2 }]);
  expect(apis.flatMap(({ log }) => log).join('')).not.toMatch(/"level":(?:40|50|"warn"|"error")/);
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

  test('a statement that the other server connection has: 503, and the log says what to add to DATABASE_URL', async () => {
    const url = pooler.urlOf(await createDatabase(TEMPLATE));
    const { app, log } = await startApi(url, 1);
    const create = () => createCode(app, somebody());
    await onEitherServer(url, create, async () => expectError(await create(), 503, 'not_ready'));
    expect(log.join('')).toContain('prepared statement \\"…\\" does not exist');
    isExplained(log);
  });

  test('a statement that another api has prepared: the same', async () => {
    const url = pooler.urlOf(await createDatabase(TEMPLATE));
    const [{ app: one }, { app: other, log }] = [await startApi(url, 1), await startApi(url, 1)];
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
    const { app } = await startApi(url, 1);
    const ask = () => app.inject('/readyz');
    await onEitherServer(url, ask, async () =>
      expect((await ask()).json().error).toMatchObject({ code: 'not_ready', reason: 'pooler' }),
    );
  });
});

test('with pgbouncer=true one connection of the api goes over both server connections', async () => {
  const direct = await createDatabase(TEMPLATE);
  const url = pooler.urlOf(direct, { pgbouncer: 'true' });
  const { app } = await startApi(url, 1);
  const servesAll = async () => {
    expect((await app.inject('/readyz')).statusCode).toBe(200);
    expect((await createCode(app, somebody())).statusCode).toBe(200);
  };
  await onEitherServer(pooler.urlOf(direct), servesAll, servesAll);
});

describe('in session mode', () => {
  const sessions = usePgBouncer('session', 1);

  test('DATABASE_URL is right as it is, for one api after another on the same server connection', async () => {
    const url = sessions.urlOf(await createDatabase(TEMPLATE));
    for (let n = 0; n < 2; n++) {
      const { app } = await startApi(url, 1);
      for (let m = 0; m < 2; m++) await signInAndRefresh(app, somebody());
      await app.close();
    }
  });
});

const findNothing = prepare('find-nothing', () => sql`SELECT`);

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
    const direct = await createDatabase('template0');
    const url = pooler.urlOf(direct);
    const done = await Promise.all([1, 2, 3, 4].map(() => migrate(url)));
    expect(done.filter((names) => names.length > 0)).toEqual([expect.arrayContaining([NEWEST_MIGRATION])]);
    const locks = await (await connect(direct)).query(
      "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
    expect(locks.rows).toEqual([]);
  });

  test('are not bound by the timeouts that the api has set on a server connection', async () => {
    const direct = await createDatabase('template0');
    const url = pooler.urlOf(direct);
    const setShortTimeout = async () => (await connect(url)).query("SET lock_timeout = '1ms'");
    await onEitherServer(url, setShortTimeout, setShortTimeout);
    const holder = await connect(direct);
    await holder.query('BEGIN');
    await holder.query('CREATE TABLE users ()'); // the migration waits for whether it is there
    const migrated = migrate(url);
    const waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    await expect.poll(async () => (await (await connect(direct)).query(waiting)).rowCount).toBe(1);
    await holder.query('ROLLBACK');
    expect(await migrated).toContain(NEWEST_MIGRATION);
  });
});
