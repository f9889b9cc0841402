import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningPostgres, startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { connectDatabase } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { withBot } from '../support/press.ts';
import { BOT_SECRET, expectError, type Person, somebody, testConfig } from '../support/test-api.ts';

let directory: string;
let postgres: RunningPostgres;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crash-'));
  postgres = await startPostgres({ dataDirectory: join(directory, 'data') });
  await migrate(postgres.url);
});
afterAll(async () => {
  await postgres.stop();
  await rm(postgres.dataDirectory, { recursive: true, force: true });
  await rm(directory, { recursive: true, force: true });
});

/** The answer to a browser that starts to sign in. */
interface Started {
  id: string;
  secret: string;
  telegram: { url: string; number: string };
}

/** Crashes PostgreSQL as `kill -9` or a power cut does; resolves once it no longer answers. */
async function crash(): Promise<void> {
  process.kill(postgres.pid, 'SIGKILL');
  for (;;) {
    const socket = connect({ port: postgres.port, host: '127.0.0.1' });
    const answered = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (!answered) return;
  }
}

/** Ids of rows that break an invariant of docs/policy.md §3. */
async function findBrokenInvariants(): Promise<string[]> {
  const sql = new pg.Client({ connectionString: postgres.url });
  await sql.connect();
  const { rows } = await sql.query(`
    SELECT 'two sessions of one challenge: ' || challenge_id AS broken FROM sessions
    GROUP BY challenge_id HAVING count(*) > 1
    UNION ALL
    SELECT 'no session of a user: ' || id FROM users WHERE NOT EXISTS (SELECT FROM sessions WHERE user_id = users.id)
    UNION ALL
    SELECT 'no session of a used challenge: ' || id FROM challenges
    WHERE state = 'collected' AND NOT EXISTS (SELECT FROM sessions WHERE id = challenges.session_id)`);
  await sql.end();
  return rows.map(({ broken }) => broken);
}

test('every acknowledged registration survives a crash of the database, and the api recovers by itself', async () => {
  const db = connectDatabase({ url: postgres.url });
  const app = await buildApp({ config: testConfig(postgres.url, withBot), db, version: 'test', logger: false });
  const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload });
  const create = ({ telegramId, phone }: Person) =>
    post('/api/v1/auth/telegram/otp/create/', {
      secret_key: BOT_SECRET,
      telegram_id: telegramId,
      phone_number: phone,
      proof: 'contact',
    });

  const bot = { authorization: `Bearer ${BOT_SECRET}` };
  const postAsBot = (path: string, payload: object) =>
    app.inject({ method: 'POST', url: `/api/v1/bot/challenges/${path}/`, payload, headers: bot });

  const acknowledged: { phone: string; access: string }[] = [];
  const journeys = Array.from({ length: 8 }, async () => {
    for (;;) {
      const person = somebody();
      const issued = await create(person);
      if (issued.statusCode === 503) return expectError(issued, 503, 'not_ready');
      expect(issued.statusCode, issued.body).toBe(200);
      const registered = await post('/api/v1/auth/register/telegram/', {
        phone: person.phone,
        code: issued.json().code,
      });
      if (registered.statusCode === 503) return expectError(registered, 503, 'not_ready');
      expect(registered.statusCode, registered.body).toBe(201);
      acknowledged.push({ phone: person.phone, access: registered.json().tokens.access });
    }
  });
  /** The browsers whose press is approved, and the sessions that they got. */
  const pressed: { id: string; secret: string }[] = [];
  const pressing = Array.from({ length: 4 }, async (_, lane) => {
    for (let n = 0; ; n++) {
      const { telegramId: telegram_id, phone: phone_number } = somebody();
      const remoteAddress = `10.${lane}.${n >> 8}.${n & 255}`;
      const steps = [
        () => app.inject({ method: 'POST', url: '/api/v1/auth/challenges/', remoteAddress }),
        ({ telegram }: Started) =>
          postAsBot('open', { start: new URL(telegram.url).searchParams.get('start'), telegram_id }),
        () => postAsBot('contact', { telegram_id, phone_number }),
        ({ id, telegram }: Started) => postAsBot('decide', { ref: id, telegram_id, choice: telegram.number }),
        ({ id, secret }: Started) => post(`/api/v1/auth/challenges/${id}/collect/`, { secret }),
      ];
      let started: Started | undefined;
      let last: Awaited<ReturnType<typeof post>> | undefined;
      for (const step of steps) {
        last = await step(started as Started); // the first step takes none
        if (last.statusCode === 503) return expectError(last, 503, 'not_ready');
        expect(last.statusCode, last.body).toBeLessThan(300);
        started ??= last.json();
      }
      acknowledged.push({ phone: phone_number, access: last?.json().tokens.access });
      if (started) pressed.push(started);
    }
  });
  await expect.poll(() => acknowledged.length).toBeGreaterThan(50);
  await expect.poll(() => pressed.length).toBeGreaterThan(10);
  await crash();
  await Promise.all([...journeys, ...pressing]);
  expect((await app.inject('/healthz')).statusCode).toBe(200);
  const unready = await app.inject('/readyz');
  expectError(unready, 503, 'not_ready');
  expect(unready.json().error.reason).toBe('database');

  postgres = await startPostgres({ dataDirectory: join(directory, 'data'), port: postgres.port });
  expect((await app.inject('/readyz')).statusCode).toBe(200);
  for (const { phone, access } of acknowledged) {
    const me = await app.inject({ url: '/api/v1/auth/me/', headers: { authorization: `Bearer ${access}` } });
    expect(me.json(), me.body).toMatchObject({ phone });
  }
  for (const { id, secret } of pressed) {
    const again = await post(`/api/v1/auth/challenges/${id}/collect/`, { secret });
    expect([201, 410], again.body).toContain(again.statusCode);
  }
  expect(await findBrokenInvariants()).toEqual([]);
  await app.close();
  await db.close();
});
