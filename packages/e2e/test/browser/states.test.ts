import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { CHROMIUM_HINT, launchChromium } from '../../src/chromium.ts';
import { languages, speak } from '../../src/site.ts';
import { inState, shiftOf } from '../../src/states/in-state.ts';
import { states } from '../../src/states/states.ts';
import { startWorld, type World } from '../../src/world.ts';

/** WCAG 2.2 AA and axe's best practices. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Without comments and long names: each of the visits reads it. */
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The narrowest phone; also 1280 pixels at 400 %. */
const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 800 };

// A separate stack, because these people together would reach the limits of one IP
let world: World;
let browser: Browser;

beforeAll(async () => {
  const path = inject('chromium');
  if (!path && inject('isCi')) throw new Error(CHROMIUM_HINT);
  if (!path) return;
  world = await startWorld();
  browser = await launchChromium(path);
});
beforeEach(({ skip }) => skip(!inject('chromium'), CHROMIUM_HINT));
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

// Without motion nothing fades in; axe would report the low contrast.
const onPhone = { viewport: NARROW, isMobile: true, hasTouch: true, reducedMotion: 'reduce' } as const;
const onDesktop = { viewport: WIDE, reducedMotion: 'reduce' } as const;

const looks = 'no axe findings on phone and desktop, in light and dark mode, nothing cut off in any language, no shift';
test.for(states)(`$name: ${looks}`, async (state) => {
  let hasMouseStyles = false;
  await inState({ browser, world, options: onPhone }, state, async (page) => {
    expect(await shiftOf(page), 'cumulative layout shift').toBe(0);
    expect(await page.evaluate(() => document.getAnimations().length), 'animations').toBe(0);
    expect(await wrongFocus(page), 'focus').toBeNull();
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page), 'in the dark').toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });

    hasMouseStyles = await hasStylesForMouse(page);
    if (!hasMouseStyles) {
      await page.setViewportSize(WIDE);
      expect(await violations(page), 'on a desktop').toEqual([]);
      await page.setViewportSize(NARROW);
    }

    for (const language of languages) {
      await speak(page, language);
      expect(await cutOff(page), language).toEqual([]);
    }
    // Text at 200 % zoom, on a phone in landscape
    await page.setViewportSize({ width: 640, height: 360 });
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    expect(await cutOff(page), 'letters twice as large').toEqual([]);
  });
  if (!hasMouseStyles) return;
  // A page can't lose its touch screen, so a desktop with a mouse takes a visit of its own.
  await inState({ browser, world, options: onDesktop }, state, async (page) => {
    expect(await violations(page), 'on a desktop').toEqual([]);
  });
});

/** Whether a style that depends on mouse or touch, not on the width alone, is for something on the page. */
function hasStylesForMouse(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    const forMouse = rules.filter((rule) => rule instanceof CSSMediaRule && /pointer|hover/.test(rule.conditionText));
    return forMouse
      .flatMap((rule) => [...(rule as CSSMediaRule).cssRules])
      .some((rule) => rule instanceof CSSStyleRule && document.querySelector(rule.selectorText));
  });
}

async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const found = await page.evaluate((values) => {
    const run: typeof axe.run = Reflect.get(window, 'axe').run;
    // Of the rules that hold it describes nothing
    return run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'], selectors: false });
  }, RULES);
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** Checks that the focus is in the first field with an error; null if it is, or if no field has one. */
function wrongFocus(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const wrong = document.querySelector('[aria-invalid="true"]');
    return wrong === null || wrong === document.activeElement ? null : String(document.activeElement?.outerHTML);
  });
}

/** Elements that overflow the window to the right, and overlapping texts of the header. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const out = [...document.querySelectorAll('body *')].filter((element) => {
      const box = element.getBoundingClientRect();
      // Made longer than its row on purpose, so that it never scrolls.
      return box.width > 0 && box.right > width + 0.5 && !element.matches('.rq-code input');
    });
    const inRow = [...document.querySelectorAll('header :is(img, a, button, select):not(dialog *, .rq-menu-list *)')];
    const covered = inRow.filter((element, index) => {
      const before = inRow.slice(0, index).filter((other) => !other.contains(element));
      return before.some((other) => other.getBoundingClientRect().right > element.getBoundingClientRect().left + 0.5);
    });
    return [...out, ...covered].map(({ outerHTML }) => outerHTML.slice(0, 160));
  });
}
