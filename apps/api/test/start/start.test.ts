import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, inject, test } from 'vitest';
import { DatabaseUnavailable } from '../../src/database/database.ts';
import { describeDatabaseError, findTroubleBehind } from '../../src/database/database-trouble.ts';
import { createDatabase } from '../support/database/create-database.ts';
import { databaseUrl, execute, TEMPLATE } from '../support/database/postgres.ts';
import { environment, MIGRATE, run, START, troubles } from '../support/run-command.ts';

const DATABASE_URL = 'postgres://teller:hunter2@database.invalid/ledger';
/** Works with and without a network. */
const NO_SUCH_HOST = /ENOTFOUND|EAI_AGAIN/;

describe('the start is refused', () => {
  test.for<[string, Record<string, string>, RegExp, RegExp]>([
    [
      'no database',
      {},
      /^ {2}DATABASE_URL or DATABASE_PUBLIC_URL \(service api\) is missing\. .*On Railway: add PostgreSQL, then set DATABASE_URL=\$\{\{Postgres\.DATABASE_URL\}\}/m,
      /^ {2}DATABASE_URL yoki DATABASE_PUBLIC_URL \(api xizmati\) o‘rnatilmagan\. .*Railway’da: PostgreSQL qo‘shing.*\$\{\{Postgres\.DATABASE_URL\}\}/m,
    ],
    [
      'a database on localhost',
      { DATABASE_URL: 'postgres://teller:hunter2@127.0.0.1:5432/ledger', NODE_ENV: 'production' },
      /^ {2}DATABASE_URL \(service api\) points to localhost, .*On Railway: add PostgreSQL/m,
      /^ {2}DATABASE_URL \(api xizmati\) localhost’ga ko‘rsatyapti, .*Railway’da: PostgreSQL qo‘shing/m,
    ],
    [
      'no SECRET_KEY',
      { DATABASE_URL, SECRET_KEY: '' },
      /^ {2}SECRET_KEY \(service api\) is empty\. .*openssl rand -base64 48/m,
      /^ {2}SECRET_KEY \(api xizmati\) bo‘sh\. .*openssl rand -base64 48/m,
    ],
    [
      'a bot secret that is too short',
      { DATABASE_URL, TELEGRAM_BOT_SECRET: 'hunter2' },
      /^ {2}TELEGRAM_BOT_SECRET \(service api\) is shorter than 32 bytes\. .*BOT_SECRET_KEY/m,
      /^ {2}TELEGRAM_BOT_SECRET \(api xizmati\) 32 baytdan qisqa\. .*BOT_SECRET_KEY/m,
    ],
  ])('%s: the variable, its service and the fix, in English and in Uzbek', async ([, change, english, uzbek]) => {
    const api = run(START, { ...environment, ...change });
    expect(await api.exit).toBe(1);
    expect(api.lines).toEqual([
      'The api can’t start:',
      expect.stringMatching(english),
      'Api ishga tusha olmaydi:',
      expect.stringMatching(uzbek),
    ]);
    expect(api.lines.join()).not.toMatch(/hunter2|teller|ledger|127\.0\.0\.1/);
  });

  test.for<[string, [string, string, RegExp], [string, string, RegExp]]>([
    [
      'an empty and a short',
      ['SECRET_KEY', '', /is empty/],
      ['TELEGRAM_BOT_SECRET', 'hunter2', /shorter than 32 bytes/],
    ],
    [
      'an undefined and a published',
      ['SECRET_KEY', 'undefined', /is the word/],
      ['TELEGRAM_BOT_SECRET', 'wibestore-telegram-bot-secret-2024', /is a published value/],
    ],
  ])(
    'service started with an empty, short, published or undefined secret: %s one: exit 1, the variable named, its value not',
    async ([, ...secrets]) => {
      const given = Object.fromEntries(secrets.map(([name, secret]) => [name, secret]));
      const api = run(START, { ...environment, DATABASE_URL, ...given });
      expect(await api.exit).toBe(1);
      for (const [name, , reason] of secrets)
        expect(api.lines.find((line) => line.startsWith(`  ${name} (service api)`))).toMatch(reason);
      expect(api.lines.join()).not.toMatch(/hunter2|wibestore/);
    },
  );

  test('a port that is taken: PORT, in both languages, and exit code 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = String(address !== null && typeof address === 'object' ? address.port : 0);
    const api = run(START, { ...environment, DATABASE_URL: await createDatabase(TEMPLATE), PORT: port });
    expect(await api.exit).toBe(1);
    expect(troubles(api.lines)).toEqual([
      expect.objectContaining({
        level: 'error',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        reason: 'EADDRINUSE',
        msg: expect.stringMatching(/^PORT \(service api\) is taken/),
      }),
      expect.objectContaining({ level: 'error', msg: expect.stringMatching(/^PORT \(api xizmati\) band/) }),
    ]);
    expect(api.lines.join()).not.toMatch(new RegExp(`(?<!\\d)${port}(?!\\d)`)); // as a whole: a timestamp may hold it
    other.close();
  });

  test('an IP that is not this machine’s: HOST, in both languages, and exit code 1', async () => {
    const api = run(START, { ...environment, DATABASE_URL, HOST: '192.0.2.1' });
    expect(await api.exit).toBe(1);
    expect(troubles(api.lines)).toMatchObject([
      { level: 'error', msg: expect.stringMatching(/^HOST and PORT \(service api\)/) },
      { level: 'error', msg: expect.stringMatching(/^HOST va PORT’da \(api xizmati\)/) },
    ]);
    expect(api.lines.join()).not.toContain('192.0.2.1');
  });
});

describe('the start continues, and the log names the problem once in each language', () => {
  const outOfReach = [/DATABASE_URL \(service api\).*PostgreSQL runs/, /DATABASE_URL’dagi \(api xizmati\).*tekshiring/];
  /** One log line in each language. */
  const inBoth = (level: string, texts: RegExp[], reason?: string | RegExp) =>
    texts.map((text) => ({
      level,
      msg: expect.stringMatching(text),
      ...(reason && { reason: expect.stringMatching(reason) }),
    }));

  test.for<[string, () => string, RegExp]>([
    ['a database that there is not', () => DATABASE_URL, NO_SUCH_HOST],
    ['a database that is down', () => 'postgres://teller:hunter2@127.0.0.2:9/ledger', /^ECONNREFUSED$/],
    [
      'a user that the database does not know',
      () => Object.assign(new URL(inject('postgresUrl')), { username: 'teller', password: 'hunter2' }).href,
      /^role "…" does not exist$/,
    ],
    ['a database of another name', () => databaseUrl(inject('postgresUrl'), 'ledger'), /^database "…" does not exist$/],
  ])('%s', async ([, url, reason]) => {
    const api = run(START, { ...environment, DATABASE_URL: url() });
    await api.says('DATABASE_URL');
    expect(await api.stop()).toBe(0);
    expect(troubles(api.lines)).toMatchObject(inBoth('error', outOfReach, reason));
    expect(api.lines.join()).not.toMatch(/hunter2|teller|ledger|database\.invalid|127\.0\.0\.2/);
  });

  test('a request that the database can’t serve: 503, and the same again for that request', async () => {
    const api = run(START, { ...environment, DATABASE_URL: 'postgres://teller:hunter2@127.0.0.2:9/ledger' });
    await api.says('DATABASE_URL');
    const answer = await fetch(`${api.url()}/api/v1/auth/register/telegram/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ phone: '+998901234567', code: '123456' }),
    });
    expect(answer.status).toBe(503);
    expect(await api.stop()).toBe(0);
    const expected = inBoth('error', outOfReach, 'ECONNREFUSED');
    expect(troubles(api.lines)).toMatchObject([...expected, ...expected]);
  });

  test('a database without the migrations', async () => {
    const api = run(START, { ...environment, DATABASE_URL: await createDatabase() });
    await api.says('pnpm db:migrate');
    expect(await api.stop()).toBe(0);
    expect(troubles(api.lines)).toMatchObject(
      inBoth('error', [
        /DATABASE_URL \(service api\) is not migrated.*pnpm db:migrate/,
        /DATABASE_URL’dagi \(api xizmati\).*pnpm db:migrate/,
      ]),
    );
  });

  test('cookies that can’t work', async () => {
    const api = run(START, {
      ...environment,
      DATABASE_URL: await createDatabase(TEMPLATE),
      PUBLIC_URL: 'https://api.up.railway.app',
    });
    await api.says('listening');
    expect(await api.stop()).toBe(0);
    expect(troubles(api.lines)).toMatchObject(
      inBoth('warn', [
        /^COOKIE_SAMESITE \(service api\).*API_UPSTREAM/,
        /^COOKIE_SAMESITE \(api xizmati\).*API_UPSTREAM/,
      ]),
    );
    expect(api.lines.join()).not.toMatch(/example\.uz|api\.up\.railway/);
  });

  test('nothing is logged without a problem', async () => {
    const api = run(START, { ...environment, DATABASE_URL: await createDatabase(TEMPLATE) });
    await expect.poll(api.isReady).toBe(true);
    expect(await api.stop()).toBe(0);
    expect(troubles(api.lines)).toEqual([]);
  });
});

describe('the migration', () => {
  test('of an unreachable database ends with 1 and the fix in both languages', async () => {
    const migration = run(MIGRATE, { DATABASE_URL });
    expect(await migration.exit).toBe(1);
    expect(migration.lines).toEqual([
      'The database can’t be migrated:',
      expect.stringMatching(/^ {2}The database can’t be reached.*DATABASE_URL \(service api\)/),
      'Bazaga migratsiyalarni qo‘llab bo‘lmaydi:',
      expect.stringMatching(/^ {2}Ma’lumotlar bazasiga ulanib bo‘lmadi.*DATABASE_URL’dagi \(api xizmati\)/),
      expect.stringMatching(NO_SUCH_HOST),
    ]);
  });

  test('by a role that may not create tables: the permission, role and owner, and no stack trace', async () => {
    const url = await createDatabase();
    await execute(url, 'CREATE ROLE clerk LOGIN');
    const migration = run(MIGRATE, { DATABASE_URL: Object.assign(new URL(url), { username: 'clerk' }).href });
    expect(await migration.exit).toBe(1);
    expect(migration.lines).toEqual([
      'The database can’t be migrated:',
      expect.stringMatching(/^ {2}The user of DATABASE_URL \(service api\) lacks permissions.*OWNER TO <role>/),
      'Bazaga migratsiyalarni qo‘llab bo‘lmaydi:',
      expect.stringMatching(/^ {2}DATABASE_URL’dagi \(api xizmati\) foydalanuvchining.*OWNER TO <rol>/),
      expect.stringMatching(/permission denied for schema/),
    ]);
  });

  test('of a database without TLS, although DATABASE_URL asks for it: the parameter', async () => {
    const migration = run(MIGRATE, { DATABASE_URL: `${inject('postgresUrl')}?sslmode=verify-full` });
    expect(await migration.exit).toBe(1);
    expect(migration.lines[1]).toMatch(/^ {2}The database does not support TLS.*sslmode/);
  });

  test.for([
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /certificate.*sslrootcert/],
    ['SELF_SIGNED_CERT_IN_CHAIN', /certificate.*sslrootcert/],
    ['CERT_HAS_EXPIRED', /certificate/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /certificate/],
    ['ECONNREFUSED', /can’t be reached.*host, port/],
  ] as const)('the error %s is described by what fixes it', ([code, text]) => {
    const error = Object.assign(new Error('of node:tls'), { code });
    expect(findTroubleBehind(error)?.fix.en).toMatch(text);
    expect(describeDatabaseError(new DatabaseUnavailable(code, { cause: error })).fix.en).toMatch(text);
  });

  test('migrates an empty database', async () => {
    const url = await createDatabase();
    const migration = run(MIGRATE, { DATABASE_URL: url });
    expect(await migration.exit).toBe(0);
    const api = run(START, { ...environment, DATABASE_URL: url });
    await expect.poll(api.isReady).toBe(true);
    expect(await api.stop()).toBe(0);
    expect(troubles(api.lines)).toEqual([]);
  });
});
