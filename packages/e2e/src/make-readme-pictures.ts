import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chooseFreePorts } from '@raqam/dev/ports';
import { startStack } from '@raqam/dev/start-stack';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { CHROMIUM_HINT, findChromium, launchChromium } from './chromium.ts';
import {
  CHAT,
  composePicture,
  DESKTOP,
  DESKTOP_ZOOM,
  FONT,
  type Scheme,
  type Screen,
  type Screens,
  SITE,
  WELCOME,
} from './readme-picture.ts';
import { chooseTelegram, see } from './site.ts';

/**
 * Makes the README's picture, light and dark, from screenshots of a real stack in English: the chat with the bot on a
 * phone, the code step on a desktop, the welcome on a phone. The texts are set in Inter (`apt-get install fonts-inter`);
 * without it, in the system's font.
 */

const DIRECTORY = fileURLToPath(new URL('../../../docs/images/', import.meta.url));
const FILES = { light: 'journey.png', dark: 'journey-dark.png' };
/** The README must load fast. */
const MAX_BYTES = 350_000;
/** Pixels per CSS pixel of the picture, and of what is in it: nothing is resized, so that texts stay sharp. */
const SCALE = 1.2;
const AZIZA = { telegram_id: 1001, first_name: 'Aziza', phone: '+998901234567', language_code: 'en' };
const LOCALE = { locale: 'en-GB', timezoneId: 'Asia/Tashkent' };
/** Sets the picture's font, and leaves of the handset only the last two messages, without the developer's controls. */
const PAGE_STYLE = `
  :root, .rq, .code { font-family: ${FONT} !important; --rq-font: ${FONT} !important; }
  .bar, .tabs, .owner, .inbox, .chat-head .button, .message:nth-last-child(n + 3) { display: none !important; }`;

const executable = findChromium();
if (!executable) throw new Error(CHROMIUM_HINT);
const stack = await startStack({ ports: await chooseFreePorts(), print: () => {} });
try {
  const browser = await launchChromium(executable);
  try {
    await makePictures(browser);
  } finally {
    await browser.close();
  }
} finally {
  await stack.stop();
}

async function makePictures(browser: Browser): Promise<void> {
  const screens = await takeScreens(browser);
  const time = new Date().toLocaleTimeString(LOCALE.locale, {
    timeZone: LOCALE.timezoneId,
    hour: '2-digit',
    minute: '2-digit',
  });
  await mkdir(DIRECTORY, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 }, deviceScaleFactor: SCALE });
  for (const scheme of ['light', 'dark'] as const) {
    await page.setContent(composePicture(screens, scheme, time));
    const picture = await page.locator('main').screenshot({ omitBackground: true });
    if (picture.length > MAX_BYTES) throw new Error(`${FILES[scheme]} has ${picture.length} bytes`);
    await writeFile(DIRECTORY + FILES[scheme], picture);
    process.stdout.write(`docs/images/${FILES[scheme]}: ${picture.length} bytes\n`);
  }
}

/** Gets a code from the bot, types its first four digits on a desktop, and signs in with all six on the phone. */
async function takeScreens(browser: Browser): Promise<Screens> {
  const saved = await fetch(`${stack.urls.stack}/handset/users`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(AZIZA),
  });
  if (!saved.ok) throw new Error(`The handset answered ${saved.status}`);

  const phone = { deviceScaleFactor: SCALE, isMobile: true, hasTouch: true };
  const handset = await open(browser, `${stack.urls.stack}/?person=${AZIZA.telegram_id}`, {
    ...phone,
    viewport: CHAT,
  });
  await handset.getByRole('button', { name: 'START' }).click();
  await handset.getByRole('button', { name: 'Share my number' }).click();
  await handset.getByRole('button', { name: 'Share', exact: true }).click();
  const code = await handset.locator('.code').evaluate((element) => element.textContent);
  // The bot names the site's host, which here is the local stack's.
  await handset
    .locator('.text')
    .last()
    .evaluate(
      (text, [host, site]) => {
        text.innerHTML = text.innerHTML.replace(host, site);
      },
      [new URL(stack.urls.web).host, SITE] as const,
    );
  const chat = await shoot(handset);

  const desktop = await open(browser, `${stack.urls.web}/register`, {
    viewport: DESKTOP,
    deviceScaleFactor: SCALE * DESKTOP_ZOOM,
  });
  await enterCode(desktop, code.slice(0, 4));
  await desktop.locator('.rq-qr-code svg').waitFor();

  const site = await open(browser, `${stack.urls.web}/register`, { ...phone, viewport: WELCOME });
  await enterCode(site, code);
  await see(site, 'Welcome!');
  return { chat, code: await shoot(desktop), welcome: await shoot(site) };
}

async function open(browser: Browser, url: string, options: BrowserContextOptions): Promise<Page> {
  const page = await browser.newPage({ ...LOCALE, ...options, reducedMotion: 'reduce' });
  await page.addInitScript((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  }, PAGE_STYLE);
  await page.goto(url);
  return page;
}

async function enterCode(page: Page, code: string): Promise<void> {
  await chooseTelegram(page, 'Continue with Telegram');
  await page.getByLabel('Phone number').fill(AZIZA.phone);
  await page.getByLabel('Code from the bot').fill(code);
}

async function shoot(page: Page): Promise<Screen> {
  const take = async (colorScheme: Scheme) => {
    await page.emulateMedia({ colorScheme });
    const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    return `data:image/png;base64,${picture.toString('base64')}`;
  };
  return { light: await take('light'), dark: await take('dark') };
}
