import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningPostgres, startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { connectDatabase } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { besideTransaction } from '../support/database/locks.ts';
import { environment, run, START } from '../support/run-command.ts';
import { BOT_SECRET, somebody, type TestApi, useApi } from '../support/test-api.ts';
import { addHook, deliver, logEvents, openReceiver, passForDeliveries, readDeliveries } from '../support/webhooks.ts';

const api = useApi();

const startApi = async () => {
  const DATABASE_URL = String(api.sql.options.connectionString);
  const server = run(START, { ...environment, DATABASE_URL, WEBHOOK_PRIVATE_ADDRESSES: 'allow' });
  await expect.poll(server.isReady).toBe(true);
  return server;
};

/** Registers a person at a process of the api. @returns the id of the user; undefined if the process is gone */
async function register(url: string): Promise<string | undefined> {
  const { telegramId, phone } = somebody();
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as { code: string; user: { id: string } };
  };
  try {
    const bot = { secret_key: BOT_SECRET, telegram_id: telegramId, phone_number: phone, proof: 'contact' };
    const { code } = await post('/api/v1/auth/telegram/otp/create/', bot);
    return (await post('/api/v1/auth/register/telegram/', { phone, code })).user.id;
  } catch {
    return undefined;
  }
}

test('kill -9 between commit and send, and while sending, loses no event', async () => {
  const receiver = await openReceiver();
  await addHook(api, receiver.url, 'user.created');
  receiver.answer = () => {}; // it never answers
  const first = await startApi();
  const registered: string[] = [];
  let isKilled = false;
  const lanes = Array.from({ length: 4 }, async () => {
    while (!isKilled) {
      const id = await register(first.url() ?? '');
      if (id !== undefined) registered.push(id);
    }
  });
  await expect.poll(() => receiver.received.length).toBe(16); // as many as are sent at once
  await expect.poll(() => registered.length).toBeGreaterThan(100);
  // an open transaction keeps what begins after it from being recorded
  await besideTransaction(api, 'SELECT pg_current_xact_id()', async () => {
    const before = registered.length;
    await expect.poll(() => registered.length).toBeGreaterThan(before + lanes.length);
    isKilled = true;
    await first.kill();
  });
  await Promise.all(lanes);
  const running = `SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()`;
  await expect.poll(async () => (await api.sql.query(running)).rowCount).toBe(0); // of the process that is gone
  const { rows } = await api.sql.query(`SELECT user_id FROM events WHERE type = 'user.created'`);
  expect(rows.length).toBeGreaterThanOrEqual(registered.length);
  const unrecorded = await api.sql.query(`SELECT count(*)::int AS count FROM events e
    WHERE type = 'user.created' AND NOT EXISTS (SELECT FROM webhook_deliveries WHERE event_id = e.id)`);
  expect(unrecorded.rows[0].count, 'the process was killed between commit and send').toBeGreaterThan(0);

  const sent = receiver.received.splice(0);
  receiver.answer = (response) => void response.writeHead(204).end();
  const second = await startApi();
  await expect.poll(() => receiver.received.length).toBeGreaterThan(0);
  await expect.poll(async () => (await readDeliveries(api)).length).toBe(rows.length);
  await passForDeliveries(api, '1 minute');
  const delivered = () => new Set(receiver.received.map(({ data }) => data['user_id']));
  await expect.poll(delivered).toEqual(new Set(rows.map(({ user_id }) => user_id)));
  // those that were being sent come again, as the same
  const again = receiver.received.filter(({ id }) => sent.some((before) => before.id === id));
  expect(new Set(again.map(({ id }) => id))).toEqual(new Set(sent.map(({ id }) => id)));

  const scrape = async () => (await fetch(`${second.url()}/metrics`)).text();
  await expect.poll(scrape).toMatch(/raqam_webhook_deliveries\{webhook="\d+",state="pending"\} 0/);
  const metrics = await scrape();
  expect(metrics).toMatch(/raqam_webhook_deliveries\{webhook="\d+",state="failed"\} 0/);
  expect(metrics).toMatch(/raqam_webhook_tries_total\{webhook="\d+",outcome="delivered"\} \d+/);
  expect(await second.stop()).toBe(0);
});

let directory: string;
let postgres: RunningPostgres;
let other: TestApi;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'webhooks-'));
  postgres = await startPostgres({ dataDirectory: join(directory, 'data') });
  await migrate(postgres.url);
  const db = connectDatabase({ url: postgres.url });
  const sql = new pg.Pool({ connectionString: postgres.url });
  sql.on('error', () => {}); // it breaks with the server
  other = { db, sql } as unknown as TestApi; // what the helpers use of it
  return async () => {
    await sql.end();
    await db.close();
    await postgres.stop();
    await rm(postgres.dataDirectory, { recursive: true, force: true });
    await rm(directory, { recursive: true, force: true });
  };
});

test('a restart of the database loses no event', async () => {
  const receiver = await openReceiver();
  await addHook(other, receiver.url, 'user.created');
  const errors: unknown[] = [];
  deliver(other, { onError: (error) => errors.push(error) });
  await logEvents(other, 'user.created', null, 3);
  await expect.poll(() => receiver.received.length).toBe(3);
  await logEvents(other, 'user.created', null, 2);
  process.kill(postgres.pid, 'SIGKILL');
  await expect.poll(() => errors.length).toBeGreaterThan(0);
  postgres = await startPostgres({ dataDirectory: join(directory, 'data'), port: postgres.port });
  await passForDeliveries(other, '1 minute'); // of some the receiver's answer could not be written
  await expect
    .poll(async () => (await readDeliveries(other)).map(({ state }) => state))
    .toEqual(Array(5).fill('delivered'));
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(5);
});
