import { migrate } from '@raqam/api/database/migrate';
import { chooseFreePorts } from '@raqam/dev/ports';
import { beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import type { CheckName } from '../src/check.ts';
import { createDatabase, query } from './support/database.ts';
import { useDeployment } from './support/deployment.ts';
import { runDoctor, startDoctor } from './support/doctor.ts';
import { type Exchange, type Fault, type Reply, rewriteJson } from './support/door.ts';
import { addBotAccount, handset, type Process, startApi, startBot } from './support/processes.ts';

const deployment = useDeployment();
const MINUTE = 60_000;

test('a correct deployment passes every check', async () => {
  const diagnosis = await deployment.examine();
  for (const mark of ['failed', 'warning', 'skipped'] as const) expect(diagnosis.marked(mark), mark).toEqual([]);
  expect(diagnosis.exitCode).toBe(0);
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

/** Changes fields in a service's own report. */
function reportByApi(report: object): void {
  deployment.api.fault = rewriteJson('/readyz', (readiness) => ({ ...readiness, ...report }));
}
function reportByBot(report: object): void {
  deployment.bot.fault = rewriteJson('/readyz', (readiness) => ({ ...readiness, ...report }));
}

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

describe('wrong arguments and variables', () => {
  test('another bot secret than the API’s', async () => {
    const diagnosis = await deployment.examine({
      environment: { BOT_SECRET_KEY: 'another-secret-than-the-one-of-the-api' },
    });
    expect(diagnosis.marked('failed')).toEqual(['bot-secret']);
    expect(diagnosis.of('bot-secret').fix).toMatch(/^BOT_SECRET_KEY of the bot and TELEGRAM_BOT_SECRET of the api/);
  });

  test('a bot secret that is none of the API’s, where both are known: it is not even sent', async () => {
    deployment.api.log.length = 0;
    const diagnosis = await deployment.examine({
      environment: { TELEGRAM_BOT_SECRET: 'the-first-secret-of-the-api-000000,the-second-secret-of-the-api-0000' },
    });
    expect(diagnosis.marked('failed')).toEqual(['bot-secret']);
    expect(deployment.api.log.filter(({ path }) => path.includes('/otp/'))).toEqual([]);
  });

  test('one secret of two, while one replaces the other, is right', async () => {
    const { BOT_SECRET_KEY = '' } = deployment.environment;
    const diagnosis = await deployment.examine({
      environment: { TELEGRAM_BOT_SECRET: `the-next-secret-of-the-api-0000000, ${BOT_SECRET_KEY}` },
    });
    expect(diagnosis.marked('failed')).toEqual([]);
  });

  test('--api and --web exchanged', async () => {
    const { api, web } = deployment;
    const diagnosis = await deployment.examine({ args: ['--api', web.url, '--web', api.url] });
    expect(diagnosis.marked('failed')).toEqual(['api-health', 'web-app']);
    for (const name of ['api-health', 'web-app'] as const) {
      expect(diagnosis.of(name).fix).toMatch(/^Swap --api and --web/);
    }
  });

  test('a URL of the API where nothing listens', async () => {
    const { api: port } = await chooseFreePorts();
    const diagnosis = await deployment.examine({ args: ['--api', `http://localhost:${port}`] });
    expect(diagnosis.marked('failed')).toEqual(['api-health']);
    expect(diagnosis.of('api-health').seen).toMatch(/nothing listens/);
  });

  test('a host that does not exist', async () => {
    const diagnosis = await deployment.examine({ args: ['--api', 'https://raqam-doctor.invalid'] });
    expect(diagnosis.marked('failed')).toEqual(['api-address', 'api-health']);
    expect(diagnosis.of('api-address').seen).toMatch(/no such host|connection broke|no answer/);
  });

  test('a bot that can’t be reached', async () => {
    const { bot: port } = await chooseFreePorts();
    const { api, web } = deployment;
    const diagnosis = await deployment.examine({
      args: ['--api', api.url, '--web', web.url, '--bot', `http://localhost:${port}`],
    });
    expect(diagnosis.marked('failed')).toEqual(['bot-ready']);
    expect(diagnosis.of('bot-ready').fix).toMatch(/^Start the bot service/);
  });

  test('a URL of the bot where the API answers', async () => {
    const { api, web } = deployment;
    const diagnosis = await deployment.examine({ args: ['--api', api.url, '--web', web.url, '--bot', api.url] });
    expect(diagnosis.marked('failed')).toEqual(['bot-ready']);
    expect(diagnosis.of('bot-ready').seen).toMatch(/something else answers there, not the bot/);
  });

  test.for([
    ['a token that Telegram refuses', '2999999999:token-that-was-revoked-long-ago'],
    ['a token that is none', 'token-with-a-word-of-its-own'],
  ])('%s', async ([, token = '']) => {
    const diagnosis = await deployment.examine({ environment: { BOT_TOKEN: token } });
    expect(diagnosis.marked('failed')).toEqual(['telegram-token']);
    expect(diagnosis.of('telegram-token').fix).toMatch(
      /^BOT_TOKEN of the bot: get the token of this bot from @BotFather/,
    );
  });

  test.for(['http://telegram.example.uz', 'http://198.51.100.7'])('the token is not sent to %s', async (root) => {
    const diagnosis = await deployment.examine({ environment: { TELEGRAM_API_ROOT: root } });
    expect(diagnosis.marked('failed')).toEqual(['telegram-token']);
    expect(diagnosis.of('telegram-token').seen).toMatch(/^tokens and keys are not sent/);
  });
});

describe('an API with other variables', () => {
  const start = async (environment: Record<string, string>): Promise<Process> => {
    const api = await startApi({ ...deployment.apiEnvironment, ...environment });
    const { target } = deployment.api;
    deployment.api.target = api.url;
    onTestFinished(async () => {
      deployment.api.target = target;
      await api.stop();
    });
    return api;
  };

  test('its database lacks the last migration', async () => {
    const { name, url } = await createDatabase();
    await migrate(url);
    await query(`DELETE FROM kysely_migration WHERE name = (SELECT max(name) FROM kysely_migration)`, name);
    await start({ DATABASE_URL: url });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['api-ready']);
    expect(diagnosis.of('api-ready').fix).toMatch(/pnpm db:migrate/);
  });

  test('its database is down', async () => {
    const { postgres: port } = await chooseFreePorts();
    await start({ DATABASE_URL: `postgres://raqam:hush-hush@127.0.0.1:${port}/postgres` });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['api-ready']);
    expect(diagnosis.of('api-ready').fix).toMatch(/^DATABASE_URL of the api/);
    expect(diagnosis.output).not.toContain('hush-hush');
  });

  test('CORS_ALLOWED_ORIGINS lacks the site: its pages can’t call, and its cookies are refused', async () => {
    await start({ CORS_ALLOWED_ORIGINS: 'http://other.example.uz' });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['cors-web', 'journey']);
    const origin = new URL(deployment.web.url).origin;
    for (const name of ['cors-web', 'journey'] as const) {
      expect(diagnosis.of(name).fix).toContain(`CORS_ALLOWED_ORIGINS of the api: add ${origin}`);
    }
    expect(diagnosis.of('journey-cleanup')).toMatchObject({ mark: 'ok', seen: expect.stringContaining('deleted') });
  });

  test('its database is read-only, as a replica is', async () => {
    const { name, url } = await createDatabase();
    await migrate(url);
    await query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await start({ DATABASE_URL: url });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['api-ready']);
    expect(diagnosis.of('api-ready').fix).toMatch(/^DATABASE_URL of the api: the primary server/);
  });

  test('its database user may only read', async () => {
    const { name, url } = await createDatabase();
    await migrate(url);
    const reader = `reader_${name}`;
    await query(`CREATE ROLE ${reader} LOGIN`);
    await query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${reader}`, name);
    await start({ DATABASE_URL: Object.assign(new URL(url), { username: reader }).href });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['api-ready']);
    expect(diagnosis.of('api-ready').fix).toMatch(/a user that may write/);
  });

  test.for([
    ['Redis is unreachable', 'api-redis', /^REDIS_URL of the api/, { REDIS_URL: 'redis://127.0.0.1:9' }],
    [
      'the SMS gateway refuses the password',
      'api-sms',
      /^ESKIZ_EMAIL and ESKIZ_PASSWORD of the api/,
      { ESKIZ_PASSWORD: 'not-the-password' },
    ],
    [
      'the SMS gateway is unreachable',
      'api-sms',
      /^ESKIZ_BASE_URL of the api/,
      { ESKIZ_BASE_URL: 'http://127.0.0.1:9/eskiz' },
    ],
    [
      'FERNET_KEY is not the key that encrypted the stored data',
      'api-fernet',
      /^FERNET_KEY of the api: the earlier value/,
      { FERNET_KEY: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' },
    ],
    [
      'no API answers at API_PUBLIC_URL',
      'api-public-url',
      /^API_PUBLIC_URL of the api/,
      { API_PUBLIC_URL: 'http://127.0.0.1:9' },
    ],
  ] as const)('%s', async ([, name, fix, environment]) => {
    await start(environment);
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual([name]);
    expect(diagnosis.of(name).fix).toMatch(fix);
  });

  test('ALLOWED_HOSTS lacks its name', async () => {
    await start({ ALLOWED_HOSTS: '127.0.0.1' });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['api-health']);
    expect(diagnosis.of('api-health').fix).toMatch(/^ALLOWED_HOSTS of the api: add localhost/);
  });

  test('the site’s API has another database than the bot’s API', async () => {
    const { url } = await createDatabase();
    await migrate(url);
    const other = await startApi({ ...deployment.apiEnvironment, DATABASE_URL: url });
    onTestFinished(() => other.stop());
    const elsewhere = (path: string) => !path.includes('/otp/create/');
    deployment.api.fault = {
      before({ path }) {
        deployment.api.target = elsewhere(path) ? other.url : target;
        return undefined;
      },
    };
    const { target } = deployment.api;
    onTestFinished(() => {
      deployment.api.target = target;
    });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['journey']);
    expect(diagnosis.of('journey').fix).toMatch(/DATABASE_URL and SECRET_KEY/);
  });

  test('one of two replicas has another SECRET_KEY', async () => {
    const other = await startApi({ ...deployment.apiEnvironment, SECRET_KEY: 'the-key-of-another-replica-0000000000' });
    const { target } = deployment.api;
    onTestFinished(async () => {
      deployment.api.target = target;
      await other.stop();
    });
    let requests = 0;
    deployment.api.fault = {
      before({ path }) {
        if (path.endsWith('/auth/me/')) requests += 1; // the steps before reach the first replica
        deployment.api.target = requests > 0 && requests % 2 === 0 ? other.url : target;
        return undefined;
      },
    };
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['journey']);
    expect(diagnosis.of('journey').fix).toMatch(/SECRET_KEY of the api must be the same in all its replicas/);
    expect(diagnosis.of('journey-cleanup')).toMatchObject({ mark: 'ok', seen: expect.stringContaining('deleted') });
  });

  test('every second request reaches a replica with another SECRET_KEY: the account is still deleted', async () => {
    const other = await startApi({ ...deployment.apiEnvironment, SECRET_KEY: 'the-key-of-another-replica-0000000000' });
    const { target } = deployment.api;
    onTestFinished(async () => {
      deployment.api.target = target;
      await other.stop();
    });
    let requests = 0;
    deployment.api.fault = {
      before() {
        requests += 1;
        deployment.api.target = requests % 2 === 0 ? other.url : target;
        return undefined;
      },
    };
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toContain('journey');
    expect(diagnosis.of('journey').fix).toMatch(/SECRET_KEY/);
    expect(diagnosis.of('journey-cleanup').mark).toBe('ok');
    expect(await query(`SELECT id FROM users WHERE telegram_id > ${2 ** 51}`)).toEqual([]);
  });

  test('it believes any X-Real-IP: not more than a warning within the own network', async () => {
    await start({ TRUSTED_PROXIES: '127.0.0.1' });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual([]);
    expect(diagnosis.marked('warning')).toEqual(['client-address']);
    expect(diagnosis.of('client-address').fix).toMatch(/^TRUSTED_PROXIES of the api/);
  });
});

test('SameSite=Lax although web and API are on two sites', async () => {
  const { api, web } = deployment;
  const diagnosis = await deployment.examine({
    args: ['--api', api.url, '--web', web.url.replace('localhost', '127.0.0.1')],
  });
  expect(diagnosis.marked('failed')).toEqual(['cookies']);
  expect(diagnosis.of('cookies').fix).toMatch(/^COOKIE_SAMESITE of the api: none/);
});

describe('without keys and the bot’s URL', () => {
  test('the name of the documentation’s example is refused as the bot of the site: a stranger may own it', async () => {
    const { api, web } = deployment;
    deployment.web.fault = rewriteJson('/build.json', (build) => ({ ...build, botUsername: 'your_bot' }));
    const diagnosis = await runDoctor(['--api', api.url, '--web', web.url]);
    expect(diagnosis.marked('failed')).toEqual(['telegram-name']);
    expect(diagnosis.of('telegram-name').fix).toMatch(/^VITE_TELEGRAM_BOT_USERNAME of the web build/);
  });

  test('the running bot’s name is enough to see another bot on the site', async () => {
    const { api, web, bot } = deployment;
    deployment.web.fault = rewriteJson('/build.json', (build) => ({ ...build, botUsername: 'other_bot' }));
    const diagnosis = await runDoctor(['--api', api.url, '--web', web.url, '--bot', bot.url]);
    expect(diagnosis.marked('failed')).toEqual(['telegram-name']);
    expect(diagnosis.of('telegram-name').fix).toContain(deployment.account.username);
  });
});

describe('services of one release and different commits', () => {
  const atCommits = (commits: Record<'api' | 'web', string>) => {
    reportByApi({ version: `0.1.0+${commits.api}` });
    reportByBot({ version: '0.1.0' }); // built outside git
    deployment.web.fault = rewriteJson('/build.json', (build) => ({ ...build, version: `0.1.0+${commits.web}` }));
  };

  test('are a warning: Railway deploys only services whose files changed', async () => {
    atCommits({ api: 'aaaaaaa', web: 'bbbbbbb' });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual([]);
    expect(diagnosis.marked('warning')).toEqual(['versions']);
    expect(diagnosis.of('versions').seen).toBe('different: api 0.1.0+aaaaaaa, bot 0.1.0, web 0.1.0+bbbbbbb');
  });

  test('a build that knows no commit differs from none', async () => {
    atCommits({ api: 'aaaaaaa', web: 'aaaaaaa' });
    expect((await deployment.examine()).of('versions').mark).toBe('ok');
  });
});

test('a bot without a clear answer from the API yet is a warning, which the last lines count', async () => {
  reportByBot({ api: 'unknown' });
  const { output } = await startDoctor(deployment.args, deployment.environment).ended;
  expect(output).toMatch(/\nAll checks were made\. No problems found\.\n1 warning\.\n$/);
  const diagnosis = await deployment.examine();
  expect(diagnosis.marked('failed')).toEqual([]);
  expect(diagnosis.marked('warning')).toEqual(['bot-api']);
});

test('services of an older version do not report everything: that is skipped, not passed', async () => {
  const drop = (report: Record<string, unknown>, ...names: string[]) =>
    Object.fromEntries(Object.entries(report).filter(([name]) => !names.includes(name)));
  deployment.api.fault = rewriteJson('/readyz', (report) => drop(report, 'redis', 'sms', 'fernet', 'public_url'));
  deployment.bot.fault = rewriteJson('/readyz', (report) => drop(report, 'api', 'username'));
  const diagnosis = await deployment.examine();
  expect(diagnosis.marked('failed')).toEqual([]);
  expect(diagnosis.marked('skipped')).toEqual([
    ...['api-redis', 'api-sms', 'api-fernet', 'api-public-url'],
    ...['bot-api', 'bot-name'],
  ]);
  expect(diagnosis.exitCode).toBe(3);
});

test('a conflict of ten minutes ago, as after a redeploy, is no problem', async () => {
  const lastConflict = new Date(Date.now() - 10 * MINUTE).toISOString();
  deployment.bot.fault = rewriteJson('/readyz', (told) => ({ ...told, last_conflict: lastConflict }));
  expect((await deployment.examine()).marked('failed')).toEqual([]);
});

describe('bots with real faults', () => {
  let other: { token: string; username: string };
  beforeAll(async () => {
    other = await addBotAccount();
  });

  /** Examines a bot of its own, besides the deployment's API and site. */
  const examineBot = async (environment: Record<string, string>, given = other) => {
    const bot = await startBot(other, environment);
    onTestFinished(() => bot.stop());
    await expect
      .poll(async () => Reflect.get(Object(await (await fetch(`${bot.url}/readyz`)).json()), 'api'))
      .not.toBe('unknown');
    const { api, web } = deployment;
    deployment.web.fault = rewriteJson('/build.json', (build) => ({ ...build, botUsername: other.username }));
    return runDoctor(['--api', api.url, '--web', web.url, '--bot', bot.url], {
      ...deployment.environment,
      BOT_TOKEN: given.token,
    });
  };
  const site = () => ({ REGISTER_URL: `${deployment.web.url}/register` });

  test('the API refuses the bot’s key, though the doctor was given the right one', async () => {
    const diagnosis = await examineBot({ ...site(), BOT_SECRET_KEY: 'another-secret-than-the-one-of-the-api' });
    expect(diagnosis.marked('failed')).toEqual(['bot-api']);
    expect(diagnosis.of('bot-api').fix).toMatch(/^BOT_SECRET_KEY of the bot and TELEGRAM_BOT_SECRET of the api/);
  });

  test('WEBSITE_URL leads to a port where nothing listens', async () => {
    const { api: port } = await chooseFreePorts();
    const diagnosis = await examineBot({ ...site(), WEBSITE_URL: `http://127.0.0.1:${port}` });
    expect(diagnosis.marked('failed')).toEqual(['bot-api']);
    expect(diagnosis.of('bot-api').fix).toMatch(/^WEBSITE_URL of the bot/);
  });

  test('ALLOWED_HOSTS of the API lacks the name by which the bot calls it', async () => {
    const api = await startApi({ ...deployment.apiEnvironment, ALLOWED_HOSTS: '127.0.0.1' });
    onTestFinished(() => api.stop());
    const diagnosis = await examineBot({ ...site(), WEBSITE_URL: api.url.replace('127.0.0.1', 'localhost') });
    expect(diagnosis.marked('failed')).toEqual(['bot-api']);
    expect(diagnosis.of('bot-api').fix).toMatch(
      /^ALLOWED_HOSTS of the api: add the host name in WEBSITE_URL of the bot/,
    );
  });

  test('the bot runs with the token of another bot than the operator gives', async () => {
    const diagnosis = await examineBot(site(), deployment.account);
    expect(diagnosis.marked('failed')).toEqual(['bot-name']);
    expect(diagnosis.of('bot-name').fix).toMatch(/^BOT_TOKEN of the bot: the token of @/);
  });

  test('two of them poll', async () => {
    const bots = [await startBot(other), await startBot(other)];
    onTestFinished(async () => void (await Promise.all(bots.map((bot) => bot.stop()))));
    const url = bots[0]?.url ?? '';
    const readConflict = async () => Reflect.get(Object(await (await fetch(`${url}/readyz`)).json()), 'last_conflict');
    await expect.poll(readConflict).not.toBeNull();
    const diagnosis = await runDoctor(['--bot', url]);
    expect(diagnosis.of('bot-alone').mark).toBe('failed');
    expect(diagnosis.of('bot-alone').fix).toMatch(/^Run the bot in one place only/);
  });

  test('the webhook can’t be delivered', async () => {
    const { bot: port } = await chooseFreePorts();
    const call = async (method: string, body: object) => {
      const response = await fetch(`${inject('urls').stack}/bot${other.token}/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return Object(await response.json()).result;
    };
    await call('setWebhook', { url: `http://127.0.0.1:${port}/telegram` });
    onTestFinished(() => call('deleteWebhook', { drop_pending_updates: true }));
    await handset(`/users/1001/messages?bot=${other.username}`, { text: '/start' });
    await expect.poll(() => call('getWebhookInfo', {})).toMatchObject({ last_error_message: expect.any(String) });

    const environment = { BOT_TOKEN: other.token, TELEGRAM_API_ROOT: inject('urls').stack };
    const { api } = deployment;
    const diagnosis = await runDoctor(['--api', api.url], environment);
    expect(diagnosis.marked('failed')).toEqual(['telegram-webhook']);
    expect(diagnosis.of('telegram-webhook').seen).toMatch(/the last delivery failed 0 min ago: Connection refused/);
    expect(diagnosis.of('telegram-updates')).toMatchObject({ mark: 'warning', seen: '1 update is pending' });
  });
});
