import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { botEnvironment } from '@raqam/dev/development-environment';
import { chooseFreePorts } from '@raqam/dev/ports';
import { startService } from '@raqam/dev/service';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, type TestContext, test } from 'vitest';
import { passADay } from './support/database.ts';
import { type Diagnosis, runDoctor } from './support/doctor.ts';
import { addBotAccount, type BotAccount, type Process, startApi, startBot, telegramOf } from './support/processes.ts';
import { buildSite } from './support/site.ts';

// The recommended deployment: Caddy with the repository's Caddyfile serves the site and proxies /api.
const root = fileURLToPath(new URL('../../..', import.meta.url));
const hasCaddy = spawnSync('caddy', ['version']).status === 0;
let directory: string;
let port: number;
let account: BotAccount;
let api: Process;
let bot: Process;

beforeEach(({ skip }) => {
  if (!hasCaddy && inject('isCi')) throw new Error('These tests need Caddy: apt-get install caddy');
  skip(!hasCaddy, 'These tests need Caddy: apt-get install caddy');
});
beforeAll(async () => {
  port = (await chooseFreePorts()).web;
  const webUrl = `http://localhost:${port}`;
  account = await addBotAccount();
  directory = await buildSite({ VITE_API_BASE_URL: '/api/v1', VITE_TELEGRAM_BOT_USERNAME: account.username });
  api = await startApi({
    CORS_ALLOWED_ORIGINS: webUrl,
    TRUSTED_PROXIES: '127.0.0.0/8',
    ...telegramOf(account),
  });
  bot = await startBot(account, { WEBSITE_URL: api.url, REGISTER_URL: `${webUrl}/register` });
});
afterAll(async () => {
  await bot?.stop();
  await api?.stop();
  await rm(directory, { recursive: true });
});
afterEach(() => passADay());

/** Serves the site with these variables of the web service, and examines it by its URL alone. */
async function examine(
  environment: Record<string, string>,
  webPort: number,
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
): Promise<Diagnosis> {
  const { PATH = '', HOME = '' } = inject('programs');
  const caddy = startService({
    name: 'web',
    command: 'caddy',
    args: ['run'],
    cwd: root,
    env: { PATH, HOME, WEB_ROOT: directory, HOST: '127.0.0.1', PORT: String(webPort), ...environment },
    readyUrl: `http://127.0.0.1:${webPort}/register`,
    print: () => {},
  });
  onTestFinished(async () => void (await caddy.stop()));
  await caddy.ready();
  const webUrl = `http://localhost:${webPort}`;
  const { BOT_SECRET_KEY = '' } = botEnvironment(inject('ports'));
  return runDoctor(['--api', webUrl, '--web', webUrl, '--bot', bot.url], {
    BOT_TOKEN: account.token,
    BOT_SECRET_KEY,
    TELEGRAM_API_ROOT: inject('urls').stack,
  });
}

test('a correct deployment passes every check', async (context) => {
  // The doctor is no front of the web server, so it cannot name another client.
  const diagnosis = await examine({ API_UPSTREAM: api.url, EDGE_NETWORKS: '192.0.2.0/24' }, port, context);
  for (const mark of ['failed', 'warning', 'skipped'] as const) expect(diagnosis.marked(mark), mark).toEqual([]);
});

const wrongUpstreams: [string, () => string | undefined, RegExp][] = [
  ['missing', () => undefined, /^API_UPSTREAM of the web service: the URL of the api as the web server reaches it/],
  ['a port where nothing listens', () => 'http://127.0.0.1:9', /^API_UPSTREAM of the web service: check scheme/],
  ['https, which the API does not speak', () => api.url.replace('http:', 'https:'), /^API_UPSTREAM of the web service/],
  ['without its port', () => '127.0.0.1', /^API_UPSTREAM of the web service/],
  ['the address of IPv6, where the API has IPv4', () => api.url.replace('127.0.0.1', '[::1]'), /^API_UPSTREAM of the/],
  ['another service', () => inject('urls').stack, /^API_UPSTREAM of the web service: http, host and port of the api/],
];

// Concurrent, because Caddy tries for 10 s to reach a wrong upstream.
test.concurrent.for(wrongUpstreams)('API_UPSTREAM is wrong: %s', async ([, upstream, fix], context) => {
  const url = upstream();
  const { web } = await chooseFreePorts();
  const diagnosis = await examine(url === undefined ? {} : { API_UPSTREAM: url }, web, context);
  expect(diagnosis.of('api-health').mark).toBe('failed');
  expect(diagnosis.of('api-health').fix).toMatch(fix);
  expect(diagnosis.of('web-app').mark).toBe('ok');
});
