import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { chooseFreePorts } from '@raqam/dev/ports';
import { startService } from '@raqam/dev/service';
import type { BrowserContext, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { pressOf } from '../../src/site.ts';
import { useChromium } from '../support/browser.ts';
import { readSms } from '../support/handset.ts';
import { addKnownPerson, DESKTOP, openLink } from '../support/press.ts';

const { visit } = useChromium();
const run = promisify(execFile);

const web = join(import.meta.dirname, '../../../../apps/web');
const fixtures = join(import.meta.dirname, '../fixtures');
const apps = ['vite-app', 'next-app'] as const;

/** Installing and building two apps; on a quiet machine it takes half a minute. */
const INSTALL_TIMEOUT_MS = 10 * 60 * 1000;

/** Not that of a test, for which React and the bundlers make something else. */
// biome-ignore lint/style/noProcessEnv: passed on to the builds
const env = { ...process.env, NODE_ENV: 'production' } as const;

/** Outside of the workspace. */
let folder: string;

// The two apps as their owners would make them: the tarball, their own React, TypeScript and bundler
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'raqam-package-'));
  await run(process.execPath, ['build-package.ts'], { cwd: web });
  const { stdout } = await run('npm', ['pack', join(web, 'package'), '--silent'], { cwd: folder });
  await rename(join(folder, stdout.trim()), join(folder, 'raqam-web.tgz'));
  for (const app of apps) {
    const cwd = join(folder, app);
    await cp(join(fixtures, app), cwd, { recursive: true });
    const api = `${inject('urls').api}/api/v1`;
    await writeFile(join(cwd, '.env'), `VITE_API=${api}\nNEXT_PUBLIC_API=${api}\n`);
    await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--silent'], { cwd });
  }
  const [vite, next] = apps.map((app) => join(folder, app));
  await run(process.execPath, ['node_modules/typescript/bin/tsc'], { cwd: vite });
  await run(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], { cwd: vite, env });
  // It checks the types too
  await run(process.execPath, ['node_modules/next/dist/bin/next', 'build'], { cwd: next, env });
}, INSTALL_TIMEOUT_MS);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the package has no sources, needs React alone, and fetches texts, forms and QR code only when they are needed', async () => {
  const installed = join(folder, 'vite-app/node_modules/@raqam/web');
  const files = await readdir(installed, { recursive: true });
  expect(files.filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))).toEqual([]);
  const { dependencies, peerDependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  expect(dependencies).toBeUndefined();
  expect(Object.keys(peerDependencies)).toEqual(['react', 'react-dom']);
  expect(files.filter((file) => file.endsWith('.css'))).toEqual(['dist/styles.css']);
  expect(await readFile(join(installed, 'dist/licenses.md'), 'utf8')).toContain('axios');

  const assets = await readdir(join(folder, 'vite-app/dist/assets'));
  for (const part of ['SignInForms', 'QrCode', 'en', 'later-en', 'uz-cyrl', 'later-uz-cyrl'])
    expect(
      assets.filter((file) => file.startsWith(`${part}-`) && file.endsWith('.js')),
      part,
    ).toHaveLength(1);
});

test('a Vite app signs in by the press in its dialog, with its brand, and no styles leak either way', async () => {
  const person = await addKnownPerson({ language: 'ru' });
  const { context, page } = await visit('about:blank', DESKTOP);
  await serveViteApp(context);
  await page.goto(`${inject('urls').web}/vite-app/`);
  const buy = page.getByRole('button', { name: 'Купить' });
  await buy.click();
  expect(await styleOf(buy, 'border-radius')).toBe('32px');
  expect(await styleOf(page.getByRole('heading', { level: 1, includeHidden: true }), 'font-size')).toBe('48px');

  const dialog = page.getByRole('dialog', { name: 'Вход или регистрация' });
  const { number, url } = await pressOf(dialog);
  await dialog.getByText('Лавка').waitFor();
  const logo = dialog.locator('.rq-brand-mark img');
  await expect.poll(() => logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).not.toBe(0);
  expect(await dialog.getByRole('link', { name: 'Условия использования' }).getAttribute('href')).toBe(
    'https://example.uz/terms',
  );
  expect(await styleOf(dialog, 'border-radius')).toBe('4px');
  const title = dialog.getByRole('heading', { level: 2 });
  expect(await styleOf(title, 'text-transform')).toBe('none');

  await person.press(await openLink(person, url), number);
  await page.getByText(`Спасибо за покупку, ${person.phone}!`).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);

  await page.getByRole('button', { name: 'Выйти' }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await buy.click();
  await page.getByRole('dialog', { name: 'Sign in or sign up' }).waitFor();
});

test('a Vite app signs in by SMS on its page, with its own text and the colours of its brand', async () => {
  const { phone } = await addKnownPerson({ language: 'ru' });
  const { context, page } = await visit('about:blank');
  await serveViteApp(context);
  await page.goto(`${inject('urls').web}/vite-app/#buyer`);
  await page.getByRole('heading', { name: 'Станьте покупателем' }).waitFor();
  expect(await styleOf(page.locator('.rq-framed'), 'padding-top')).toBe('48px');
  await page.getByRole('button', { name: 'Получить код на номер' }).click();
  await page.getByLabel('Номер телефона').fill(phone);
  const send = page.getByRole('button', { name: 'Получить код', exact: true });
  // The brand's colour, with dark text on it
  expect(await styleOf(send, 'background-color')).toBe('rgb(255, 204, 0)');
  expect(await styleOf(send, 'color')).toBe('rgb(0, 0, 0)');
  await send.click();
  await page.getByLabel('Код из 6 цифр').fill(await readSms(phone));
  await page.getByRole('heading', { name: 'С возвращением!' }).waitFor();
  await page.getByRole('button', { name: 'Устройства' }).click();
  await expect.poll(() => page.title()).toMatch(/^Устройств: [1-9]/);
});

test('a Next.js app renders page and dialog on the server and takes them over in the browser', async () => {
  const next = await startNextApp();
  const html = await (await fetch(`${next}/next-app`)).text();
  expect(html).toContain('<h1>Вход или регистрация</h1>');
  expect(html).toContain('href="https://t.me/raqam_bot?start=ru"');
  expect(html).toContain('Лавка');
  expect(html).toMatch(/--rq-brand-light-accent:#[0-9a-f]{6}/);

  const person = await addKnownPerson({ language: 'ru' });
  const { context, page } = await visit('about:blank', DESKTOP);
  await serve(context, 'next-app', (path) => `${next}/next-app${path}`);
  // What the browser keeps differs from what the server rendered: React would report it (an error fails the test)
  await page.goto(`${inject('urls').web}/next-app`);
  await pressOf(page);
  await page.getByRole('button', { name: 'Получить код на номер' }).click();
  await page.getByLabel('Номер телефона').waitFor();
  await page.reload();
  await page.getByLabel('Номер телефона').waitFor();
  await page.goBack();

  await page.goto(`${inject('urls').web}/next-app/dialog`);
  const { number, url } = await pressOf(page.getByRole('dialog'));
  await person.press(await openLink(person, url), number);
  await page.getByText(`Вы вошли: ${person.phone}`).waitFor();
  await page.goto(`${inject('urls').web}/next-app`);
  await page.getByRole('heading', { name: 'Вы уже вошли' }).waitFor();
});

/** Starts the built app; it ends with the test. */
async function startNextApp(): Promise<string> {
  const { web: port } = await chooseFreePorts();
  const service = startService({
    name: 'next',
    args: ['node_modules/next/dist/bin/next', 'start', '--port', String(port)],
    cwd: join(folder, 'next-app'),
    env: { NEXT_TELEMETRY_DISABLED: '1' },
    readyUrl: `http://127.0.0.1:${port}/next-app`,
    print: () => {},
  });
  onTestFinished(async () => void (await service.stop()));
  await service.ready();
  return `http://127.0.0.1:${port}`;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Serves the build of the Vite app on the site's origin, which the API allows. */
async function serveViteApp(context: BrowserContext): Promise<void> {
  await context.route(`${inject('urls').web}/vite-app/**`, async (route) => {
    const path = new URL(route.request().url()).pathname.replace(/^\/vite-app\//, '') || 'index.html';
    const body = await readFile(join(folder, 'vite-app/dist', path));
    await route.fulfill({ body, contentType: types[extname(path)] ?? 'application/octet-stream' });
  });
}

/** Serves an app of another port on the site's origin, which the API allows. */
async function serve(context: BrowserContext, name: string, target: (path: string) => string): Promise<void> {
  const own = `${inject('urls').web}/${name}`;
  await context.route(`${own}**`, async (route) =>
    route.fulfill({ response: await route.fetch({ url: target(route.request().url().slice(own.length)) }) }),
  );
}

function styleOf(element: Locator, property: string): Promise<string> {
  return element.evaluate((shown, name) => getComputedStyle(shown).getPropertyValue(name), property);
}
