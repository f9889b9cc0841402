// @vitest-environment node
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PHONE_RULES } from '@raqam/service/build-stamp';
import { webBuildSchema } from '@raqam/service/readiness';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkEnvironment } from '../../check-environment.ts';

const app = join(import.meta.dirname, '../..');
const good = { VITE_API_BASE_URL: 'https://api.example.uz/api/v1' };
let out: string;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'raqam-web-'));
});
afterAll(() => rm(out, { recursive: true }));

/** Runs the real `vite build` with only this environment. */
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

const escapeForRegExp = (text: string) => text.replace(/[().]/g, '\\$&');

describe('the build is refused', () => {
  const example = 'https://api.example.uz/api/v1';
  const [service, xizmat] = ['VITE_API_BASE_URL (service web)', 'VITE_API_BASE_URL (web xizmati)'];
  test.for<[Record<string, string>, string[], string[]]>([
    [{}, [`${service} is missing`, example], [`${xizmat} o‘rnatilmagan`, example]],
    [
      { VITE_API_BASE_URL: 'undefined' },
      [`${service} is the word`, example],
      [`${xizmat} faqat “undefined” so‘zidan iborat`, example],
    ],
    [
      { VITE_API_BASE_URL: 'http://localhost:8765', RAILWAY_ENVIRONMENT: 'x' },
      [`${service} points to localhost`, example],
      [`${xizmat} localhost’ga ko‘rsatyapti`, example],
    ],
    [
      { ...good, VITE_TELEGRAM_BOT_SECRET: 'hush-hush' },
      ['VITE_TELEGRAM_BOT_SECRET (service web)', 'published', 'Remove it'],
      ['VITE_TELEGRAM_BOT_SECRET (web xizmati)', 'e’lon qilinadi', 'olib tashlang'],
    ],
  ])(
    '%j: a line in English and one in Uzbek, without the value',
    { timeout: 30_000 },
    async ([environment, ...lines]) => {
      const { exitCode, output } = await build(environment);
      expect(exitCode).toBe(1);
      for (const parts of lines) expect(output).toMatch(new RegExp(parts.map(escapeForRegExp).join('.*')));
      expect(output).not.toMatch(/hush-hush|8765/);
    },
  );
});

test('a build holds the URLs of API and bot, no schemas, no inline code, and fits its size budget', {
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
  for (const [language, choice, script] of [
    ['uz', 'Telegram orqali davom etish', undefined],
    ['uz-Cyrl', 'Telegram орқали давом этиш', 'uz-cyrl'],
    ['ru', 'Продолжить через Telegram', 'ru'],
    ['en', 'Continue with Telegram', 'en'],
  ] as const) {
    const page = await readFile(join(out, `register.${language}.html`), 'utf8');
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).toContain(choice);
    expect(page).toContain(`href="https://t.me/raqam_bot?start=${language}"`);
    expect(page).not.toMatch(/<script(?![^>]* src=)|<style|style=|\son[a-z]+=/);
    if (script) expect(page).toMatch(new RegExp(`rel="modulepreload" crossorigin href="/assets/${script}-`));
    expect(page).toContain('connect-src &#39;self&#39; https://api.example.uz"');
    // The same page around the wait for the API's answer
    const signedIn = await readFile(join(out, `signed-in.${language}.html`), 'utf8');
    expect(signedIn).toContain('class="rq-waiting"');
    expect(signedIn).not.toContain(choice);
    expect(signedIn.split('<main')[0]).toBe(page.split('<main')[0]);
  }
  const files = await readdir(join(out, 'assets'));
  const scripts = await Promise.all(
    files.filter((file) => file.endsWith('.js')).map((file) => readFile(join(out, 'assets', file), 'utf8')),
  );
  const all = scripts.join('');
  expect(all).toContain(good.VITE_API_BASE_URL);
  expect(all).toContain('https://t.me/');
  expect(all).not.toMatch(/not-read-anywhere|ZodError|invalid_type/);
  expect(html).toContain('connect-src &#39;self&#39; https://api.example.uz"');

  const size = async (file: string) => gzipSync(await readFile(join(out, 'assets', file))).length;
  const sizeOf = async (names: RegExp) => Promise.all(files.filter((file) => names.test(file)).map(size));
  const sum = (sizes: number[]) => sizes.reduce((total, bytes) => total + bytes, 0);
  // Every visitor of /register fetches the files that the page names, and at most the largest other language.
  const named = files.filter((file) => html.includes(file) && file.endsWith('.js'));
  const spoken = await sizeOf(/^(?:uz-cyrl|ru|en)-.*\.js$/);
  expect(spoken).toHaveLength(3);
  expect(sum(await Promise.all(named.map(size))) + Math.max(...spoken)).toBeLessThan(110_000);
  // Fetched on demand.
  for (const part of [/^SignInForms-.*\.js$/, /^AccountPage-.*\.js$/, /^QrCode-.*\.js$/]) {
    const sizes = await sizeOf(part);
    expect(sizes).toHaveLength(1);
    expect(sum(sizes), String(part)).toBeLessThan(5_000);
  }
});

describe('the environment', () => {
  test.for([
    good,
    { VITE_API_BASE_URL: '/api/v1' },
    { VITE_API_BASE_URL: '/' },
    { VITE_API_BASE_URL: 'http://localhost:8000/api/v1' },
    { ...good, VITE_TELEGRAM_BOT_USERNAME: 'raqam_bot' },
    { ...good, VITE_TELEGRAM_BOT_USERNAME: '' },
    { ...good, VITE_TERMS_URL: 'https://example.uz/terms', VITE_SUPPORT_URL: 'https://t.me/example_support' },
    { ...good, VITE_TELEGRAM_BOT_URL: 'http://localhost:8081/?bot=raqam_bot' },
    { ...good, VITE_RETURN_TO_ORIGINS: 'https://shop.example.uz, https://example.uz:8443' },
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
    ['VITE_TELEGRAM_BOT_USERNAME', { ...good, VITE_TELEGRAM_BOT_USERNAME: 'undefined' }],
    ['VITE_TELEGRAM_BOT_USERNAME', { ...good, VITE_TELEGRAM_BOT_USERNAME: 'your_bot' }],
    ['VITE_TELEGRAM_BOT_URL', { ...good, VITE_TELEGRAM_BOT_URL: 'javascript:alert(1)' }],
    ['VITE_TELEGRAM_BOT_URL', { ...good, VITE_TELEGRAM_BOT_URL: 'http://localhost:8081/', RAILWAY_SERVICE_ID: '1' }],
    ['VITE_RETURN_TO_ORIGINS', { ...good, VITE_RETURN_TO_ORIGINS: 'https://shop.example.uz/' }],
    ['VITE_RETURN_TO_ORIGINS', { ...good, VITE_RETURN_TO_ORIGINS: '*' }],
    ['VITE_RETURN_TO_ORIGINS', { ...good, VITE_RETURN_TO_ORIGINS: 'https://a.uz,javascript:alert(1)' }],
    ['VITE_TERMS_URL', { ...good, VITE_TERMS_URL: 'http://example.uz/terms' }],
    ['VITE_PRIVACY_URL', { ...good, VITE_PRIVACY_URL: '/privacy' }],
    ['VITE_SUPPORT_URL', { ...good, VITE_SUPPORT_URL: 'javascript:alert(1)' }],
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
