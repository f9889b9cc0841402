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
  await client.query('TRUNCATE users, sessions, codes, code_requesters CASCADE');
  await client.query(
    'INSERT INTO users (id, phone, telegram_id, is_verified) VALUES (gen_random_uuid(), $1, 1001, true)',
    [PHONE],
  );
  await client.query("INSERT INTO sessions (id, user_id, device_id) SELECT gen_random_uuid(), id, 'device' FROM users");
  await client.query(
    `INSERT INTO codes (channel, phone, proof, expires_at, issued_at, tries, missed_at)
     VALUES ('sms', $1, 'sms', now() + interval '2 minutes', ARRAY[now()], 5, ARRAY[now(), now()])`,
    [PHONE],
  );
});

test('a user and their sessions are found by the number', async () => {
  const [users, sessions] = await run('Find a user and their sessions');
  expect(users?.rows).toMatchObject([{ phone: PHONE, telegram_id: '1001', is_active: true }]);
  expect(sessions?.rows).toHaveLength(1);
});

test('a user is signed out everywhere', async () => {
  await run('Sign a user out everywhere');
  expect((await client.query('SELECT FROM sessions')).rowCount).toBe(0);
});

test('a user is disabled and enabled', async () => {
  const [disabled, enabled] = await run('Disable and enable a user');
  expect([disabled?.rowCount, enabled?.rowCount]).toEqual([1, 1]);
});

test('a user is deleted with the sessions and the counters', async () => {
  await run('Delete a user');
  for (const table of ['users', 'sessions', 'codes', 'code_requesters'])
    expect((await client.query(`SELECT FROM ${table}`)).rowCount, table).toBe(0);
});

test('a number is unlocked', async () => {
  await run('Unlock a number');
  expect((await client.query('SELECT tries, missed_at FROM codes')).rows).toEqual([{ tries: 0, missed_at: [] }]);
});

test('the queries about today return rows', async () => {
  const [codes, users] = await run('What happened today');
  expect(codes?.rows).toEqual([{ channel: 'sms', count: '1' }]);
  expect(users?.rows).toMatchObject([{ count: '1' }]);
});

/** Runs the SQL below a heading of the document. */
async function run(heading: string): Promise<pg.QueryResult[]> {
  const section = text.slice(text.indexOf(`## ${heading}\n`));
  const [, sql = ''] = /```sql\n([\s\S]*?)```/.exec(section) ?? [];
  expect(sql).not.toBe('');
  const results: pg.QueryResult | pg.QueryResult[] = await client.query(sql);
  return Array.isArray(results) ? results : [results];
}
