import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@raqam/api/database/migrate';
import { chooseFreePorts, type Ports } from '@raqam/dev/ports';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { makeCertificate } from './support/certificate.ts';
import { addAdministrator, createDatabase, passADay } from './support/database.ts';
import { useDeployment } from './support/deployment.ts';
import { type Diagnosis, runDoctor } from './support/doctor.ts';
import { type Door, type Fault, openDoor } from './support/door.ts';
import { type Process, startApi, telegramOf } from './support/processes.ts';

// The deployment behind https and public names, which the tests' DNS resolves to this machine. With an https origin the
// API refuses the development values, so it has keys and a database of its own.
const deployment = useDeployment();
const DAY = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * DAY);

/** The IP of a carrier's customer, which the edge tells the API, as Railway's does. */
const CUSTOMER = '203.0.113.7';
/** One of Cloudflare's. */
const CLOUDFLARE = '172.70.1.2';

const BOT_SECRET_KEY = randomBytes(32).toString('hex');
const FERNET_KEY = randomBytes(32).toString('base64').replaceAll('+', '-').replaceAll('/', '_');

const good = makeCertificate(['*.example.uz', '*.up.railway.app'], inDays(90));
let directory: string;
let ports: Ports;
let database: Awaited<ReturnType<typeof createDatabase>>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'raqam-doctor-'));
  await writeFile(join(directory, 'ca.pem'), good.cert);
});
beforeAll(async () => {
  ports = await chooseFreePorts();
  database = await createDatabase();
  await migrate(database.url);
  await addAdministrator(database.url);
});
afterAll(() => rm(directory, { recursive: true }));
afterEach(() => passADay(database.name));

/** An API of a deployment. */
function startHttpsApi(environment: Record<string, string>): Promise<Process> {
  return startApi({
    DATABASE_URL: database.url,
    SECRET_KEY: randomBytes(32).toString('hex'),
    TELEGRAM_BOT_SECRET: BOT_SECRET_KEY,
    FERNET_KEY,
    SMS_PROVIDER: 'none',
    SMS_FALLBACK_PROVIDER: 'none',
    ESKIZ_PASSWORD: 'none',
    PLAYMOBILE_PASSWORD: 'none',
    PLAYMOBILE_REPORT_SECRET: '',
    GATEWAY_TOKEN: '',
    TELEGRAM_LOGIN_CLIENT_ID: '',
    TELEGRAM_LOGIN_CLIENT_SECRET: '',
    TELEGRAM_LOGIN_ISSUER: '',
    ...telegramOf(deployment.account),
    TELEGRAM_MINI_APP_PUBLIC_KEY: '',
    ...environment,
  });
}

interface Plan {
  /** Host names. */
  api?: string;
  web?: string;
  /** Variables of the API. */
  environment?: Record<string, string>;
  /** Values of /build.json. */
  build?: object;
  certificate?: { key: string; cert: string };
  /** Headers of the edge with the client's IP. */
  realIp?: string | undefined;
  /** Headers that a CDN adds to answers. */
  cdnHeaders?: Record<string, string>;
  webFault?: Fault;
}

/** Puts it behind https, examines it, and stops it. */
async function examine(plan: Plan, args: string[] = []): Promise<Diagnosis & { doors: { api: Door; web: Door } }> {
  const { api = 'api.example.uz', web = 'site.example.uz', certificate = good } = plan;
  const webOrigin = `https://${web}:${ports.web}`;
  const apiOrigin = `https://${api}:${ports.api}`;
  const process = await startHttpsApi({
    CORS_ALLOWED_ORIGINS: webOrigin,
    TRUSTED_PROXIES: '127.0.0.1',
    ...plan.environment,
  });
  const doors = {
    api: await openDoor(ports.api, process.url, { host: api, ...certificate }),
    web: await openDoor(ports.web, deployment.web.url, { host: web, ...certificate }),
  };
  onTestFinished(async () => {
    await doors.api.close();
    await doors.web.close();
    await process.stop();
  });
  const { realIp } = { realIp: CUSTOMER, ...plan };
  doors.api.fault = {
    before({ requestHeaders }) {
      if (realIp !== undefined) requestHeaders['x-real-ip'] = realIp;
      return undefined;
    },
    after: (reply) => ({ ...reply, headers: { ...reply.headers, ...plan.cdnHeaders } }),
  };
  doors.web.fault = plan.webFault ?? {
    after: (reply, { path }) =>
      path === '/build.json'
        ? {
            ...reply,
            body: JSON.stringify({ ...JSON.parse(reply.body), apiBaseUrl: `${apiOrigin}/api/v1`, ...plan.build }),
          }
        : undefined,
  };
  const diagnosis = await runDoctor(args.length > 0 ? args : ['--api', apiOrigin, '--web', webOrigin], {
    ...deployment.environment,
    BOT_SECRET_KEY,
    NODE_EXTRA_CA_CERTS: join(directory, 'ca.pem'),
  });
  return { ...diagnosis, doors };
}

test('a deployment on one site passes', async () => {
  const diagnosis = await examine({});
  expect(diagnosis.marked('failed')).toEqual([]);
  expect(diagnosis.marked('warning')).toEqual([]);
  expect(diagnosis.of('api-address').seen).toBe('https, certificate valid for 89 days');
  expect(diagnosis.of('cookies').seen).toBe('SameSite=Lax, one site');
  expect(diagnosis.of('client-address').seen).toContain(CUSTOMER);
});

describe('on up.railway.app api and web are two sites', () => {
  const hosts = { api: 'raqam-api.up.railway.app', web: 'raqam-web.up.railway.app' };

  test('SameSite=Lax does not travel', async () => {
    const diagnosis = await examine(hosts);
    expect(diagnosis.marked('failed')).toEqual(['cookies']);
    expect(diagnosis.of('cookies').fix).toMatch(/^COOKIE_SAMESITE of the api: none/);
  });

  test('SameSite=None does', async () => {
    const diagnosis = await examine({ ...hosts, environment: { COOKIE_SAMESITE: 'none' } });
    expect(diagnosis.marked('failed')).toEqual([]);
    expect(diagnosis.of('cookies').seen).toMatch(/^SameSite=None, partitioned/);
  });
});

test('SameSite=None on one site is a warning', async () => {
  const diagnosis = await examine({ environment: { COOKIE_SAMESITE: 'none' } });
  expect(diagnosis.marked('failed')).toEqual([]);
  expect(diagnosis.marked('warning')).toEqual(['cookies']);
});

test.for([
  ['VITE_API_BASE_URL', { apiBaseUrl: 'http://localhost:8000/api/v1' }],
  ['VITE_TELEGRAM_BOT_URL', { botUrl: 'http://localhost:8081/?bot=raqam_bot' }],
] as const)('a deployed build with localhost in %s', async ([variable, build]) => {
  const diagnosis = await examine({ build });
  expect(diagnosis.marked('failed')).toEqual(['web-api']);
  expect(diagnosis.of('web-api').fix).toMatch(new RegExp(`^${variable} of the web build: the public URL`));
});

test('the development server is deployed', async () => {
  const diagnosis = await examine({ build: { mode: 'development' } });
  expect(diagnosis.marked('failed')).toEqual(['web-app']);
  expect(diagnosis.of('web-app').fix).toMatch(/^Build the web service/);
});

test('a private API behind the web server’s proxy passes', async () => {
  const webOrigin = `https://site.example.uz:${ports.web}`;
  const proxied: Fault = {
    before({ path, requestHeaders }) {
      requestHeaders['x-real-ip'] = CUSTOMER;
      door.target = path.startsWith('/api/') ? apiUrl : deployment.web.url;
      return undefined;
    },
    after: (reply, { path }) =>
      path === '/build.json'
        ? { ...reply, body: JSON.stringify({ ...JSON.parse(reply.body), apiBaseUrl: '/api/v1' }) }
        : undefined,
  };
  const api = await startHttpsApi({ CORS_ALLOWED_ORIGINS: webOrigin, TRUSTED_PROXIES: '127.0.0.1' });
  const apiUrl = api.url;
  const door = await openDoor(ports.web, deployment.web.url, { host: 'site.example.uz', ...good });
  door.fault = proxied;
  onTestFinished(async () => {
    await door.close();
    await api.stop();
  });
  const diagnosis = await runDoctor(['--api', webOrigin, '--web', webOrigin], {
    ...deployment.environment,
    BOT_SECRET_KEY,
    NODE_EXTRA_CA_CERTS: join(directory, 'ca.pem'),
  });
  expect(diagnosis.marked('failed')).toEqual([]);
  expect(diagnosis.of('web-api').seen).toMatch(/^calls \/api\/v1 of its own host/);
  expect(diagnosis.of('api-ready').mark).toBe('ok');
});

describe('the client’s IP', () => {
  test('an API that does not trust its edge counts all people as one', async () => {
    const diagnosis = await examine({ environment: { TRUSTED_PROXIES: '10.0.0.0/8' } });
    expect(diagnosis.marked('failed')).toEqual(['client-address']);
    expect(diagnosis.of('client-address').fix).toMatch(/^TRUSTED_PROXIES of the api: the network of the proxy/);
  });

  describe('behind a CDN', () => {
    const cloudflare = { 'cf-ray': '8d1f2a3b4c5d6e7f-TAS', server: 'cloudflare' };

    test('whose IP the API sees, all people share one budget', async () => {
      const diagnosis = await examine({ realIp: CLOUDFLARE, cdnHeaders: cloudflare });
      expect(diagnosis.marked('failed')).toEqual(['client-address']);
      expect(diagnosis.of('client-address').seen).toContain(`${CLOUDFLARE}, an IP of Cloudflare`);
      expect(diagnosis.of('client-address').fix).toMatch(
        /^CDN_NETWORKS of the web service: .*TRUSTED_PROXIES of the api/,
      );
    });

    test('that forwards the client’s IP, the check passes', async () => {
      const diagnosis = await examine({ cdnHeaders: cloudflare });
      expect(diagnosis.of('client-address').mark).toBe('ok');
    });

    test('with unknown IPs the operator is asked to compare', async () => {
      const diagnosis = await examine({ cdnHeaders: { 'x-amz-cf-id': 'abc' } });
      expect(diagnosis.marked('failed')).toEqual([]);
      expect(diagnosis.of('client-address')).toMatchObject({
        mark: 'warning',
        seen: expect.stringContaining(`behind CloudFront, and the API sees this machine as ${CUSTOMER}`),
      });
    });
  });

  test('an edge that lets X-Real-IP through lets everybody evade the limits', async () => {
    const diagnosis = await examine({ realIp: undefined });
    expect(diagnosis.marked('failed')).toEqual(['client-address']);
    expect(diagnosis.of('client-address').fix).toMatch(/must overwrite X-Real-IP/);
  });
});

test('a site without HSTS is a warning', async () => {
  const diagnosis = await examine({
    webFault: {
      after: (reply, { path }) => {
        const { 'strict-transport-security': _hsts, ...headers } = reply.headers;
        const build = path === '/build.json' && {
          ...JSON.parse(reply.body),
          apiBaseUrl: `https://api.example.uz:${ports.api}`,
        };
        return { ...reply, headers, ...(build && { body: JSON.stringify(build) }) };
      },
    },
  });
  expect(diagnosis.marked('failed')).toEqual([]);
  expect(diagnosis.marked('warning')).toEqual(['web-security']);
});

describe('certificates', () => {
  test.for([
    ['expired', ['*.example.uz'], -1, /CERT_HAS_EXPIRED/],
    ['of a stranger', ['*.example.uz'], 90, /DEPTH_ZERO_SELF_SIGNED_CERT/],
  ] as const)('%s', async ([, hosts, days, reason]) => {
    const diagnosis = await examine({ certificate: makeCertificate(hosts, inDays(days)) });
    expect(diagnosis.marked('failed')).toEqual(['api-address', 'api-health', 'web-address', 'web-app']);
    for (const name of ['api-address', 'web-address'] as const) expect(diagnosis.of(name).seen).toMatch(reason);
  });

  test('for another name', async () => {
    const certificate = makeCertificate(['other.example.uz'], inDays(90));
    await writeFile(join(directory, 'ca.pem'), certificate.cert);
    onTestFinished(() => writeFile(join(directory, 'ca.pem'), good.cert));
    const diagnosis = await examine({ certificate });
    expect(diagnosis.of('api-address').seen).toMatch(/ERR_TLS_CERT_ALTNAME_INVALID/);
  });

  test('with few days left', async () => {
    const certificate = makeCertificate(['*.example.uz'], inDays(5.5));
    await writeFile(join(directory, 'ca.pem'), certificate.cert);
    onTestFinished(() => writeFile(join(directory, 'ca.pem'), good.cert));
    const diagnosis = await examine({ certificate });
    expect(diagnosis.marked('failed')).toEqual([]);
    expect(diagnosis.of('api-address')).toMatchObject({ mark: 'warning', seen: expect.stringContaining('5 days') });
  });
});

describe('plain http to a public host', () => {
  test('the secret and the tokens are not sent, though the name leads to this machine', async () => {
    const door = await openDoor(ports.api, deployment.api.target);
    onTestFinished(() => door.close());
    const origin = `http://api.example.uz:${ports.api}`;
    const diagnosis = await runDoctor(['--api', origin], { ...deployment.environment, TELEGRAM_API_ROOT: origin });
    expect(diagnosis.marked('failed')).toEqual(['api-address', 'bot-secret', 'telegram-token']);
    expect(diagnosis.of('journey').mark).toBe('skipped');
    expect(diagnosis.of('bot-secret').fix).toBe('Give --api by https.');
    expect(door.log.length).toBeGreaterThan(0);
    const { BOT_SECRET_KEY = '', BOT_TOKEN = '' } = deployment.environment;
    const everything = JSON.stringify(door.log);
    expect(everything).not.toContain(BOT_SECRET_KEY);
    expect(everything).not.toContain(BOT_TOKEN);
    expect(everything).not.toContain('/otp/create/');
  });

  test('tokens are not sent through a site without https, though its API has it', async () => {
    const api = await openDoor(ports.api, deployment.api.target, { host: 'api.example.uz', ...good });
    const site = await openDoor(ports.web, deployment.web.url);
    onTestFinished(async () => {
      await api.close();
      await site.close();
    });
    site.fault = {
      before({ path }) {
        site.target = path.startsWith('/api/') ? deployment.api.target : deployment.web.url;
        return undefined;
      },
      after: (reply, { path }) =>
        path === '/build.json'
          ? { ...reply, body: JSON.stringify({ ...JSON.parse(reply.body), apiBaseUrl: '/api/v1' }) }
          : undefined,
    };
    const web = `http://site.example.uz:${ports.web}`;
    const diagnosis = await runDoctor(['--api', `https://api.example.uz:${ports.api}`, '--web', web], {
      ...deployment.environment,
      NODE_EXTRA_CA_CERTS: join(directory, 'ca.pem'),
    });
    expect(diagnosis.of('web-address').mark).toBe('failed');
    expect(diagnosis.of('bot-secret').mark).toBe('ok');
    expect(diagnosis.of('journey')).toMatchObject({ mark: 'skipped', seen: expect.stringContaining('plain http') });
    expect(
      api.log.filter(({ path }) => path.includes('/register/telegram/')).map(({ method }) => method),
    ).not.toContain('POST');
  });

  test('no redirect from https to http is followed', async () => {
    const plain = await openDoor(ports.stack, deployment.api.target);
    const door = await openDoor(ports.api, deployment.api.target, { host: 'api.example.uz', ...good });
    onTestFinished(async () => {
      await door.close();
      await plain.close();
    });
    door.fault = {
      before: ({ method, path }) =>
        method === 'POST'
          ? { status: 307, headers: { location: `http://api.example.uz:${ports.stack}${path}` }, body: '' }
          : undefined,
    };
    const diagnosis = await runDoctor(['--api', `https://api.example.uz:${ports.api}`], {
      ...deployment.environment,
      NODE_EXTRA_CA_CERTS: join(directory, 'ca.pem'),
    });
    expect(diagnosis.of('bot-secret')).toMatchObject({
      mark: 'failed',
      seen: expect.stringContaining('redirects to http://'),
    });
    expect(plain.log).toEqual([]);
  });
});
