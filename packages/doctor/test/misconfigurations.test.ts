import { expect, inject, onTestFinished, test } from 'vitest';
import type { CheckName } from '../src/check.ts';
import { query } from './support/database.ts';
import { useDeployment } from './support/deployment.ts';
import { type Exchange, type Fault, type Reply, rewriteJson } from './support/door.ts';

const deployment = useDeployment();
const MINUTE = 60_000;

test('a correct deployment passes every check', async () => {
  const diagnosis = await deployment.examine();
  for (const mark of ['failed', 'warning', 'skipped'] as const) expect(diagnosis.marked(mark), mark).toEqual([]);
  expect(diagnosis.exitCode).toBe(0);
});

test('an API without a bot for the press, and without Mini App: a warning that names the variable', async () => {
  deployment.report('api', { bot: null, mini_app: null });
  const diagnosis = await deployment.examine();
  expect(diagnosis.marked('failed')).toEqual([]);
  expect(diagnosis.marked('warning')).toEqual(['api-bot']);
  expect(diagnosis.of('api-bot').fix).toBe(`TELEGRAM_BOT_USERNAME of the api: ${deployment.account.username}`);
});

test('Telegram Gateway reports nowhere: a warning that names the variable', async () => {
  deployment.report('api', { gateway: 'on', public_url: null });
  const diagnosis = await deployment.examine();
  expect(diagnosis.marked('failed')).toEqual([]);
  expect(diagnosis.marked('warning')).toContain('api-gateway');
  expect(diagnosis.of('api-gateway').fix).toMatch(/^PUBLIC_URL of the api/);
});

test('the second value of a secret is no longer needed: a warning that names the variable', async () => {
  deployment.report('api', { rotations: { secret_key: 'running', fernet_key: 'done' } });
  const diagnosis = await deployment.examine();
  expect(diagnosis.marked('failed')).toEqual([]);
  expect(diagnosis.marked('warning')).toEqual(['api-rotations']);
  expect(diagnosis.of('api-rotations').fix).toMatch(/^FERNET_KEY of the api: remove the second value/);
});

test.for([
  ['nobody is an administrator', 'api-admin', { admin: 'none' }, /pnpm raqam users grant/],
  ['receivers take no events', 'api-webhooks', { webhooks: { late: 12, failed: 0 } }, /webhooks resend --failed$/],
  ['deliveries have failed', 'api-webhooks', { webhooks: { late: 0, failed: 3 } }, /webhooks resend --failed$/],
  ['test numbers sign in', 'api-test-numbers', { test_numbers: 2 }, /^TEST_NUMBERS of the api/],
  ['Telegram Login is blocked', 'api-telegram-login', { telegram_login: 'unreachable' }, /oauth\.telegram\.org/],
  ['the money for SMS ends', 'api-sms-balance', { sms_balance: 'low' }, /^Top up/],
  ['the fallback has no account', 'api-sms-fallback', { sms_fallback: 'login_refused' }, /PLAYMOBILE_LOGIN/],
  [
    'the money of the fallback ends',
    'api-sms-fallback',
    { sms_fallback_balance: 'low', sms_fallback: 'ok' },
    /^Top up/,
  ],
] as const)('%s: a warning that says what to do', async ([, name, told, fix]) => {
  deployment.report('api', told);
  const diagnosis = await deployment.examine();
  expect(diagnosis.marked('failed')).toEqual([]);
  expect(diagnosis.marked('warning')).toEqual([name]);
  expect(diagnosis.of(name).fix).toMatch(fix);
});

test('the API itself tells that nobody is an administrator, and that a receiver takes no events', async () => {
  await query(`UPDATE users SET disabled_at = now() WHERE role = 'admin'`);
  onTestFinished(async () => void (await query(`UPDATE users SET disabled_at = NULL WHERE role = 'admin'`)));
  await query(`INSERT INTO webhooks (url, types) VALUES ('https://127.0.0.1:9/', '{*}')`);
  onTestFinished(async () => void (await query('DELETE FROM webhooks')));
  await query(
    `INSERT INTO webhook_deliveries (webhook_id, type, body, created_at, next_at)
     SELECT id, 'user.created', '{}', now() - interval '2 hours', now() + interval '1 hour' FROM webhooks`,
  );
  const told = async () => Reflect.get(Object(await (await fetch(`${deployment.api.url}/readyz`)).json()), 'admin');
  await expect.poll(told).toBe('none'); // its answer is reused for a few seconds
  const diagnosis = await deployment.examine();
  expect(diagnosis.marked('failed')).toEqual([]);
  expect(diagnosis.marked('warning')).toEqual(['api-admin', 'api-webhooks']);
  expect(diagnosis.of('api-webhooks').seen).toContain('more than an hour: 1');
});

test('an empty account at the SMS gateway is a problem', async () => {
  deployment.report('api', { sms_balance: 'empty' });
  expect((await deployment.examine()).marked('failed')).toEqual(['api-sms-balance']);
});

test.for([
  [
    'the earlier key is listed although nothing needs it',
    'done',
    ['api-rotations', 'api-keys'],
    /^SECRET_KEY of the api/,
  ],
  ['replicas or a cache list two keys', 'off', ['api-keys'], /the same on all replicas/],
] as const)('%s: a warning', async ([, secret_key, names, fix]) => {
  const twoKeys = rewriteJson('/.well-known/jwks.json', (said) => {
    const [key] = said['keys'] as object[]; // there is one
    return { keys: [key, { ...key, kid: 'another' }] };
  });
  const told = { public_url: null, rotations: { secret_key, fernet_key: 'off' } };
  const readiness = rewriteJson('/readyz', (said) => ({ ...said, ...told }));
  deployment.api.fault = {
    after: async (reply, exchange) => (await twoKeys.after?.(reply, exchange)) ?? readiness.after?.(reply, exchange),
  };
  const diagnosis = await deployment.examine();
  expect(diagnosis.marked('warning')).toEqual(expect.arrayContaining([...names]));
  expect(diagnosis.of('api-keys').fix).toMatch(fix);
});

test('OpenID Connect has another issuer than the public URL: a warning that names the variable', async () => {
  deployment.report('api', { public_url: inject('urls').api.replace('localhost', '127.0.0.1') });
  const diagnosis = await deployment.examine();
  expect(diagnosis.marked('warning')).toEqual(['api-openid']);
  expect(diagnosis.of('api-openid').fix).toMatch(/^PUBLIC_URL of the api/);
});

test('Telegram is asked for the bot’s name and webhook, never for updates: that would end the bot’s own poll', async () => {
  deployment.telegram.log.length = 0;
  await deployment.examine();
  const methods = deployment.telegram.log.map(({ path }) => path.split('/').at(-1));
  expect(methods).toEqual(['getMe', 'getWebhookInfo']);
  expect(await (await fetch(`${deployment.bot.url}/readyz`)).json()).toMatchObject({
    status: 'ok',
    last_conflict: null,
  });
});

/** A fault, all checks that fail for it, and the fix of the first one. */
interface Case {
  arrange(): void;
  red: CheckName[];
  fix: RegExp;
}

/** Answers a refused request for a code with the answer to the one before. */
function forgetLimits(): Fault {
  let last: Reply | undefined;
  return {
    after(reply, { path }) {
      if (!path.includes('/otp/create/')) return undefined;
      if (reply.status === 200) last = reply;
      return reply.status === 429 ? last : undefined;
    },
  };
}

const shiftDate = (ms: number): Fault => ({
  after: (reply) => ({ ...reply, headers: { ...reply.headers, date: new Date(Date.now() + ms).toUTCString() } }),
});

const setHeaders = (only: (exchange: Exchange) => boolean, headers: Record<string, string | undefined>): Fault => ({
  after: (reply, exchange) =>
    only(exchange) ? { ...reply, headers: JSON.parse(JSON.stringify({ ...reply.headers, ...headers })) } : undefined,
});

const page = (body: string): Reply => ({ status: 200, headers: { 'content-type': 'text/html' }, body });

const cases: Record<string, Case> = {
  'the web build calls another API': {
    arrange: () => {
      deployment.web.fault = rewriteJson('/build.json', (build) => ({
        ...build,
        apiBaseUrl: 'https://api.other.example.uz/api/v1',
      }));
    },
    red: ['web-api'],
    fix: /^VITE_API_BASE_URL of the web build: http:\/\/localhost:\d+\/api\/v1\./,
  },
  'the web build calls its own host, where no API is': {
    arrange: () => {
      deployment.web.fault = rewriteJson('/build.json', (build) => ({ ...build, apiBaseUrl: '/api/v1' }));
    },
    red: ['web-api'],
    fix: /^API_UPSTREAM of the web service/,
  },
  'web is not our app': {
    arrange: () => {
      deployment.web.fault = { before: () => page('<h1>Welcome to nginx!</h1>') };
    },
    red: ['web-app'],
    fix: /^Check which service the domain leads to/,
  },
  'the web server knows no paths but files': {
    arrange: () => {
      deployment.web.fault = {
        before: ({ path }) => (path.includes('/deep/') ? { ...page('Not Found'), status: 404 } : undefined),
      };
    },
    red: ['web-paths'],
    fix: /^Serve \/index\.html for every path/,
  },
  'pages are kept by browsers': {
    arrange: () => {
      deployment.web.fault = setHeaders(() => true, { 'cache-control': 'public, max-age=31536000, immutable' });
    },
    red: ['web-caching'],
    fix: /“no-cache”/,
  },
  'the Content-Security-Policy is gone': {
    arrange: () => {
      deployment.web.fault = {
        after: (reply) => ({ ...reply, body: reply.body.replaceAll(/<meta[^>]*Content-Security-Policy[^>]*>/gi, '') }),
      };
    },
    red: ['web-security'],
    fix: /^Serve apps\/web\/dist/,
  },
  'the web service is down': {
    arrange: () => {
      deployment.web.target = 'http://127.0.0.1:9';
    },
    red: ['web-app'],
    fix: /^Start the web service/,
  },
  'the API is down behind its domain': {
    arrange: () => {
      deployment.api.target = 'http://127.0.0.1:9';
    },
    red: ['api-health'],
    fix: /^Start the api service/,
  },
  'CORS is too permissive: any origin is reflected': {
    arrange: () => {
      deployment.api.fault = {
        after: (reply, { method, requestHeaders: { origin } }) =>
          method === 'OPTIONS'
            ? { ...reply, headers: { ...reply.headers, 'access-control-allow-origin': String(origin) } }
            : undefined,
      };
    },
    red: ['cors-foreign'],
    fix: /^CORS_ALLOWED_ORIGINS of the api: only the site’s own/,
  },
  'CORS is too permissive: a star': {
    arrange: () => {
      deployment.api.fault = {
        after: (reply, { method, requestHeaders: { origin } }) =>
          method === 'OPTIONS' && origin === 'null'
            ? { ...reply, headers: { ...reply.headers, 'access-control-allow-origin': '*' } }
            : undefined,
      };
    },
    red: ['cors-foreign'],
    fix: /^CORS_ALLOWED_ORIGINS of the api/,
  },
  'CORS is too permissive: any name that begins like the site’s': {
    arrange: () => {
      const { origin: ours } = new URL(deployment.web.url.replace(/:\d+$/, ''));
      deployment.api.fault = {
        after: (reply, { method, requestHeaders: { origin } }) =>
          method === 'OPTIONS' && origin?.startsWith(ours)
            ? { ...reply, headers: { ...reply.headers, 'access-control-allow-origin': origin } }
            : undefined,
      };
    },
    red: ['cors-foreign'],
    fix: /^CORS_ALLOWED_ORIGINS of the api/,
  },
  'a proxy hides where requests come from': {
    arrange: () => {
      deployment.api.fault = {
        before({ method, requestHeaders }) {
          if (method === 'POST') requestHeaders.origin = new URL(deployment.web.url).origin;
          return undefined;
        },
      };
    },
    red: ['origin-foreign'],
    fix: /let it pass unchanged\.$/,
  },
  'the webhook is set while the bot polls': {
    arrange: () => {
      deployment.telegram.fault = rewriteJson(
        `/bot${deployment.account.token}/getWebhookInfo`,
        ({ result, ...rest }) => ({
          ...rest,
          result: { ...Object(result), url: 'https://old.example.uz/secret-path' },
        }),
      );
    },
    red: ['telegram-webhook'],
    fix: /^Another program sets a webhook/,
  },
  'the bot waits for a webhook that is not set': {
    arrange: () => {
      deployment.bot.fault = rewriteJson('/readyz', (told) => ({ ...told, mode: 'webhook' }));
    },
    red: ['telegram-webhook'],
    fix: /BOT_WEBHOOK_URL/,
  },
  'another instance took the bot’s updates half a minute ago': {
    arrange: () => {
      const lastConflict = new Date(Date.now() - MINUTE / 2).toISOString();
      deployment.bot.fault = rewriteJson('/readyz', (told) => ({ ...told, last_conflict: lastConflict }));
    },
    red: ['bot-alone'],
    fix: /^Run the bot in one place only/,
  },
  'the bot sends people to another site': {
    arrange: () => {
      deployment.bot.fault = rewriteJson('/readyz', (told) => ({
        ...told,
        register_url: 'https://old.example.uz/register',
      }));
    },
    red: ['bot-register-url'],
    fix: /^REGISTER_URL of the bot: http:\/\/localhost:\d+\/register$/,
  },
  'the site’s button opens another bot': {
    arrange: () => {
      deployment.web.fault = rewriteJson('/build.json', (build) => ({ ...build, botUsername: '@other_bot' }));
    },
    red: ['telegram-name'],
    fix: /^VITE_TELEGRAM_BOT_USERNAME of the web build: test_\d+_bot/,
  },
  'Telegram is out of reach from here': {
    arrange: () => {
      deployment.telegram.fault = { before: () => ({ ...page('Blocked'), status: 403 }) };
    },
    red: ['telegram-token'],
    fix: /^Telegram is unreachable from here/,
  },
  'the API’s clock is ten minutes ahead': {
    arrange: () => {
      deployment.api.fault = shiftDate(10 * MINUTE);
    },
    red: ['clock-api', 'clock-database'],
    fix: /NTP/,
  },
  'the web server’s clock is an hour behind': {
    arrange: () => {
      deployment.web.fault = shiftDate(-60 * MINUTE);
    },
    red: ['clock-web'],
    fix: /NTP/,
  },
  'the bot was built with other phone rules': {
    arrange: () => {
      deployment.bot.fault = rewriteJson('/readyz', (told) => ({ ...told, phone_rules: '0123456789abcdef' }));
    },
    red: ['phone-rules'],
    fix: /from one commit/,
  },
  'a pooler before the database loses prepared statements': {
    arrange: () => {
      deployment.api.fault = {
        after: (reply, { path }) =>
          path === '/readyz'
            ? { ...reply, status: 503, body: '{"error":{"code":"not_ready","message":"-","reason":"pooler"}}' }
            : undefined,
      };
    },
    red: ['api-ready'],
    fix: /^DATABASE_URL of the api: add pgbouncer=true/,
  },
  'the API’s links open another bot than the running one': {
    arrange: () => deployment.report('api', { bot: 'Other_bot' }),
    red: ['api-bot'],
    fix: /^TELEGRAM_BOT_USERNAME of the api: test_\d+_bot$/,
  },
  'the API’s tokens have another issuer than its public URL': {
    arrange: () => deployment.report('api', { public_url: inject('urls').api.replace('localhost', '127.0.0.1') }),
    red: ['access-token'],
    fix: /^PUBLIC_URL of the api: the same on all replicas/,
  },
  'the API checks Mini Apps for another bot': {
    arrange: () => deployment.report('api', { mini_app: '1234567890' }),
    red: ['api-mini-app'],
    fix: /^TELEGRAM_BOT_ID of the api: 2\d{9}$/,
  },
  'the API was built with other phone rules': {
    arrange: () => {
      deployment.api.fault = rewriteJson('/readyz', (told) => ({ ...told, phone_rules: '0123456789abcdef' }));
    },
    red: ['phone-rules'],
    fix: /from one commit/,
  },
  'the rate limit is missing': {
    arrange: () => {
      deployment.api.fault = forgetLimits();
    },
    red: ['rate-limit'],
    fix: /policy\.ts/,
  },
  'web is of another release': {
    arrange: () => {
      deployment.web.fault = rewriteJson('/build.json', (build) => ({ ...build, version: '0.0.9+0123456' }));
    },
    red: ['versions'],
    fix: /from one commit/,
  },
  'a proxy takes HttpOnly from the cookies': {
    arrange: () => {
      deployment.api.fault = {
        after: (reply) => {
          const { 'set-cookie': cookies, ...headers } = reply.headers;
          const bare = cookies?.map((cookie) => cookie.replace('; HttpOnly', ''));
          return { ...reply, headers: { ...headers, ...(bare && { 'set-cookie': bare }) } };
        },
      };
    },
    red: ['cookies'],
    fix: /let Set-Cookie pass unchanged/,
  },
};

test.for(Object.entries(cases))('%s', async ([, { arrange, red, fix }]) => {
  const targets = { api: deployment.api.target, web: deployment.web.target };
  onTestFinished(() => {
    deployment.api.target = targets.api;
    deployment.web.target = targets.web;
  });
  arrange();
  const diagnosis = await deployment.examine();
  expect(diagnosis.marked('failed')).toEqual(red);
  expect(diagnosis.of(red[0] ?? 'journey').fix).toMatch(fix);
  expect(diagnosis.exitCode).toBe(1);
});
