import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PHONE = '+998901234567';
const text = readFileSync(path.join(ROOT, 'docs/operate/everyday-tasks.md'), 'utf8');

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let client: pg.Client;
/** The variables of the api. */
const environment = () => ({
  DATABASE_URL: postgres.url,
  SECRET_KEY: 'secret-key-of-the-tests-0123456789abcdef',
  TELEGRAM_BOT_SECRET: 'bot-secret-of-the-tests-0123456789abcdef',
  CORS_ALLOWED_ORIGINS: 'http://localhost:5173',
});

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
    `INSERT INTO users (id, phone, telegram_id, first_name, last_name, phone_proved_at)
     VALUES (gen_random_uuid(), $1, 1001, 'Aziza', 'Karimova', now())`,
    [PHONE],
  );
  await client.query("INSERT INTO telegram_chats (telegram_id, language) VALUES (1001, 'uz')");
  await client.query(
    "INSERT INTO sessions (id, user_id, device_id, ip_address) SELECT gen_random_uuid(), id, 'device', '192.0.2.1' FROM users",
  );
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

test('an administrator is made and unmade', async () => {
  await runCommands('Make somebody an administrator');
  expect(
    await rowsOf("SELECT data ->> 'role' AS role FROM events WHERE type = 'user.role_changed' ORDER BY id"),
  ).toEqual([{ role: 'admin' }, { role: 'user' }]);
});

test('a user is found by name and by the last digits', async () => {
  for (const out of await runCommands('Find a user')) expect(out).toContain(PHONE);
});

test('a person is shown with sessions, events, limits and SMS', async () => {
  const [out] = await runCommands("Investigate one person's problem");
  for (const shown of [PHONE, '192.0.2.1', 'user.created', 'wrong_codes']) expect(out).toContain(shown);
});

test('a number is unlocked', async () => {
  await runCommands('Unlock a number');
  expect(await rowsOf('SELECT tries, known_tries FROM challenges')).toEqual([{ tries: 0, known_tries: 0 }]);
  expect(await rowsOf('SELECT FROM budgets')).toEqual([]);
});

test('a user is signed out everywhere, the devices stay known, and each session leaves an event', async () => {
  await runCommands('Sign a user out everywhere');
  expect(await rowsOf('SELECT ended_at IS NOT NULL AS ended FROM sessions')).toEqual([{ ended: true }]);
  expect(await rowsOf("SELECT actor, data ->> 'reason' AS reason FROM events WHERE type = 'session.ended'")).toEqual([
    { actor: 'admin', reason: 'admin' },
  ]);
});

test('a user is disabled and enabled, each with an event', async () => {
  await runCommands('Disable and enable a user');
  expect(await rowsOf("SELECT type FROM events WHERE type LIKE 'user.%abled' ORDER BY id")).toEqual([
    { type: 'user.disabled' },
    { type: 'user.enabled' },
  ]);
});

test('what is stored about a user is exported as JSON', async () => {
  const [out = ''] = await runCommands('Give people what is stored about them');
  expect(JSON.parse(out)).toMatchObject({ user: { phone: PHONE }, sessions: [{ device_id: 'device' }] });
});

test('a user is deleted with everything that refers to them', async () => {
  await runCommands('Delete a user');
  for (const table of ['users', 'sessions', 'challenges', 'budgets', 'telegram_chats'])
    expect(await rowsOf(`SELECT FROM ${table}`), table).toEqual([]);
});

test('the queries about today return rows', async () => {
  const [types, users, limits, , deliveries, active] = await run('What happened today');
  expect(types?.rows[0]).toEqual({ type: 'code.sent', channel: 'sms', count: '2' });
  expect(users?.rows).toMatchObject([{ count: '1' }]);
  expect(limits?.rows).toEqual([{ limit: 'SMS per number', count: '1' }]);
  expect(deliveries?.rows).toMatchObject([{ status: 'delivered', count: '1' }]);
  expect(active?.rows).toEqual([{ count: '1' }]);
});

/** Runs the commands below a heading of the document; resolves to what each prints. */
async function runCommands(heading: string): Promise<string[]> {
  const commands = [...codeBelow(heading, 'sh').matchAll(/^pnpm raqam (.*?) *(?:[>#].*)?$/gm)].map(
    ([, call = '']) => call,
  );
  expect(commands).not.toEqual([]);
  const printed: string[] = [];
  for (const command of commands) {
    const argv = ['apps/api/src/commands/raqam.main.ts', ...splitWords(command), '--yes'];
    const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: ROOT, env: environment() });
    printed.push(stdout);
  }
  return printed;
}

/** The words of a command as a shell reads them. */
function splitWords(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

/** Runs the SQL below a heading of the document. */
async function run(heading: string): Promise<pg.QueryResult[]> {
  const results: pg.QueryResult | pg.QueryResult[] = await client.query(codeBelow(heading, 'sql'));
  return Array.isArray(results) ? results : [results];
}

function codeBelow(heading: string, language: 'sh' | 'sql'): string {
  const begin = text.indexOf(`## ${heading}\n`);
  expect(begin, heading).toBeGreaterThan(0);
  const [, code = ''] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text.slice(begin)) ?? [];
  expect(code).not.toBe('');
  return code;
}
