import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { CHROMIUM_HINT, findChromium, launchChromium } from './chromium.ts';
import { languages, speak } from './site.ts';
import { inState } from './states/in-state.ts';
import { states } from './states/states.ts';
import { startWorld } from './world.ts';

/**
 * Takes a screenshot of every state of the site, on a phone and on a desktop, in light and dark mode and in every
 * language, into `screenshots/`. `--only name` limits it to states with this prefix, `--language uz` to one language.
 */
const DIRECTORY = fileURLToPath(new URL('../../../screenshots/', import.meta.url));

const devices: Record<string, BrowserContextOptions> = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 } },
};
const schemes = ['light', 'dark'] as const;
const { values } = parseArgs({ options: { only: { type: 'string' }, language: { type: 'string' } } });
const executable = findChromium();
if (!executable) throw new Error(CHROMIUM_HINT);
await rm(DIRECTORY, { recursive: true, force: true });
await mkdir(DIRECTORY, { recursive: true });
const world = await startWorld();
const browser = await launchChromium(executable);
try {
  // One at a time, because a fault of one state must not affect another
  for (const state of states.filter(({ name }) => name.startsWith(values.only ?? ''))) {
    for (const [device, options] of Object.entries(devices)) {
      await inState({ browser, world, options: { ...options, reducedMotion: 'reduce' } }, state, (page) =>
        takeEach(page, `${state.name}.${device}`),
      );
      process.stdout.write(`${state.name} on a ${device}\n`);
    }
  }
} finally {
  await browser.close();
  await world.stop();
}

/** In every language, in light and dark mode. */
async function takeEach(page: Page, name: string): Promise<void> {
  for (const language of values.language ? [values.language] : languages) {
    await speak(page, language);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      const picture = await page.screenshot({ fullPage: true, animations: 'disabled', caret: 'hide' });
      await writeFile(`${DIRECTORY}${name}.${colorScheme}.${language}.png`, picture);
    }
  }
}
