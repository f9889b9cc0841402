import { createHmac, hkdfSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { migrate, NEWEST_MIGRATION } from '../../src/database/migrate.ts';
import { deriveKeys } from '../../src/keys.ts';
import { createDatabase } from '../support/database/create-database.ts';
import { execute } from '../support/database/postgres.ts';
import { MIGRATE, run } from '../support/run-command.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { expectError, fromElsewhere, SECRET_KEY, useApi, wrong } from '../support/test-api.ts';

/** The people in the databases of earlier versions. */
const OWNER = { telegramId: 5_000_000_002, phone: '+998901110002' };
const TYPED = { telegramId: 5_000_000_003, phone: '+998901110003' };
const DISABLED = { telegramId: 5_000_000_004, phone: '+998901110004' };
const WINNER = { telegramId: 5_000_000_006, phone: '+998901110006' };
const PENDING = { telegramId: 5_000_000_007, phone: '+998901110007' };
const EXPIRED = { telegramId: 5_000_000_008, phone: '+998901110008' };
const LOCKED = { telegramId: 5_000_000_009, phone: '+998901110009' };
const TRIED = { telegramId: 5_000_000_010, phone: '+998901110010' };
const USED = { phone: '+998901110011' };
const LIMITED = { telegramId: 5_000_000_001, phone: '+998901110001' };
const BY_SMS = { phone: '+998901110021' };
const SMS_PENDING = '+998901110022';
const SMS_LOCKED = '+998901110023';
const SMS_LIMITED = '+998901110024';
const FERNET_KEY = 'cGFzc3BvcnQta2V5LW9mLXRoZS10ZXN0cy0wMTIzNDU=';

/** The codes and refresh tokens that the people of these databases have, as the api of that version issued them. */
const versions = [
  {
    name: 'version-0.1.0',
    codes: { pending: '809652', tried: '036020', expired: '424140', sms: '456435', used: '323260' },
    refresh: {
      owner: '58608a68-0a10-4c3b-8285-4ca78fc4386b.1.Ta9MuZ0uEWSv91_hwkedJ1jH6nc4v-Pbwnru6wpmJDc',
      ownerBefore: '58608a68-0a10-4c3b-8285-4ca78fc4386b.0.qt9bKL6B5zOIHypoo0RC1EVXaLFNkcXG9IIEeqf1bJE',
      ownerExpired: 'fd1f0480-11b3-453d-8d97-e614c01ae76f.0.RSW-q1yB7KPxkqokAZv8bGgGj7IrAHv6srJjr59C-nk',
      typed: 'bc09f962-39a0-4d09-8aa6-c973d55787bf.0.3Hv7Pdc-8KDf7EccTLdte5IIwGncG1hiZWX67Oq5YOI',
      disabled: 'f45710e2-d876-4a4a-8806-f2f3c90de687.0.WYr9h5t2HX9X4Y2gOTL09-WPFp3c-j1VooN8QmtIZlQ',
      winner: '58a38b29-6fcf-4ccd-b712-41b1f782d3c5.0.xeLYIb4Jf-z9qDN-UYOe4JTpCBzRK9yjm5OrPFv3zAE',
      bySms: '4d0fee1c-9954-4731-ae23-b974f2919c3d.0.n0dNHNflPNg0B2trOfXXmLCmBZyy-Kdi30Gs0JEJucY',
      used: undefined, // this version did not store when a code was used
    },
    reports: { delivered: '02c8e032-bc7d-43d0-b530-0e9b150cd506', waiting: '432fb5d5-a9c5-4f8f-a244-cbda869b925a' },
    smsToday: 9,
    // SECRET_KEY itself signed access tokens: those are refused, and the next refresh replaces them
    accessKey: SECRET_KEY,
  },
  {
    name: 'before-challenges',
    codes: { pending: '170074', tried: '296380', expired: '949720', sms: '605253', used: '608174' },
    refresh: {
      owner: '1d5af257-5abb-444a-b614-6b4ac237135d.1.WafvmJbGOaJQc4BgEzuBxkr_bcQAXo5_gmkd3Lz6gks',
      ownerBefore: '1d5af257-5abb-444a-b614-6b4ac237135d.0.BUlAFvUXd4OOUFohCWlx3yE2UnYn0mOPm-YyhQLExIY',
      ownerExpired: '374c7ea5-9646-494c-b277-50bc99cfea28.0.pvwQv8qCLvzjBoZKASbFvomL-Ug-P4lTiOP_rmdOPhU',
      typed: '1f0ae035-c33b-4c51-b5c8-0d6faceded7b.0.qAZaw38co_-EN2U0wL4XePPxNyXhT6fPVCSiIcD6TIo',
      disabled: 'ff0ae266-f0d3-476e-b137-b5ba3b8698c4.0.qP5yxZTxW5w7Y_BVSZb3fOti4GoYEDtmC93q8M8lroU',
      winner: 'b06dd570-e8de-4874-ba49-de88c1a318a3.0._8aGpj1Hr9uKw9nhRlDfZBvimP-J8gqZ8mWnUY6UU8M',
      bySms: 'c48f8af0-bf6d-4205-93fd-3bd737faed81.0.UkTKCIYLa7ZsAcxW1WFhFnvSZArLdmV6D3rQCrzx5BE',
      used: 'd39f77c4-0c10-4a67-97cd-f9038f75d41c.0.Z40uhWbJ4tM58BkjeYoHGoUPys_yNBHMESOCi4XuqGY',
    },
    reports: { delivered: '288e9146-2bb3-48ba-96d5-4d2cae462100', waiting: '47a0f3f8-d8bf-40fc-8273-50333d829616' },
    smsToday: 11,
    accessKey: Buffer.from(hkdfSync('sha256', SECRET_KEY, '', 'raqam access token', 32)),
  },
];

/** Signs an access token as the api of that version did. */
function signAccess(key: string | Buffer, claims: object): string {
  const now = Math.floor(Date.now() / 1000);
  const all = { ...claims, role: 'user', typ: 'access', iss: 'raqam', aud: 'raqam', iat: now, exp: now + 600 };
  const [header, payload] = [{ alg: 'HS256', typ: 'JWT' }, all].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = createHmac('sha256', key).update(`${header}.${payload}`).digest('base64url');
  return `${header}.${payload}.${signature}`;
}

const sqlOf = (name: string) => readFileSync(new URL(`earlier-versions/${name}.sql`, import.meta.url), 'utf8');

/** Commits the migrations up to this one, as an earlier release did. */
async function migrateTo(url: string, newest: string): Promise<void> {
  const folder = new URL('../../src/database/migrations/', import.meta.url);
  const names = readdirSync(folder).map((file) => file.replace('.ts', ''));
  const modules = await Promise.all(names.map(async (name) => [name, await import(`${folder}${name}.ts`)]));
  const dialect = new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 1 }) });
  const db = new Kysely<unknown>({ dialect });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => Object.fromEntries(modules) } });
  const { error } = await migrator.migrateTo(newest).finally(() => db.destroy());
  if (error) throw error;
}

/**
 * Also by way of a release: PostgreSQL lets no transaction use a value that it added to an enum, unless it has made the
 * enum as well.
 */
const ways = versions.flatMap((version) => [
  { ...version, way: 'at once', release: undefined },
  ...(version.name === 'before-challenges'
    ? [{ ...version, way: 'by way of 0006-telegram-chats', release: '0006-telegram-chats' }]
    : []),
]);

describe.for(ways)('a database of $name, migrated $way', (version) => {
  const { name, release, codes, refresh, reports, smsToday, accessKey } = version;
  const gateway = useGateway();
  const api = useApi(
    () => ({ ...gateway.environment(), FERNET_KEY }),
    async (url) => {
      await fill(url);
      await migrate(url);
    },
  );
  async function fill(url: string) {
    await execute(url, sqlOf(name));
    if (release !== undefined) await migrateTo(url, release);
  }
  const rotate = (token: string) => api.post('/api/v1/auth/token/refresh/', { refresh: token }, fromElsewhere());
  const register = (phone: string, code: string, more?: object) => api.register(phone, code, more, fromElsewhere());
  const sms = (phone: string, more?: object) => api.post('/api/users/auth/', { phone, ...more }, fromElsewhere());

  /** The user whom a refresh token of that version signs in. */
  async function userOf(token: string) {
    const refreshed = await rotate(token);
    expect(refreshed.statusCode, refreshed.body).toBe(200);
    return (await api.me(refreshed.json().access)).json();
  }

  test('an access token from before the migration is refused: the client refreshes', async () => {
    const [sid = ''] = refresh.winner.split('.');
    const { rows } = await api.sql.query('SELECT user_id AS sub FROM sessions WHERE id = $1', [sid]);
    const token = signAccess(accessKey, { ...rows[0], sid, gen: 0 });
    expect((await api.me(token)).statusCode).toBe(401);
  });

  test('people stay signed in, with everything that the account holds', async () => {
    expect(await userOf(refresh.owner)).toMatchObject({
      ...{ phone: OWNER.phone, telegram_id: OWNER.telegramId, is_verified: true },
      ...{ last_name: 'Karimova', address: 'Toshkent, Amir Temur 1', passport_id: 'AA1234567' },
    });
    expect(await userOf(refresh.winner)).toMatchObject({ phone: WINNER.phone, is_verified: true });
    expect(await userOf(refresh.typed)).toMatchObject({ phone: TYPED.phone, is_verified: false });
    expect(await userOf(refresh.bySms)).toMatchObject({ phone: BY_SMS.phone, telegram_id: null, is_verified: true });
  });

  test('an expired session stays expired, and a refresh token that was replaced long ago ends its session', async () => {
    expectError(await rotate(refresh.ownerExpired), 401, 'session_invalid');
    expectError(await rotate(refresh.ownerBefore), 401, 'session_invalid');
    expectError(await rotate(refresh.owner), 401, 'session_invalid');
  });

  test('roles and dates of joining are kept, and the user who lost the number has none', async () => {
    const { rows } = await api.sql.query(
      `SELECT phone, role, date_joined < now() - interval '19 days' AS is_old, phone_proved_at = date_joined AS is_proved
       FROM users WHERE first_name IN ('Aziza', 'Bobur') OR phone IS NULL ORDER BY phone`,
    );
    expect(rows).toEqual([
      { phone: OWNER.phone, role: 'user', is_old: true, is_proved: true },
      { phone: '+998901110012', role: 'admin', is_old: false, is_proved: true },
      { phone: null, role: 'user', is_old: false, is_proved: null },
    ]);
  });

  test('a disabled user is refused', async () => {
    expectError(await rotate(refresh.disabled), 401, 'session_invalid');
    expectError(await register(DISABLED.phone, await api.issue(DISABLED)), 403, 'account_disabled');
  });

  test('codes issued before the migration work, once, on their channel', async () => {
    expectError(await sms(PENDING.phone, { code: codes.pending }), 400, 'code_incorrect');
    const registered = await register(PENDING.phone, codes.pending);
    expect(registered.statusCode, registered.body).toBe(201);
    expect(registered.json().user).toMatchObject({ full_name: 'Pending Person', telegram_id: PENDING.telegramId });
    expectError(await register(PENDING.phone, codes.pending), 400, 'code_incorrect');
    expect((await sms(SMS_PENDING, { code: codes.sms })).statusCode).toBe(200);
  });

  test('a client that lost the answer of a sign-in gets the same session', async () => {
    const again = (device_id: string) => {
      const options = { ...fromElsewhere(), headers: { 'user-agent': 'Mozilla/5.0 (Linux; Android 14)' } };
      return api.register(USED.phone, codes.used, { device_id }, options);
    };
    expectError(await again('another'), 400, 'code_incorrect');
    const repeated = await again('used-phone');
    expect(repeated.statusCode, repeated.body).toBe(refresh.used === undefined ? 400 : 201);
    if (refresh.used !== undefined) expect(repeated.json().tokens.refresh).toBe(refresh.used);
  });

  test('an expired code is still expired, or no longer known', async () => {
    expect((await register(EXPIRED.phone, codes.expired)).statusCode).toBe(400);
  });

  test('failed attempts at a live code are kept: after three of them, two more void it', async () => {
    const failed = await register(TRIED.phone, wrong(codes.tried));
    expect(failed.json().error).toMatchObject({ code: 'code_incorrect', attempts_left: 1 });
    await register(TRIED.phone, wrong(codes.tried));
    expectError(await register(TRIED.phone, codes.tried), 400, 'code_incorrect');
  });

  test('a locked number is still locked, for a new code too, and its owner unlocks it by a contact', async () => {
    const typed = await api.issue(LOCKED, { proof: 'typed' });
    expectError(await register(LOCKED.phone, typed), 429, 'too_many_attempts');
    expectError(await sms(SMS_LOCKED), 429, 'code_limit');
    await api.pass('31 seconds');
    expect((await register(LOCKED.phone, await api.issue(LOCKED))).statusCode).toBe(201);
  });

  test('the limits count the codes and SMS sent before the migration', async () => {
    expectError(await api.create(LIMITED), 429, 'code_limit');
    expectError(await api.create({ ...LIMITED, phone: '+998901110099' }), 429, 'code_limit');
    expectError(await sms(SMS_LIMITED), 429, 'code_limit');
    const { rows } = await api.sql.query(`SELECT sent FROM sms_days WHERE day = (now() AT TIME ZONE 'UTC')::date`);
    expect(rows).toEqual([{ sent: smsToday }]);
  });

  test('a device from before the migration is known: it gets an SMS of its own, whatever strangers requested', async () => {
    for (let asked = 0; asked < 5; asked += 1) {
      await sms(BY_SMS.phone);
      await api.pass('301 seconds');
    }
    expectError(await sms(BY_SMS.phone), 429, 'code_limit');
    expect((await sms(BY_SMS.phone, { device_id: 'sms-phone' })).statusCode).toBe(200);
  });

  test('reports of SMS are kept, and a report on an earlier SMS is stored', async () => {
    const path = `/api/v1/sms/reports/${deriveKeys([SECRET_KEY]).smsReports[0]}`;
    const reported = await api.post(path, { request_id: reports.waiting, status: 'DELIVRD' });
    expect(reported.statusCode).toBe(204);
    const { rows } = await api.sql.query('SELECT status, provider_status FROM deliveries WHERE provider_id = ANY($1)', [
      [reports.delivered, reports.waiting],
    ]);
    expect(rows).toEqual(Array(2).fill({ status: 'delivered', provider_status: 'DELIVRD' }));
  });

  test('four processes migrate at once, and again: one of them does it, and no row is doubled', async () => {
    const url = await createDatabase();
    await fill(url);
    const processes = Array.from({ length: 4 }, () => run(MIGRATE, { DATABASE_URL: url }));
    expect(await Promise.all(processes.map(({ exit }) => exit))).toEqual([0, 0, 0, 0]);
    const lines = processes.flatMap(({ lines: said }) => said).filter((line) => line.includes(NEWEST_MIGRATION));
    expect(lines, lines.join('\n')).toHaveLength(1);
    expect(await migrate(url)).toEqual([]);
  });
});

describe('an SMS requested again after the migration', () => {
  const gateway = useGateway();
  const api = useApi(
    () => gateway.environment(),
    async (url) => {
      await execute(url, sqlOf('version-0.1.0'));
      await migrate(url);
    },
  );

  test('carries a code that works, though the earlier code was not derived from its challenge', async () => {
    await api.pass('61 seconds');
    expect((await api.post('/api/users/auth/', { phone: SMS_PENDING })).statusCode).toBe(200);
    const entered = await api.post('/api/users/auth/', { phone: SMS_PENDING, code: gateway.code(SMS_PENDING) });
    expect(entered.statusCode, entered.body).toBe(200);
  });
});
