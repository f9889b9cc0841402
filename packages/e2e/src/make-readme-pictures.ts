import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chooseFreePorts } from '@raqam/dev/ports';
import { startStack } from '@raqam/dev/start-stack';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { CHROMIUM_HINT, findChromium, launchChromium } from './chromium.ts';
import { openSiteFrom, SIGN_IN } from './site.ts';

/** Takes the README's pictures: the journey as a person on a phone sees it, in Uzbek, by day and by night. */
const DIRECTORY = fileURLToPath(new URL('../../../docs/images/', import.meta.url));
/** A README should open at once. */
const MAX_BYTES = 400_000;
/** CSS pixels of a usual phone. */
const PHONE = { width: 360, height: 700 };
/** Pixels per CSS pixel, of the page and of the whole picture: nothing is scaled, so that the text stays sharp. */
const SCALE = 1.5;
const FILES = { light: 'journey.png', dark: 'journey-dark.png' };

type Scheme = keyof typeof FILES;

interface Step {
  caption: string;
  pictures: Record<Scheme, Buffer>;
}

const executable = findChromium();
if (!executable) throw new Error(CHROMIUM_HINT);
const stack = await startStack({ ports: await chooseFreePorts(), print: () => {} });
try {
  const browser = await launchChromium(executable);
  try {
    await takePictures(browser);
  } finally {
    await browser.close();
  }
} finally {
  await stack.stop();
}

async function takePictures(browser: Browser): Promise<void> {
  const context = await browser.newContext({
    viewport: PHONE,
    deviceScaleFactor: SCALE,
    isMobile: true,
    hasTouch: true,
    locale: 'uz-UZ',
    timezoneId: 'Asia/Tashkent',
    reducedMotion: 'reduce',
  });
  const steps = await goThrough(context);
  await context.close();
  await mkdir(DIRECTORY, { recursive: true });
  for (const [scheme, name] of Object.entries(FILES) as [Scheme, string][]) {
    // the record has no other keys
    const picture = await compose(browser, steps, scheme);
    if (picture.length > MAX_BYTES) throw new Error(`${name} has ${picture.length} bytes`);
    await writeFile(DIRECTORY + name, picture);
    process.stdout.write(`docs/images/${name}: ${picture.length} bytes\n`);
  }
}

async function goThrough(context: BrowserContext): Promise<Step[]> {
  const site = await context.newPage();
  await site.goto(`${stack.urls.web}/register`);
  const start = await look(site, 'Sayt botga yo‘llaydi', SIGN_IN);

  const [handset] = await Promise.all([
    context.waitForEvent('page'),
    site.getByRole('link', { name: 'Telegram orqali davom etish' }).click(),
  ]);
  await handset.getByRole('button', { name: 'START' }).first().click();
  await handset.getByRole('button', { name: 'Raqamimni yuborish' }).click();
  await handset.getByRole('button', { name: 'Yuborish', exact: true }).click();
  const link = handset.getByRole('link', { name: 'Saytda davom etish' });
  await link.waitFor();
  const code = await look(handset, 'Bot kod beradi');

  const [back] = await Promise.all([context.waitForEvent('page'), openSiteFrom(handset)]);
  const question = await look(back, 'Sayt tasdiq so‘raydi', 'Bu sizning raqamingizmi?');
  await back.getByRole('button', { name: 'Ha, kirish' }).click();
  const account = await look(back, 'Tayyor, parolsiz', 'Xush kelibsiz!');
  return [start, code, question, account];
}

/** Takes a picture of a page in both schemes, once its title and its images are there. */
async function look(page: Page, caption: string, title?: string): Promise<Step> {
  if (title) await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await page.bringToFront();
  const take = async (colorScheme: Scheme) => {
    await page.emulateMedia({ colorScheme });
    return page.screenshot({ animations: 'disabled', caret: 'hide' });
  };
  return { caption, pictures: { light: await take('light'), dark: await take('dark') } };
}

async function compose(browser: Browser, steps: Step[], scheme: Scheme): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 1640, height: 840 }, deviceScaleFactor: SCALE });
  const figures = steps.map(
    ({ caption, pictures }, index) => `
      <figure>
        <img src="data:image/png;base64,${pictures[scheme].toString('base64')}">
        <figcaption><b>${index + 1}</b> ${caption}</figcaption>
      </figure>`,
  );
  await page.setContent(`<!doctype html><style>${style(scheme)}</style><main>${figures.join('')}</main>`);
  const picture = await page.locator('main').screenshot();
  await page.close();
  return picture;
}

function style(scheme: Scheme): string {
  const [paper, ink, edge] = scheme === 'light' ? ['#ffffff', '#14211f', '#b9c4c1'] : ['#0d1117', '#e6efed', '#40504d'];
  return `
    html { color-scheme: ${scheme}; background: ${paper}; }
    body { margin: 0; font: 20px system-ui, sans-serif; color: ${ink}; }
    main { display: flex; gap: 24px; padding: 20px; width: max-content; }
    figure { margin: 0; }
    img { display: block; width: ${PHONE.width}px; border: 2px solid ${edge}; border-radius: 28px; }
    figcaption { margin-top: 12px; text-align: center; }
    b { display: inline-block; width: 1.6em; line-height: 1.6em; border-radius: 50%; background: #0f6b63; color: #fff; }`;
}
