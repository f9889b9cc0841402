import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PHONE = '+998901234567';
const text = readFileSync(path.join(ROOT, 'docs/operate/everyday-tasks.md'), 'utf8');

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let client: pg.Client;

beforeAll(async () => {
  postgres = await startPostgres({ settings: { fsync: 'off' } });
  execFileSync(process.execPath, ['apps/api/src/database/migrate.main.ts'], {
    cwd: ROOT,
    env: { DATABASE_URL: postgres.url },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  client = new pg.Client(postgres.url);
  await client.connect();
}, 60_000);
afterAll(async () => {
  await client?.end();
  await postgres?.stop();
});
beforeEach(async () => {
  await client.query('TRUNCATE users, sessions, challenges, budgets, deliveries, events, telegram_chats CASCADE');
  await client.query(
    'INSERT INTO users (id, phone, telegram_id, phone_proved_at) VALUES (gen_random_uuid(), $1, 1001, now())',
    [PHONE],
  );
  await client.query("INSERT INTO telegram_chats (telegram_id, language) VALUES (1001, 'uz')");
  await client.query("INSERT INTO sessions (id, user_id, device_id) SELECT gen_random_uuid(), id, 'device' FROM users");
  await client.query(
    `INSERT INTO challenges (id, channel, phone, proof, digest, expires_at, tries, known_tries)
     VALUES (gen_random_uuid(), 'sms', $1, 'sms', '', now() + interval '2 minutes', 5, 1)`,
    [PHONE],
  );
  await client.query(
    `INSERT INTO deliveries (challenge_id, channel, provider, provider_id, status)
     SELECT id, 'sms', 'eskiz', 'its-id', 'delivered' FROM challenges`,
  );
  await client.query(
    `INSERT INTO budgets (subject, hits) SELECT subject, ARRAY[now(), now()] FROM unnest($1::text[]) AS subject`,
    [[`fail:${PHONE}`, `fail:known:${PHONE}`, `send:sms:${PHONE}`, 'ask:tg:1001']],
  );
  await client.query(
    `INSERT INTO events (type, actor, user_id, channel, data)
     SELECT 'user.created', 'user'::actor, id, 'sms'::channel, '{}'::jsonb FROM users
     UNION ALL SELECT 'code.sent', 'user', NULL, 'sms', '{"phone": "+99890•••4567"}'
     UNION ALL SELECT 'code.sent', 'user', NULL, 'sms', '{"phone": "+99893•••0000"}'
     UNION ALL SELECT 'limit.reached', 'user', NULL, 'sms', '{"limit": "SMS per number", "phone": "+99893•••0000"}'`,
  );
});

const rowsOf = async (sql: string) => (await client.query(sql)).rows;

test('a user and their sessions are found by the number', async () => {
  const [users, sessions] = await run('Find a user and their sessions');
  expect(users?.rows).toMatchObject([{ phone: PHONE, telegram_id: '1001', is_verified: true, disabled_at: null }]);
  expect(sessions?.rows).toMatchObject([{ ended_at: null }]);
});

test('a user is signed out everywhere, the devices stay known, and each session leaves an event', async () => {
  await run('Sign a user out everywhere');
  expect(await rowsOf('SELECT ended_at IS NOT NULL AS ended FROM sessions')).toEqual([{ ended: true }]);
  expect(await rowsOf("SELECT actor, data FROM events WHERE type = 'session.ended'")).toEqual([
    { actor: 'admin', data: { reason: 'admin' } },
  ]);
});

test('a user is disabled and enabled, each with an event', async () => {
  const [disabled, enabled] = await run('Disable and enable a user');
  expect([disabled?.rowCount, enabled?.rowCount]).toEqual([1, 1]);
  expect(await rowsOf("SELECT type FROM events WHERE actor = 'admin' ORDER BY id")).toEqual([
    { type: 'user.disabled' },
    { type: 'user.enabled' },
  ]);
});

test('a user is deleted with everything that refers to them', async () => {
  await run('Delete a user');
  for (const table of ['users', 'sessions', 'challenges', 'budgets', 'deliveries', 'telegram_chats'])
    expect(await rowsOf(`SELECT FROM ${table}`), table).toEqual([]);
  expect(await rowsOf('SELECT FROM events WHERE user_id IS NOT NULL')).toEqual([]);
});

test('a number is unlocked', async () => {
  await run('Unlock a number');
  expect(await rowsOf('SELECT tries, known_tries FROM challenges')).toEqual([{ tries: 0, known_tries: 0 }]);
  expect(await rowsOf("SELECT FROM budgets WHERE subject LIKE 'fail:%'")).toEqual([]);
});

test('the queries about today return rows', async () => {
  const [types, users, limits, , deliveries, active] = await run('What happened today');
  expect(types?.rows[0]).toEqual({ type: 'code.sent', channel: 'sms', count: '2' });
  expect(users?.rows).toMatchObject([{ count: '1' }]);
  expect(limits?.rows).toEqual([{ limit: 'SMS per number', count: '1' }]);
  expect(deliveries?.rows).toMatchObject([{ status: 'delivered', count: '1' }]);
  expect(active?.rows).toEqual([{ count: '1' }]);
});

test('what happened to one person is found by the number', async () => {
  const [events, deliveries] = await run("Investigate one person's problem");
  expect(events?.rows.map(({ type }) => type).sort()).toEqual(['code.sent', 'user.created']);
  expect(deliveries?.rows).toMatchObject([{ status: 'delivered' }]);
});

/** Runs the SQL below a heading of the document. */
async function run(heading: string): Promise<pg.QueryResult[]> {
  const section = text.slice(text.indexOf(`## ${heading}\n`));
  const [, sql = ''] = /```sql\n([\s\S]*?)```/.exec(section) ?? [];
  expect(sql).not.toBe('');
  const results: pg.QueryResult | pg.QueryResult[] = await client.query(sql);
  return Array.isArray(results) ? results : [results];
}
