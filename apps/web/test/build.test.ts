// @vitest-environment node
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PHONE_RULES } from '@raqam/shared/build-stamp';
import { webBuildSchema } from '@raqam/shared/readiness';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkEnvironment } from '../check-environment.ts';

const app = join(import.meta.dirname, '..');
const good = { VITE_API_BASE_URL: 'https://api.example.uz/api/v1' };
let out: string;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'raqam-web-'));
});
afterAll(() => rm(out, { recursive: true }));

/** The real `vite build`, with this environment and nothing of the machine's. */
function build(environment: Record<string, string>): Promise<{ exitCode: number | null; output: string }> {
  const vite = join(app, 'node_modules/vite/bin/vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--outDir', out, '--emptyOutDir'], {
    cwd: app,
    env: environment,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((done) => child.on('close', (exitCode) => done({ exitCode, output })));
}

describe('the build is refused', () => {
  test.for([
    [{}, 'VITE_API_BASE_URL', 'https://api.example.uz/api/v1'],
    [{ VITE_API_BASE_URL: 'undefined' }, 'VITE_API_BASE_URL', 'https://api.example.uz/api/v1'],
    [{ VITE_API_BASE_URL: 'http://localhost:8000', RAILWAY_ENVIRONMENT: 'x' }, 'VITE_API_BASE_URL', 'localhost'],
    [{ ...good, VITE_TELEGRAM_BOT_SECRET: 'hush-hush' }, 'VITE_TELEGRAM_BOT_SECRET', 'published'],
  ] as const)('%j: names %s', { timeout: 30_000 }, async ([environment, name, why]) => {
    const { exitCode, output } = await build(environment);
    expect(exitCode).toBe(1);
    expect(output).toContain(name);
    expect(output).toContain(why);
    expect(output).not.toContain('hush-hush');
  });
});

test('a build holds the API’s address and the bot’s, no schemas, no inline code, and fits its budget', {
  timeout: 30_000,
}, async () => {
  const { exitCode } = await build({
    ...good,
    VITE_TELEGRAM_BOT_USERNAME: '@raqam_bot',
    VITE_UNUSED: 'not-read-anywhere',
  });
  expect(exitCode).toBe(0);
  const html = await readFile(join(out, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<script(?![^>]* src=)|<style|style=|\son[a-z]+=/);
  expect(webBuildSchema.parse(JSON.parse(await readFile(join(out, 'build.json'), 'utf8')))).toMatchObject({
    mode: 'build',
    apiBaseUrl: good.VITE_API_BASE_URL,
    botUsername: '@raqam_bot',
    botUrl: null,
    phoneRules: PHONE_RULES,
  });
  const files = await readdir(join(out, 'assets'));
  const scripts = await Promise.all(
    files.filter((file) => file.endsWith('.js')).map((file) => readFile(join(out, 'assets', file), 'utf8')),
  );
  const all = scripts.join('');
  expect(all).toContain(good.VITE_API_BASE_URL);
  expect(all).toContain('https://t.me/');
  expect(all).not.toMatch(/not-read-anywhere|ZodError|invalid_type/);
  // What every visitor fetches: what the page names, and the largest of the other languages.
  const named = files.filter((file) => html.includes(file) && file.endsWith('.js'));
  const spoken = files.filter((file) => /^(?:uz-cyrl|ru|en)-.*\.js$/.test(file));
  expect(spoken).toHaveLength(3);
  expect(named.length).toBeLessThan(files.length - spoken.length);
  const size = async (file: string) => gzipSync(await readFile(join(out, 'assets', file))).length;
  const sizes = await Promise.all(named.map(size));
  const largest = Math.max(...(await Promise.all(spoken.map(size))));
  expect(sizes.reduce((sum, bytes) => sum + bytes, largest)).toBeLessThan(110 * 1024);
});

describe('the environment', () => {
  test.for([
    good,
    { VITE_API_BASE_URL: '/api/v1' },
    { VITE_API_BASE_URL: '/' },
    { VITE_API_BASE_URL: 'http://localhost:8000/api/v1' },
    { ...good, VITE_TELEGRAM_BOT_USERNAME: 'raqam_bot' },
    { ...good, VITE_TELEGRAM_BOT_URL: 'http://localhost:8081/?bot=raqam_bot' },
    { ...good, RAILWAY_ENVIRONMENT: 'production', VITE_TELEGRAM_BOT_USERNAME: '@raqam_bot' },
    { VITE_API_BASE_URL: '/api/v1', RAILWAY_ENVIRONMENT: 'production' },
  ])('%j is accepted', (environment) => {
    expect(() => checkEnvironment(environment)).not.toThrow();
  });

  test.for([
    ['VITE_API_BASE_URL', { VITE_API_BASE_URL: '' }],
    ['VITE_API_BASE_URL', { VITE_API_BASE_URL: '  ' }],
    ['VITE_API_BASE_URL', { VITE_API_BASE_URL: 'null' }],
    ['VITE_API_BASE_URL', { VITE_API_BASE_URL: 'api.example.uz' }],
    ['VITE_API_BASE_URL', { VITE_API_BASE_URL: 'localhost:8000' }],
    ['VITE_API_BASE_URL', { VITE_API_BASE_URL: '//api.example.uz' }],
    ['VITE_API_BASE_URL', { VITE_API_BASE_URL: 'ftp://api.example.uz' }],
    ['VITE_API_BASE_URL', { VITE_API_BASE_URL: 'https://' }],
    ['VITE_API_BASE_URL', { VITE_API_BASE_URL: 'https://undefined/api/v1' }],
    ['VITE_API_BASE_URL', { VITE_API_BASE_URL: 'https://user:hush-hush@api.example.uz' }],
    ['VITE_API_BASE_URL', { VITE_API_BASE_URL: 'https://api.example.uz/?a=b' }],
    ['VITE_API_BASE_URL', { VITE_API_BASE_URL: 'http://127.0.0.1:8000', RAILWAY_SERVICE_ID: '1' }],
    ['VITE_API_BASE_URL', { VITE_API_BASE_URL: 'http://[::1]:8000', RAILWAY_SERVICE_ID: '1' }],
    ['VITE_API_BASE_URL', { VITE_API_BASE_URL: 'http://0.0.0.0', RAILWAY_SERVICE_ID: '1' }],
    ['VITE_API_BASE_URL', { VITE_API_BASE_URL: 'http://api.localhost', RAILWAY_SERVICE_ID: '1' }],
    ['VITE_TELEGRAM_BOT_USERNAME', { ...good, VITE_TELEGRAM_BOT_USERNAME: 'https://t.me/raqam_bot' }],
    ['VITE_TELEGRAM_BOT_USERNAME', { ...good, VITE_TELEGRAM_BOT_USERNAME: '' }],
    ['VITE_TELEGRAM_BOT_USERNAME', { ...good, VITE_TELEGRAM_BOT_USERNAME: 'undefined' }],
    ['VITE_TELEGRAM_BOT_URL', { ...good, VITE_TELEGRAM_BOT_URL: 'javascript:alert(1)' }],
    ['VITE_TELEGRAM_BOT_URL', { ...good, VITE_TELEGRAM_BOT_URL: 'http://localhost:8081/', RAILWAY_SERVICE_ID: '1' }],
    ['VITE_BOT_TOKEN', { ...good, VITE_BOT_TOKEN: 'hush-hush' }],
    ['VITE_SECRET_KEY', { ...good, VITE_SECRET_KEY: 'hush-hush' }],
    ['VITE_ESKIZ_PASSWORD', { ...good, VITE_ESKIZ_PASSWORD: 'hush-hush' }],
    ['VITE_DATABASE_URL', { ...good, VITE_DATABASE_URL: 'hush-hush' }],
    ['VITE_FERNET', { ...good, VITE_FERNET: 'hush-hush' }],
    ['VITE_map_key', { ...good, VITE_map_key: 'hush-hush' }],
  ] as const)('is refused for its %s: %j', ([name, environment]) => {
    expect(() => checkEnvironment(environment)).toThrow(name);
    expect(() => checkEnvironment(environment)).not.toThrow('hush-hush');
  });
});
