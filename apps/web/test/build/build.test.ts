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
import { trimAxios } from '../../trim-axios.ts';

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
  ])(
    '%j: a line in English and one in Uzbek, without the value',
    { timeout: 300_000 },
    async ([environment, ...lines]) => {
      const { exitCode, output } = await build(environment);
      expect(exitCode).toBe(1);
      for (const parts of lines) expect(output).toMatch(new RegExp(parts.map(escapeForRegExp).join('.*')));
      expect(output).not.toContain('8765');
    },
  );

  test('a server secret in a VITE_ variable: the build fails', { timeout: 300_000 }, async () => {
    const { exitCode, output } = await build({ ...good, VITE_TELEGRAM_BOT_SECRET: 'hush-hush' });
    expect(exitCode).toBe(1);
    expect(output).toMatch(/VITE_TELEGRAM_BOT_SECRET \(service web\).*published.*Remove it/);
    expect(output).toMatch(/VITE_TELEGRAM_BOT_SECRET \(web xizmati\).*e’lon qilinadi.*olib tashlang/);
    expect(output).not.toContain('hush-hush');
  });
});

test('a build holds the URLs of API and bot, no schemas and no inline code, and its lazy parts are small', {
  timeout: 300_000,
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

  const fetched = await Promise.all(files.map(async (file) => ({ file, bytes: await sizeOf(`assets/${file}`) })));
  for (const part of [
    'SignInForms',
    'forms',
    'ways-in',
    'AccountPage',
    'InteractionPage',
    'QrCode',
    'later-uz',
    'later-uz-cyrl',
    'later-ru',
    'later-en',
  ]) {
    const own = fetched.filter(({ file }) => new RegExp(`^${part}-[\\w-]{8}\\.js$`).test(file));
    expect(own, part).toHaveLength(1);
    expect(own[0]?.bytes, part).toBeLessThan(6_000);
  }
});

/** The bytes of a file of the build as a browser gets it. */
const sizeOf = async (path: string) => gzipSync(await readFile(join(out, path))).length;

// The forms, the signed-in views and their texts are fetched later, in the background.
test.for(['uz', 'uz-Cyrl', 'ru', 'en'])(
  'in %s, all that /register needs to show number, link and QR code is below 110,000 bytes, without what is fetched in the background',
  async (language) => {
    const page = `register.${language}.html`;
    const named = [
      ...(await readFile(join(out, page), 'utf8')).matchAll(/<(?:script|link|img)[^>]* (?:src|href)="\/([^"]+)"/g),
    ];
    const paths = new Set([page, ...named.map(([, path = '']) => path)]);
    for (const path of paths)
      for (const [, other = ''] of path.endsWith('.js') ? staticImports(await readFile(join(out, path), 'utf8')) : [])
        paths.add(`assets/${other}`);
    // Named by scripts alone; desktops draw the QR code with it
    const qrCode = (await readdir(join(out, 'assets'))).find((file) => file.startsWith('QrCode-'));
    paths.add(`assets/${qrCode}`);
    expect([...paths].filter((path) => path.endsWith('.css'))).toHaveLength(1);
    // Whatever the page calls to be signed in by a press is in the files that are counted
    const scripts = await Promise.all(
      [...paths].filter((path) => path.endsWith('.js')).map((path) => readFile(join(out, path), 'utf8')),
    );
    expect(scripts.join('')).toContain('pageshow');
    // The admin page is only for those who open it
    expect(scripts.join('')).not.toMatch(/\/admin\/users|rq-admin/);
    const sizes = await Promise.all([...paths].map(sizeOf));
    expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(110_000);
  },
);

/** The files that a script imports before it runs. */
function staticImports(script: string) {
  return script.matchAll(/(?:from|import)\s*["'`]\.\/([\w-]+\.js)["'`]/g);
}

test('a build shows the brand on its first screen, in its title and its icon, with no inline style', {
  timeout: 300_000,
}, async () => {
  const { exitCode } = await build({
    ...good,
    VITE_BRAND_NAME: 'A$& <Shop>',
    VITE_BRAND_LOGO_URL: 'https://cdn.example.uz/logo.svg',
    VITE_BRAND_LOGO_DARK_URL: '/logo-dark.svg',
    VITE_BRAND_COLOR: 'ffcc00',
    VITE_BRAND_RADIUS: '4',
    VITE_SUPPORT_URL: 'https://t.me/example_support',
  });
  expect(exitCode).toBe(0);
  const page = await readFile(join(out, 'register.ru.html'), 'utf8');
  expect(page).toContain('<title>Вход или регистрация — A$&amp; &lt;Shop></title>');
  expect(page).toContain('<span>A$&amp; &lt;Shop&gt;</span>');
  expect(page).toContain('<link rel="icon" href="https://cdn.example.uz/logo.svg" />');
  expect(page).toContain('src="https://cdn.example.uz/logo.svg"');
  expect(page).toContain('srcSet="/logo-dark.svg" media="(prefers-color-scheme: dark)"');
  expect(page).toContain('href="https://t.me/example_support"');
  expect(page).toContain('img-src &#39;self&#39; https://cdn.example.uz;');
  expect(page).not.toMatch(/<style|style=/);
  const styles = (await readdir(join(out, 'assets'))).filter((file) => /^index-.*\.css$/.test(file));
  const css = await readFile(join(out, 'assets', styles[0] ?? ''), 'utf8');
  expect(css).toMatch(/--rq-brand-light-fill: ?#fc0/);
  expect(css).toMatch(/--rq-brand-radius: ?4px/);
});

test('the replaced modules of axios keep the query of a call', async () => {
  const source = trimAxios().load('/node_modules/axios/lib/helpers/buildURL.js') ?? '';
  const { default: buildUrl } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  expect(buildUrl('/a/')).toBe('/a/');
  expect(buildUrl('/a/', { after: 'b=', state: 'c' })).toBe('/a/?after=b%3D&state=c');
});

test('the build fails if axios has renamed a module that it leaves out', () => {
  const plugin = trimAxios();
  expect(plugin.load('/node_modules/axios/lib/adapters/adapters.js')).toContain('getAdapter');
  expect(plugin.load('/node_modules/axios/lib/adapters/xhr.js')).toBeUndefined();
  expect(() => plugin.buildEnd()).toThrow('axios has no helpers/toFormData.js');
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
    { ...good, VITE_BRAND_NAME: 'Do‘kon', VITE_BRAND_LOGO_URL: '/logo.svg', VITE_BRAND_COLOR: '#0f6b63' },
    { ...good, VITE_BRAND_NAME: '', VITE_BRAND_LOGO_URL: '', VITE_BRAND_COLOR: '', VITE_BRAND_RADIUS: '' },
    {
      ...good,
      VITE_BRAND_LOGO_DARK_URL: 'https://example.uz/dark.svg',
      VITE_BRAND_COLOR: 'fc0',
      VITE_BRAND_RADIUS: '0',
    },
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
    ['VITE_BRAND_NAME', { ...good, VITE_BRAND_NAME: 'x'.repeat(41) }],
    ['VITE_BRAND_NAME', { ...good, VITE_BRAND_NAME: 'Do‘kon\u202e' }],
    ['VITE_BRAND_LOGO_URL', { ...good, VITE_BRAND_LOGO_URL: 'http://example.uz/logo.svg' }],
    ['VITE_BRAND_LOGO_URL', { ...good, VITE_BRAND_LOGO_URL: '//example.uz/logo.svg' }],
    ['VITE_BRAND_LOGO_URL', { ...good, VITE_BRAND_LOGO_URL: 'logo.svg' }],
    ['VITE_BRAND_LOGO_DARK_URL', { ...good, VITE_BRAND_LOGO_DARK_URL: 'data:image/svg+xml,' }],
    ['VITE_BRAND_COLOR', { ...good, VITE_BRAND_COLOR: 'teal' }],
    ['VITE_BRAND_COLOR', { ...good, VITE_BRAND_COLOR: '#0f6b63}' }],
    ['VITE_BRAND_RADIUS', { ...good, VITE_BRAND_RADIUS: '1rem' }],
    ['VITE_BRAND_RADIUS', { ...good, VITE_BRAND_RADIUS: '33' }],
    ['VITE_TERMS_URL', { ...good, VITE_TERMS_URL: 'http://example.uz/terms' }],
    ['VITE_PRIVACY_URL', { ...good, VITE_PRIVACY_URL: '/privacy' }],
    ['VITE_SUPPORT_URL', { ...good, VITE_SUPPORT_URL: 'javascript:alert(1)' }],
  ] as const)('is refused for its %s: %j', ([name, environment]) => {
    expect(() => checkEnvironment(environment)).toThrow(name);
    expect(() => checkEnvironment(environment)).not.toThrow('hush-hush');
  });

  test.for([
    'VITE_BOT_TOKEN',
    'VITE_SECRET_KEY',
    'VITE_ESKIZ_PASSWORD',
    'VITE_DATABASE_URL',
    'VITE_FERNET',
    'VITE_map_key',
  ])('a server secret in a VITE_ variable: %s is refused by its name, without its value', (name) => {
    expect(() => checkEnvironment({ ...good, [name]: 'hush-hush' })).toThrow(name);
    expect(() => checkEnvironment({ ...good, [name]: 'hush-hush' })).not.toThrow('hush-hush');
  });
});
