import { PHONE_RULES } from '@raqam/service/build-stamp';
import { describe, expect, inject, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { connectDatabase } from '../../src/database/database.ts';
import { findDatabaseTrouble } from '../../src/database/database-trouble.ts';
import { NEWEST_MIGRATION } from '../../src/database/migrate.ts';
import { besideTransaction, untilLocked } from '../support/database/locks.ts';
import { databaseUrl } from '../support/database/postgres.ts';
import { useRedis } from '../support/redis/redis.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { expectError, somebody, type TestApi, testConfig, useApi } from '../support/test-api.ts';

const FERNET_KEY = 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=';
const OTHER_FERNET_KEY = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';

const api = useApi();

test.for(['/readyz', '/api/v1/readyz'])('%s tells the build and the state of what it depends on', async (path) => {
  const answer = await api.get(path);
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({
    status: 'ok',
    version: '1.2.3+abcdef0',
    migration: NEWEST_MIGRATION,
    phone_rules: PHONE_RULES,
    writable: true,
    redis: 'off',
    sms: 'off',
    sms_balance: 'off',
    sms_fallback: 'off',
    sms_fallback_balance: 'off',
    gateway: 'off',
    admin: 'none',
    webhooks: { late: 0, failed: 0 },
    telegram_login: 'off',
    test_numbers: 0,
    fernet: 'off',
    rotations: { secret_key: 'off', fernet_key: 'off' },
    public_url: null,
    bot: null,
    mini_app: null,
  });
  expect((await api.get(path.replace('readyz', 'healthz'))).json()).toEqual({ status: 'ok' });
});

describe('what the operator has to know', () => {
  const watched = useApi();
  const told = async () => (await watched.get('/readyz')).json();

  test('is told: deliveries that wait for long or failed lately, and the first administrator at once', async () => {
    await watched.sql.query(`INSERT INTO webhooks (url, types, disabled_at)
      VALUES ('https://a.uz/', '{*}', NULL), ('https://b.uz/', '{*}', NULL), ('https://off.uz/', '{*}', now())`);
    await watched.sql.query(`
      INSERT INTO webhook_deliveries (webhook_id, type, body, state, created_at, tried_at)
      SELECT id, 'user.created', '{}', state::webhook_state, now() - waited::interval, now() - waited::interval
      FROM webhooks, (VALUES ('pending', '59 minutes'), ('pending', '61 minutes'), ('delivered', '2 hours'),
        ('failed', '23 hours'), ('failed', '22 hours'), ('failed', '25 hours')) AS deliveries (state, waited)`);
    expect(await told()).toMatchObject({ admin: 'none', webhooks: { late: 2, failed: 4 } });
    const { user } = await watched.signIn(somebody());
    await watched.sql.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [user.id]);
    expect(await told()).toMatchObject({ admin: 'present' });
  });
});

test('a database without the newest migration, or without any, is not ready because of missing migrations', async () => {
  for (const [lack, repair] of [
    [
      `DELETE FROM kysely_migration WHERE name = '${NEWEST_MIGRATION}'`,
      `INSERT INTO kysely_migration VALUES ('${NEWEST_MIGRATION}', now()::text)`,
    ],
    ['ALTER TABLE kysely_migration RENAME TO away', 'ALTER TABLE away RENAME TO kysely_migration'],
  ] as const) {
    await api.sql.query(lack);
    const answer = await api.get('/readyz');
    await api.sql.query(repair);
    expectError(answer, 503, 'not_ready');
    expect(answer.json().error.reason).toBe('migrations');
  }
});

test('a read-only database: not ready, every request is 503, the log says why; ready again once it takes writes', async () => {
  const { rows } = await api.sql.query('SELECT current_database() AS name');
  const { access } = await api.signIn(somebody());
  const isReadOnly = (value: 'on' | 'off') =>
    api.sql.query(`ALTER DATABASE ${rows[0].name} SET default_transaction_read_only = ${value}`);
  await isReadOnly('on');
  await api.sql.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await expect.poll(async () => (await api.get('/readyz')).json().error?.reason).toBe('read_only');
  expectError(await api.create(somebody()), 503, 'not_ready');
  expectError(await api.me(access), 503, 'not_ready'); // what it would read may be old
  expect(api.log.join('')).toMatch(/DATABASE_URL \(service api\) is read-only.*primary/);

  const client = await api.sql.connect();
  await client.query('SET default_transaction_read_only = off');
  await client.query(`ALTER DATABASE ${rows[0].name} RESET default_transaction_read_only`);
  client.release();
  await api.sql.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await expect.poll(async () => (await api.get('/readyz')).statusCode).toBe(200);
  await api.signIn(somebody());
});

test('the database fails in the middle of a health check: not ready because of the database', async () => {
  const answer = await besideTransaction(api, 'LOCK TABLE webhook_deliveries', async () => {
    const asked = api.get('/readyz');
    await untilLocked(api);
    await api.sql.query(
      "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    );
    return asked;
  });
  expectError(answer, 503, 'not_ready');
  expect(answer.json().error.reason).toBe('database');
});

test('a user who may only read: not ready, and the log names role and owner', async () => {
  const { rows } = await api.sql.query('SELECT current_database() AS name');
  await api.sql.query(`CREATE ROLE reader LOGIN; GRANT pg_read_all_data TO reader`);
  const url = Object.assign(new URL(databaseUrl(inject('postgresUrl'), rows[0].name)), { username: 'reader' }).href;
  const db = connectDatabase({ url });
  const trouble = await findDatabaseTrouble(db);
  await db.close();
  expect(trouble).toMatchObject({ kind: 'read_only', fix: { en: expect.stringMatching(/OWNER TO <role>/) } });
});

test('a user who lacks one privilege, or can’t create partitions: not ready', async () => {
  const { rows } = await api.sql.query('SELECT current_database() AS name');
  await api.sql.query(`CREATE ROLE writer LOGIN;
    GRANT ALL ON ALL TABLES IN SCHEMA public TO writer; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO writer;
    GRANT CREATE ON SCHEMA public TO writer; ALTER TABLE events OWNER TO writer`);
  const url = Object.assign(new URL(databaseUrl(inject('postgresUrl'), rows[0].name)), { username: 'writer' }).href;
  const db = connectDatabase({ url });
  expect(await findDatabaseTrouble(db)).toBeUndefined();
  for (const right of [
    'INSERT ON challenges',
    'UPDATE ON budgets',
    'INSERT ON deliveries',
    'INSERT ON events',
    'DELETE ON sessions',
    'UPDATE ON sms_days',
    'INSERT ON fernet_canary',
    'USAGE ON SEQUENCE event_ids',
    'CREATE ON SCHEMA public',
  ]) {
    await api.sql.query(`REVOKE ${right} FROM writer`);
    expect(await findDatabaseTrouble(db), right).toMatchObject({ kind: 'read_only' });
    await api.sql.query(`GRANT ${right} TO writer`);
  }
  await api.sql.query('ALTER TABLE events OWNER TO CURRENT_USER');
  await api.sql.query('GRANT ALL ON events TO writer');
  expect(await findDatabaseTrouble(db), 'no partitions').toMatchObject({ kind: 'read_only' });
  await db.close();
});

const redis = useRedis();
const shared = useApi(() => ({ REDIS_URL: redis.url }));

test('Redis: ok while it answers, unreachable while it does not, and ready either way', async () => {
  const read = async () => (await shared.get('/readyz')).json();
  await expect.poll(read).toMatchObject({ status: 'ok', redis: 'ok' });
  await redis.kill();
  const answer = await shared.get('/readyz');
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({ redis: 'unreachable' });
  await redis.start();
  await expect.poll(read).toMatchObject({ redis: 'ok' });
});

const gateway = useGateway();
const accepted = useApi(() => gateway.environment());
const refused = useApi(() => ({ ...gateway.environment(), ESKIZ_PASSWORD: 'not-the-password' }));
const unreachable = useApi(() => ({ ...gateway.environment(), ESKIZ_BASE_URL: 'http://127.0.0.1:9' }));

test.for<['ok' | 'login_refused' | 'unreachable', TestApi]>([
  ['ok', accepted],
  ['login_refused', refused],
  ['unreachable', unreachable],
])('SMS: %s, and ready', async ([state, api]) => {
  const answer = await api.get('/readyz');
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({ sms: state });
});

describe('FERNET_KEY', () => {
  const withKey = useApi({ FERNET_KEY });
  /** `fernet` in the /readyz of another api with this key and the same database. */
  async function stateWith(key: string): Promise<string> {
    const { rows } = await withKey.sql.query('SELECT current_database() AS name');
    const url = databaseUrl(inject('postgresUrl'), rows[0].name);
    const db = connectDatabase({ url });
    const other = await buildApp({
      config: testConfig(url, { FERNET_KEY: key }),
      db,
      version: '1',
      logger: { level: 'error', stream: { write: (line) => void withKey.log.push(line) } },
    });
    try {
      return (await other.inject('/readyz')).json().fernet;
    } finally {
      await other.close();
      await db.close();
    }
  }

  test('the key of the first start is ok, on every start; another is a mismatch, and the log names the variable', async () => {
    expect((await withKey.get('/readyz')).json().fernet).toBe('ok');
    expect(await stateWith(FERNET_KEY)).toBe('ok');
    expect(withKey.log.join('')).not.toContain('FERNET_KEY');
    expect(await stateWith(OTHER_FERNET_KEY)).toBe('mismatch');
    expect(withKey.log.join('')).toMatch(/FERNET_KEY \(service api\) is not the key/);
    expect(withKey.log.join('')).not.toContain(OTHER_FERNET_KEY);
  });

  test('a passport number of an earlier version counts: another key is a mismatch at once', async () => {
    const { access } = await withKey.signIn(somebody());
    await withKey.app.inject({
      method: 'PATCH',
      url: '/api/v1/auth/me/',
      payload: { passport_id: 'AA1234567' },
      headers: { authorization: `Bearer ${access}` },
    });
    await withKey.sql.query('DELETE FROM fernet_canary');
    expect(await stateWith(OTHER_FERNET_KEY)).toBe('mismatch');
    expect(await stateWith(FERNET_KEY)).toBe('ok');
  });
});

describe('the bot of the press and that of the Mini App', () => {
  const named = useApi({ TELEGRAM_BOT_USERNAME: '@shop_bot', TELEGRAM_BOT_ID: '7342037359' });
  const emulated = useApi({ TELEGRAM_BOT_USERNAME: 'http://localhost:8081/?bot=raqam_bot' });

  test('are told', async () => {
    expect((await named.get('/readyz')).json()).toMatchObject({ bot: 'shop_bot', mini_app: '7342037359' });
    expect((await emulated.get('/readyz')).json()).toMatchObject({ bot: 'raqam_bot', mini_app: null });
  });
});
