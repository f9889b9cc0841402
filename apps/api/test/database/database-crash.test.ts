import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningPostgres, startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { connectDatabase } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migrate.ts';
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

test('every acknowledged registration survives a crash of the database, and the api recovers by itself', async () => {
  const db = connectDatabase({ url: postgres.url });
  const app = await buildApp({ config: testConfig(postgres.url), db, version: 'test', logger: false });
  const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload });
  const create = ({ telegramId, phone }: Person) =>
    post('/api/v1/auth/telegram/otp/create/', {
      secret_key: BOT_SECRET,
      telegram_id: telegramId,
      phone_number: phone,
      proof: 'contact',
    });

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
  await expect.poll(() => acknowledged.length).toBeGreaterThan(50);
  await crash();
  await Promise.all(journeys);
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
  await app.close();
  await db.close();
});
