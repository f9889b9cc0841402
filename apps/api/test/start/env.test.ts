import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/env.ts';

const good = {
  DATABASE_URL: 'postgres://user:password@db.internal/app',
  SECRET_KEY: 'k'.repeat(40),
  TELEGRAM_BOT_SECRET: 's'.repeat(40),
  CORS_ALLOWED_ORIGINS: 'https://example.uz, https://www.example.uz',
};
/** The environment of a machine that is not reachable from the internet. */
const local = { ...good, CORS_ALLOWED_ORIGINS: 'http://localhost:5173' };
const ESKIZ = { SMS_PROVIDER: 'eskiz', ESKIZ_EMAIL: 'a@b.uz', ESKIZ_PASSWORD: 'secret' };
const WEBHOOK = { SMS_WEBHOOK_URL: 'https://a.uz', SMS_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24).toString('base64')}` };
const deployed = { ...good, NODE_ENV: 'production' };

test('the defaults are those of the contract', () => {
  const read = readConfig(good);
  expect(read.ok && read.config).toMatchObject({
    port: 8000,
    host: '::',
    botUrl: undefined,
    miniApp: undefined,
    webOrigins: ['https://example.uz', 'https://www.example.uz'],
    allowedHosts: [],
    cookieSameSite: 'lax',
    trustedProxies: [],
    warnings: [],
  });
});

test('a webhook sends to any country, beside a provider that does not', () => {
  const read = readConfig({
    ...good,
    ...ESKIZ,
    ...WEBHOOK,
    SMS_FALLBACK_PROVIDER: 'webhook',
    SMS_ALLOWED_COUNTRIES: 'uz, KZ,US',
  });
  expect(read.ok && read.config.smsProviders.map(({ name }) => name)).toEqual(['eskiz', 'webhook']);
  expect(read.ok && read.config.smsCountries.toSorted()).toEqual(['KZ', 'US', 'UZ']);
});

test('a name that no SMS has may be in Cyrillic', () => {
  expect(readConfig({ ...good, BRAND_NAME: 'Дўкон' })).toMatchObject({ ok: true, config: { brandName: 'Дўкон' } });
});

test.for<[string, Record<string, string | undefined>, string, RegExp]>([
  ['no database', { DATABASE_URL: undefined }, 'DATABASE_URL', /missing.*PostgreSQL.*Railway/],
  ['an empty key', { SECRET_KEY: '' }, 'SECRET_KEY', /empty.*openssl/],
  ['blanks for a key', { SECRET_KEY: '   ' }, 'SECRET_KEY', /empty/],
  ['the word undefined', { SECRET_KEY: 'undefined' }, 'SECRET_KEY', /undefined/],
  ['a short key', { SECRET_KEY: 'k'.repeat(31) }, 'SECRET_KEY', /shorter than 32 bytes/],
  ['a short bot secret', { TELEGRAM_BOT_SECRET: 's'.repeat(31) }, 'TELEGRAM_BOT_SECRET', /shorter than 32 bytes/],
  ['a short second bot secret', { TELEGRAM_BOT_SECRET: `${'s'.repeat(40)},short` }, 'TELEGRAM_BOT_SECRET', /shorter/],
  [
    'three bot secrets',
    { TELEGRAM_BOT_SECRET: Array(3).fill('s'.repeat(40)).join() },
    'TELEGRAM_BOT_SECRET',
    /more than two/,
  ],
  [
    'a published bot secret',
    { TELEGRAM_BOT_SECRET: 'wibestore-telegram-bot-secret-2024' },
    'TELEGRAM_BOT_SECRET',
    /published/,
  ],
  ['a bot that is no name', { TELEGRAM_BOT_USERNAME: 'my shop' }, 'TELEGRAM_BOT_USERNAME', /my_shop_bot/],
  ['a name with a direction mark', { BRAND_NAME: 'Oson\u202eSavdo' }, 'BRAND_NAME', /can’t be seen/],
  ['a name that is too long', { BRAND_NAME: 'x'.repeat(41) }, 'BRAND_NAME', /longer than 40/],
  ['a token for an id', { TELEGRAM_BOT_ID: '12345:ABC' }, 'TELEGRAM_BOT_ID', /id of a bot/],
  ['no origins', { CORS_ALLOWED_ORIGINS: ',' }, 'CORS_ALLOWED_ORIGINS', /empty/],
  ['a pattern of origins', { CORS_ALLOWED_ORIGINS: 'https://*.example.uz' }, 'CORS_ALLOWED_ORIGINS', /\*/],
  ['an origin with a path', { CORS_ALLOWED_ORIGINS: 'https://example.uz/' }, 'CORS_ALLOWED_ORIGINS', /origins such as/],
  ['a database of another kind', { DATABASE_URL: 'mysql://db/app' }, 'DATABASE_URL', /postgres/],
  ['a database that is no URL', { DATABASE_URL: 'db' }, 'DATABASE_URL', /not a URL/],
  ['a port that is none', { PORT: '80000' }, 'PORT', /not a port/],
  ['a cookie mode that is none', { COOKIE_SAMESITE: 'strict' }, 'COOKIE_SAMESITE', /lax, none/],
  ['a proxy that is no network', { TRUSTED_PROXIES: 'railway' }, 'TRUSTED_PROXIES', /network/],
  ['a proxy with an empty prefix', { TRUSTED_PROXIES: '10.0.0.0/' }, 'TRUSTED_PROXIES', /network/],
  ['a gateway without its account', { SMS_PROVIDER: 'eskiz', ESKIZ_PASSWORD: 'x' }, 'ESKIZ_EMAIL', /missing/],
  [
    'a fallback without its account',
    { ...ESKIZ, SMS_FALLBACK_PROVIDER: 'playmobile', PLAYMOBILE_PASSWORD: 'x' },
    'PLAYMOBILE_LOGIN',
    /missing/,
  ],
  [
    'a webhook without its secret',
    { SMS_PROVIDER: 'webhook', SMS_WEBHOOK_URL: 'https://a.uz' },
    'SMS_WEBHOOK_SECRET',
    /missing/,
  ],
  ['a webhook with a short secret', { SMS_WEBHOOK_SECRET: 'whsec_c2hvcnQ=' }, 'SMS_WEBHOOK_SECRET', /24 to 64 bytes/],
  [
    'a report secret that can be guessed',
    { PLAYMOBILE_REPORT_SECRET: 'short' },
    'PLAYMOBILE_REPORT_SECRET',
    /32 to 100/,
  ],
  [
    'a fallback without a provider',
    { SMS_FALLBACK_PROVIDER: 'webhook', ...WEBHOOK },
    'SMS_FALLBACK_PROVIDER',
    /set SMS_PROVIDER/,
  ],
  [
    'a fallback that is the provider',
    { ...ESKIZ, SMS_FALLBACK_PROVIDER: 'eskiz' },
    'SMS_FALLBACK_PROVIDER',
    /another provider/,
  ],
  ['a country that is none', { SMS_ALLOWED_COUNTRIES: 'UZ,XX' }, 'SMS_ALLOWED_COUNTRIES', /no country/],
  [
    'a country that Eskiz does not serve',
    { ...ESKIZ, SMS_ALLOWED_COUNTRIES: 'UZ,KZ' },
    'SMS_ALLOWED_COUNTRIES',
    /can’t send to: KZ/,
  ],
  [
    'a local origin beside a public one',
    { CORS_ALLOWED_ORIGINS: 'https://shop.uz,http://localhost:5173' },
    'CORS_ALLOWED_ORIGINS',
    /localhost/,
  ],
  [
    'the development key beside a public origin',
    { SECRET_KEY: 'development-secret-key-for-local-use-only' },
    'SECRET_KEY',
    /development/,
  ],
  [
    'the development Fernet key',
    { FERNET_KEY: 'development-key-for-local-use-only-00000000=' },
    'FERNET_KEY',
    /development/,
  ],
  [
    'a key of one’s own for Mini Apps beside a public origin',
    { TELEGRAM_MINI_APP_PUBLIC_KEY: 'a'.repeat(64) },
    'TELEGRAM_MINI_APP_PUBLIC_KEY',
    /development only/,
  ],
  ['the bot’s secret as key', { SECRET_KEY: good.TELEGRAM_BOT_SECRET }, 'SECRET_KEY', /equals TELEGRAM_BOT_SECRET/],
  [
    'the bot’s next secret as key',
    { SECRET_KEY: 'n'.repeat(40), TELEGRAM_BOT_SECRET: `${'s'.repeat(40)},${'n'.repeat(40)}` },
    'SECRET_KEY',
    /equals TELEGRAM_BOT_SECRET/,
  ],
  [
    'a name in Cyrillic, which makes an SMS longer than one part',
    { BRAND_NAME: 'Дўкон', ...ESKIZ },
    'BRAND_NAME',
    /longer than one part/,
  ],
  ['a placeholder for a key', { SECRET_KEY: 'change-me-change-me-change-me-change-me' }, 'SECRET_KEY', /placeholder/],
  ['a placeholder for an origin', { CORS_ALLOWED_ORIGINS: '<your origin>' }, 'CORS_ALLOWED_ORIGINS', /placeholder/],
  ['a # in the database’s password', { DATABASE_URL: 'postgres://u:hunter#2@db/app' }, 'DATABASE_URL', /%23/],
  ['a / in it', { DATABASE_URL: 'postgres://u:hunter/2@db/app' }, 'DATABASE_URL', /%2F/],
  ['a ? in it', { DATABASE_URL: 'postgres://u:hunter?2@db/app' }, 'DATABASE_URL', /%3F/],
  ['a % in it', { DATABASE_URL: 'postgres://u:100%@db/app' }, 'DATABASE_URL', /%25/],
  [
    'several hosts',
    { DATABASE_URL: 'postgres://u:p,w@db1:5432,db2:5432/app' },
    'DATABASE_URL',
    /several hosts.*primary/,
  ],
  ['an unknown sslmode', { DATABASE_URL: 'postgres://u@db/app?sslmode=verify_full' }, 'DATABASE_URL', /verify-full/],
  [
    'a certificate that is not there',
    { DATABASE_URL: 'postgres://u@db/app?sslmode=verify-full&sslrootcert=/nowhere/ca.crt' },
    'DATABASE_URL',
    /sslrootcert that can’t be read/,
  ],
  ['no connections', { DATABASE_POOL_MAX: '0' }, 'DATABASE_POOL_MAX', /1 to 9999/],
  ['a limit that is none', { SMS_DAILY_LIMIT: 'many' }, 'SMS_DAILY_LIMIT', /whole number/],
  ['a price without a country', { SMS_PRICES: '95' }, 'SMS_PRICES', /list of prices/],
  ['a price that is none', { SMS_PRICES: 'UZ:95,KZ:much' }, 'SMS_PRICES', /list of prices/],
  ['a currency that is none', { SMS_PRICES: 'UZ:95', SMS_CURRENCY: 'so‘m' }, 'SMS_CURRENCY', /code of a currency/],
  ['events that are not kept', { EVENTS_KEEP_DAYS: '0' }, 'EVENTS_KEEP_DAYS', /1 to 9999/],
  ['a Fernet key that is none', { FERNET_KEY: 'secret' }, 'FERNET_KEY', /Fernet/],
  ['a Redis that is no address', { REDIS_URL: 'redis' }, 'REDIS_URL', /not a URL/],
  ['a Redis of another kind', { REDIS_URL: 'https://:hunter2@redis.internal' }, 'REDIS_URL', /redis:\/\//],
  ['a password in no URL’s letters', { REDIS_URL: 'redis://:100%@redis.internal' }, 'REDIS_URL', /%25/],
  ['a log level that is none', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL', /one of/],
])('%s is refused: one message, with the variable’s name', ([, change, name, text]) => {
  const read = readConfig({ ...good, ...change });
  expect(read.ok).toBe(false);
  if (read.ok) return;
  expect(read.problems).toHaveLength(1);
  const [problem] = read.problems;
  expect(problem?.en).toMatch(new RegExp(`^${name}( or \\w+)? \\(service api\\) `));
  expect(problem?.en).toMatch(text);
  expect(problem?.uz).toMatch(new RegExp(`^${name}( yoki \\w+)? \\(api xizmati\\) `));
});

test('CORS: null, suffix, prefix, other port, http for https: instead of a list, * and null are refused at the start', () => {
  for (const CORS_ALLOWED_ORIGINS of ['*', 'https://example.uz,*', 'null']) {
    const read = readConfig({ ...good, CORS_ALLOWED_ORIGINS });
    expect(read.ok || read.problems.map(({ en }) => en.split(' ')[0])).toEqual(['CORS_ALLOWED_ORIGINS']);
  }
});

describe('on a deployment', () => {
  test.for<[string, Record<string, string>, string]>([
    ['a local database', { DATABASE_URL: 'postgres://u@127.0.0.1:5432/app' }, 'DATABASE_URL'],
    ['another spelling of it', { DATABASE_URL: 'postgres://u@127.1/app' }, 'DATABASE_URL'],
    ['a database behind a socket', { DATABASE_URL: 'postgres:///app?host=/var/run/postgresql' }, 'DATABASE_URL'],
    ['a local database in a parameter', { DATABASE_URL: 'postgres:///app?host=localhost' }, 'DATABASE_URL'],
    ['a local Redis', { REDIS_URL: 'redis://:password@localhost:6379' }, 'REDIS_URL'],
    ['a local origin', { CORS_ALLOWED_ORIGINS: 'http://localhost:5173' }, 'CORS_ALLOWED_ORIGINS'],
    ['the development Fernet key', { FERNET_KEY: 'development-key-for-local-use-only-00000000=' }, 'FERNET_KEY'],
    ['the development key', { SECRET_KEY: 'development-secret-key-for-local-use-only' }, 'SECRET_KEY'],
    [
      'the development bot secret',
      { TELEGRAM_BOT_SECRET: 'development-bot-secret-for-local-use-only' },
      'TELEGRAM_BOT_SECRET',
    ],
  ])('%s is refused, which is fine elsewhere', ([, change, name]) => {
    expect(readConfig({ ...local, ...change }).ok).toBe(true);
    for (const environment of [deployed, { ...good, RAILWAY_PROJECT_ID: 'x' }]) {
      const read = readConfig({ ...environment, ...change });
      expect(read.ok || read.problems.map(({ en }) => en.split(' ')[0])).toEqual([name]);
    }
  });

  test('on Railway its proxies are trusted, and its host names are added', () => {
    const read = readConfig({ ...good, RAILWAY_ENVIRONMENT_ID: 'x', ALLOWED_HOSTS: 'api.example.uz' });
    expect(read.ok && read.config.trustedProxies).toContain('100.0.0.0/8');
    expect(read.ok && read.config.allowedHosts).toEqual(['api.example.uz', '.railway.app', '.railway.internal']);
  });
});

test('DATABASE_PUBLIC_URL serves where DATABASE_URL is missing, with a warning', () => {
  const read = readConfig({ ...good, DATABASE_URL: undefined, DATABASE_PUBLIC_URL: good.DATABASE_URL });
  expect(read.ok && read.config).toMatchObject({
    databaseUrl: good.DATABASE_URL,
    warnings: [
      { en: expect.stringContaining('DATABASE_PUBLIC_URL'), uz: expect.stringContaining('DATABASE_PUBLIC_URL') },
    ],
  });
});

test('an invalid DATABASE_PUBLIC_URL is reported under that name', () => {
  const read = readConfig({ ...good, DATABASE_URL: undefined, DATABASE_PUBLIC_URL: 'mysql://db/app' });
  expect(read.ok || read.problems.map(({ en }) => en.split(' ')[0])).toEqual(['DATABASE_PUBLIC_URL']);
});

describe('a warning of cookies that can’t work, in both languages', () => {
  const publicUrl = { PUBLIC_URL: 'https://api.example.uz' };
  const railway = { RAILWAY_PUBLIC_DOMAIN: 'api.up.railway.app' };
  const webOnRailway = { CORS_ALLOWED_ORIGINS: 'https://web.up.railway.app' };
  const none = { COOKIE_SAMESITE: 'none' };

  test.for<[string, Record<string, string>]>([
    ['lax, the API on another site', { PUBLIC_URL: 'https://api.shop.uz' }],
    [
      'lax, one origin of several on another site',
      { ...publicUrl, CORS_ALLOWED_ORIGINS: 'https://example.uz,https://shop.uz' },
    ],
    ['lax, the site without https', { ...publicUrl, CORS_ALLOWED_ORIGINS: 'http://example.uz' }],
    ['lax, both on up.railway.app', { ...railway, ...webOnRailway }],
    ['lax, the API on up.railway.app', railway],
  ])('%s: COOKIE_SAMESITE and the proxy that would do', ([, change]) => {
    const read = readConfig({ ...good, ...change });
    expect(read.ok && read.config.warnings).toEqual([
      {
        en: expect.stringMatching(
          /^COOKIE_SAMESITE \(service api\) is lax.*API_UPSTREAM of the service web.*can’t know/,
        ),
        uz: expect.stringMatching(/^COOKIE_SAMESITE \(api xizmati\) – lax.*web xizmatidagi API_UPSTREAM.*bila olmaydi/),
      },
    ]);
    expect(JSON.stringify(read.ok && read.config.warnings)).not.toMatch(/example\.|shop\.uz|(web|api)\.up/);
  });

  test('none, a site without https', () => {
    const read = readConfig({ ...good, ...none, CORS_ALLOWED_ORIGINS: 'https://example.uz,http://shop.uz' });
    expect(read.ok && read.config.warnings).toEqual([
      {
        en: expect.stringMatching(/^COOKIE_SAMESITE \(service api\) is none.*http:\/\/ origin.*https/),
        uz: expect.stringMatching(/^COOKIE_SAMESITE \(api xizmati\) – none.*http:\/\/.*https/),
      },
    ]);
    expect(JSON.stringify(read.ok && read.config.warnings)).not.toContain('shop.uz');
  });

  test.for<[string, Record<string, string>]>([
    ['lax, one site', publicUrl],
    ['lax, the API’s address unknown', {}],
    [
      'lax, an address for the emulators',
      { PUBLIC_URL: 'http://127.0.0.1:8000', CORS_ALLOWED_ORIGINS: 'http://localhost:5173' },
    ],
    ['none, two sites', { ...railway, ...webOnRailway, ...none }],
    ['lax, a given address beside Railway’s', { ...railway, ...publicUrl }],
  ])('none where they can: %s', ([, change]) => {
    const read = readConfig({ ...good, ...change });
    expect(read.ok && read.config.warnings).toEqual([]);
  });
});

test('the process exits with 1, names every variable, and prints no value', () => {
  const secret = 'short-but-secret';
  const { status, stderr, stdout } = spawnSync(process.execPath, ['src/server.ts'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { SECRET_KEY: secret, DATABASE_URL: 'postgres://u:hunter2@h/d', NODE_ENV: 'production' },
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  const named = ['SECRET_KEY', 'TELEGRAM_BOT_SECRET', 'CORS_ALLOWED_ORIGINS'];
  expect(stderr.match(/^ {2}[A-Z_]+ \(service api\)/gm)).toEqual(named.map((name) => `  ${name} (service api)`));
  expect(stderr.match(/^ {2}[A-Z_]+ \(api xizmati\)/gm)).toEqual(named.map((name) => `  ${name} (api xizmati)`));
  expect(stderr + stdout).not.toContain(secret);
  expect(stderr + stdout).not.toContain('hunter2');
});

test('an optional variable that is empty is not set', () => {
  const empty = { REDIS_URL: '', FERNET_KEY: ' ', SMS_PROVIDER: '', ESKIZ_EMAIL: '', PORT: '', TRUSTED_PROXIES: '' };
  const read = readConfig({ ...good, ...empty });
  expect(read.ok && read.config).toEqual(readConfigOf(good));
});

test.for<[string, string]>([
  ['postgresql:///raqam?host=/run/postgresql', 'postgresql:///raqam?host=/run/postgresql'],
  ['postgresql://raqam@/raqam?host=/run/postgresql', 'postgresql://raqam@localhost/raqam?host=/run/postgresql'],
  ['postgresql://raqam@%2Frun%2Fpostgresql/raqam', 'postgresql://raqam@%2Frun%2Fpostgresql/raqam'],
  ['postgres://u:%40%2F@db/app?sslmode=no-verify', 'postgres://u:%40%2F@db/app?sslmode=no-verify'],
  ['postgres://u:p,w@db/app?pgbouncer=true', 'postgres://u:p,w@db/app?pgbouncer=true'],
  ['postgres://u@%2Frun%2Fpg/app?sslmode=require', 'postgres://u@%2Frun%2Fpg/app?sslmode=disable'], // as libpq does
])('the database %s', ([url, databaseUrl]) => {
  expect(readConfigOf({ ...good, DATABASE_URL: url })).toMatchObject({ databaseUrl });
});

test.for(['require', 'prefer', 'allow'])('sslmode=%s checks nothing: a warning', (mode) => {
  expect(readConfigOf({ ...good, DATABASE_URL: `postgres://u@db/app?sslmode=${mode}` })).toMatchObject({
    warnings: [
      {
        en: expect.stringMatching(/DATABASE_URL .*verify-full/),
        uz: expect.stringMatching(/DATABASE_URL.*verify-full/),
      },
    ],
  });
});

test.for(['no-verify', 'disable', 'verify-full'])('sslmode=%s is without a warning', (mode) => {
  const databaseUrl = `postgres://u@db/app?sslmode=${mode}`;
  expect(readConfigOf({ ...good, DATABASE_URL: databaseUrl })).toMatchObject({ databaseUrl, warnings: [] });
});

test('events are kept for 180 days, or as many as EVENTS_KEEP_DAYS says', () => {
  expect(readConfigOf(good)).toMatchObject({ eventsKeepDays: 180 });
  expect(readConfigOf({ ...good, EVENTS_KEEP_DAYS: '400' })).toMatchObject({ eventsKeepDays: 400 });
});

test('the pool has 20 connections, or as many as DATABASE_POOL_MAX says', () => {
  expect(readConfigOf(good)).toMatchObject({ databasePoolMax: 20 });
  expect(readConfigOf({ ...good, DATABASE_POOL_MAX: '40' })).toMatchObject({ databasePoolMax: 40 });
});

function readConfigOf(environment: Record<string, string>) {
  const read = readConfig(environment);
  return read.ok && read.config;
}

test.for([
  ['my_shop_bot', 'https://t.me/my_shop_bot'],
  ['@my_shop_bot', 'https://t.me/my_shop_bot'],
  ['http://localhost:8081/?bot=raqam_bot', 'http://localhost:8081/?bot=raqam_bot'],
])('TELEGRAM_BOT_USERNAME %s opens %s', ([given, url]) => {
  const read = readConfig({ ...good, TELEGRAM_BOT_USERNAME: given });
  expect(read.ok && read.config.botUrl).toBe(url);
});
