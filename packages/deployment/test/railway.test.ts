import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeProject, type Site } from '../../../.railway/railway.ts';
import * as api from '../../../apps/api/src/env.ts';
import * as bot from '../../../apps/bot/src/env.ts';
import * as web from '../../../apps/web/check-environment.ts';
import { pageAt } from '../../../apps/web/src/app/page-at.ts';
import { resolveVariables, type Service, servicesOf } from './resolve-variables.ts';
import { startService } from './start-service.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

const smallest: Site = {
  repository: 'owner/raqam',
  branch: 'main',
  botUsername: 'raqam_bot',
  domain: undefined,
  region: 'europe-west4-drams3a',
  apiReplicas: 1,
  redis: false,
  sms: 'none',
  botWebhook: false,
};
const largest: Site = {
  ...smallest,
  domain: 'example.uz',
  apiReplicas: 2,
  redis: true,
  sms: 'eskiz',
  botWebhook: true,
};

/** Of development and tests, of other deployments, or right by default behind Railway's proxies and one origin. */
const NOT_ON_RAILWAY =
  /^(HOST|WEB_ROOT|SITE_DOMAIN|COOKIE_SAMESITE|TRUSTED_PROXIES|TELEGRAM_MINI_APP_PUBLIC_KEY|TELEGRAM_LOGIN_ISSUER|TELEGRAM_API_ROOT|VITE_TELEGRAM_BOT_URL|\w+_BASE_URL)$/;

describe.for<[string, Site]>([
  ['with the required settings only', smallest],
  ['with every option', largest],
])('a site %s', ([, site]) => {
  const services = servicesOf(site);

  test('its services accept their variables', () => {
    expect(api.readConfig(resolveVariables(services, 'api'))).toMatchObject({ ok: true, config: { warnings: [] } });
    expect(bot.readConfig(resolveVariables(services, 'bot'))).toMatchObject({ ok: true });
    expect(() => web.checkEnvironment(resolveVariables(services, 'web'))).not.toThrow();
  });

  test('no service gets a variable that it does not know', () => {
    const known: Record<string, string[]> = {
      api: Object.keys(api.variables),
      bot: Object.keys(bot.variables),
      web: [...Object.keys({ ...web.variables, ...web.serverVariables }), 'RAILPACK_SPA_OUTPUT_DIR'],
    };
    const unknown = Object.values(services).flatMap(({ name, variables = {} }) =>
      Object.keys(variables).filter((variable) => !known[name]?.includes(variable)),
    );
    expect(unknown).toEqual([]);
  });

  test('no variable that an owner may set is deleted by the next `railway config apply`', () => {
    const settable: Record<string, Record<string, unknown>> = {
      api: api.variables,
      bot: bot.variables,
      web: { ...web.variables, ...web.serverVariables },
    };
    const deleted = Object.values(services).flatMap(({ name, variables = {} }) =>
      Object.keys(settable[name] ?? {}).filter((each) => !(each in variables) && !NOT_ON_RAILWAY.test(each)),
    );
    expect(deleted).toEqual(site === largest ? [] : ['REDIS_URL', 'BOT_WEBHOOK_URL', 'BOT_WEBHOOK_SECRET']);
  });

  test('no secret is written in the file', () => {
    for (const { variables = {} } of Object.values(services)) {
      const secrets = Object.entries(variables).filter(([name]) => /SECRET|TOKEN|PASSWORD|KEY/.test(name));
      for (const [, value] of secrets) expect(['preserve', 'reference']).toContain(value.type);
    }
  });
});

const services = servicesOf(smallest);

test('Railway’s command reads the file with Node.js alone', () => {
  const script = `import(process.argv[1]).then((file) => console.log(JSON.stringify(file.describeProject(${JSON.stringify(smallest)}))))`;
  const { stdout } = spawnSync(process.execPath, ['--eval', script, path.join(ROOT, '.railway/railway.ts')]);
  const { name, resources } = JSON.parse(String(stdout));
  expect(name).toBe('raqam');
  expect(resources.map((resource: Service) => resource.address)).toEqual([
    'database.Postgres',
    'service.api',
    'service.bot',
    'service.web',
  ]);
});

test('Railway’s command refuses the file while its placeholders are there', () => {
  const script = 'import(process.argv[1]).then((file) => file.default({}))';
  const file = path.join(ROOT, '.railway/railway.ts');
  const { status, stderr } = spawnSync(process.execPath, ['--eval', script, file]);
  expect(status).not.toBe(0);
  expect(String(stderr)).toContain('repository is still “your-account/raqam”');
});

test.for<[string, Partial<Site>, RegExp]>([
  ['the placeholder of the repository', { repository: 'your-account/raqam' }, /repository/],
  ['the placeholder of the bot', { botUsername: 'your_bot' }, /botUsername/],
  ['two replicas without Redis', { apiReplicas: 2 }, /redis: true/],
])('%s is refused', ([, change, message]) => {
  expect(() => describeProject({ ...smallest, ...change })).toThrow(message);
});

test('api, bot and databases are in one region', () => {
  const { resources = [] } = describeProject(largest);
  for (const resource of resources.flat()) expect(JSON.stringify(resource), resource.name).toContain(largest.region);
});

test('Node.js itself is started, so that SIGTERM reaches it, with files that are there', () => {
  const commands = Object.values(services).flatMap(({ deploy }) => [
    ...(deploy?.preDeployCommand ?? []),
    ...(deploy?.startCommand ? [deploy.startCommand] : []), // web has none: Caddy serves it
  ]);
  expect(commands).toHaveLength(3);
  for (const command of commands) {
    const [, file = ''] = /^node(?: --\S+=\S+)* (\S+\.ts)$/.exec(command) ?? [];
    expect(file, command).not.toBe('');
    expect(existsSync(path.join(ROOT, file))).toBe(true);
  }
});

test.for(['api', 'bot'])('the health check of the %s is a route of it', async (name) => {
  const { startCommand, healthcheckPath } = services[name]?.deploy ?? {};
  const command = (startCommand ?? '').split(' ').slice(1);
  const origin = await startService(command, ROOT, resolveVariables(services, name));
  // Without a database and Telegram it is not ready.
  expect((await fetch(origin + healthcheckPath)).status).toBe(503);
});

test('the health check of the site is a page of it', () => {
  expect(pageAt(services['web']?.deploy?.healthcheckPath ?? '')).not.toBe('not-found');
});

test('two bots never overlap', () => {
  expect(services['bot']?.deploy).toMatchObject({
    multiRegionConfig: { [smallest.region]: { numReplicas: 1 } },
    overlapSeconds: 0,
  });
});

test.for<[string, string[]]>([
  ['apps/api/src/server.ts', ['api']],
  ['apps/bot/src/main.ts', ['bot']],
  ['apps/web/src/main.tsx', ['web']],
  ['Caddyfile', ['web']],
  ['packages/shared/src/phone.ts', ['api', 'bot', 'web']],
  ['packages/service/src/environment.ts', ['api', 'bot', 'web']],
  ['pnpm-lock.yaml', ['api', 'bot', 'web']],
  ['pnpm-workspace.yaml', ['api', 'bot', 'web']],
  ['package.json', ['api', 'bot', 'web']],
  ['README.md', []],
  ['packages/local-stack/src/server.ts', []],
])('a change of %s deploys %j', ([file, deployed]) => {
  expect(existsSync(path.join(ROOT, file))).toBe(true);
  const watching = Object.values(services).filter(({ build }) =>
    build?.watchPatterns?.some((pattern) => path.matchesGlob(`/${file}`, pattern)),
  );
  expect(watching.map(({ name }) => name)).toEqual(deployed);
});

test('the packages that a service depends on are watched', () => {
  for (const { name, build } of Object.values(services)) {
    const { dependencies } = JSON.parse(readFileSync(path.join(ROOT, 'apps', name, 'package.json'), 'utf8'));
    const ours = Object.keys(dependencies).filter((dependency) => dependency.startsWith('@raqam/'));
    const patterns = ours.map((dependency) => `/packages/${dependency.slice('@raqam/'.length)}/**`);
    expect(build?.watchPatterns).toEqual(expect.arrayContaining(patterns));
  }
});
