import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chooseFreePorts } from '@raqam/dev/ports';
import { startStack } from '@raqam/dev/start-stack';
import type { Browser, Page } from 'playwright-core';
import { CHROMIUM_HINT, findChromium, launchChromium } from './chromium.ts';
import { CHAT, composePicture, FONT, PAGE, type Scheme, type Screen, type Screens, SITE } from './readme-picture.ts';
import { openTab, pressOf, see } from './site.ts';

/**
 * Makes the README's picture, light and dark, from screenshots of a real stack in English, on a phone: the number on the
 * site, the card in the chat with the bot, the welcome. The texts are set in Inter (`apt-get install fonts-inter`);
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
/** A card names the browser. */
const USER_AGENT =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';
/** Sets the picture's font, and leaves of the handset only the card, without the developer's controls. */
const PAGE_STYLE = `
  :root, .rq, .code { font-family: ${FONT} !important; --rq-font: ${FONT} !important; }
  .bar, .tabs, .owner, .inbox, .app-button, .chat-head .button, .message:nth-last-child(n + 2) { display: none !important; }`;

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

/** Signs up a newcomer by the press. */
async function takeScreens(browser: Browser): Promise<Screens> {
  const saved = await fetch(`${stack.urls.stack}/handset/users`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(AZIZA),
  });
  if (!saved.ok) throw new Error(`The handset answered ${saved.status}`);

  const context = await browser.newContext({
    ...LOCALE,
    userAgent: USER_AGENT,
    viewport: PAGE,
    deviceScaleFactor: SCALE,
    isMobile: true,
    hasTouch: true,
    reducedMotion: 'reduce',
  });
  await context.addInitScript((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  }, PAGE_STYLE);
  const site = await context.newPage();
  await site.goto(`${stack.urls.stack}/?person=${AZIZA.telegram_id}`); // whose phone it is
  await site.goto(`${stack.urls.web}/register`);
  const { number } = await pressOf(site);
  const first = await shoot(site);

  const telegram = await openTab(context, () => site.getByRole('link', { name: number }).tap());
  await telegram.setViewportSize(CHAT);
  await telegram.getByRole('button', { name: 'START' }).tap();
  await telegram.getByRole('button', { name: 'Share my number' }).tap();
  await telegram.getByRole('button', { name: 'Share', exact: true }).tap();
  const choice = telegram.getByRole('button', { name: number, exact: true });
  await choice.waitFor();
  // The bot names the site's host, which here is the local stack's.
  await telegram
    .locator('.text')
    .last()
    .evaluate(
      (text, [host, site]) => {
        text.innerHTML = text.innerHTML.replaceAll(host, site);
      },
      [new URL(stack.urls.web).host, SITE] as const,
    );
  const card = await shoot(telegram);
  await choice.tap();
  await see(site, 'Welcome!');
  await telegram.close();
  return { number: first, card, welcome: await shoot(site) };
}

async function shoot(page: Page): Promise<Screen> {
  const take = async (colorScheme: Scheme) => {
    await page.emulateMedia({ colorScheme });
    const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    return `data:image/png;base64,${picture.toString('base64')}`;
  };
  return { light: await take('light'), dark: await take('dark') };
}
