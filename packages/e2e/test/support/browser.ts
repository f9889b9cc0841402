import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import { CHROMIUM_HINT, launchChromium } from '../../src/chromium.ts';
import { type BrowserProxy, openProxy } from '../../src/open-proxy.ts';

/** A visitor with a browser profile, and the site in its first tab. */
export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** The way to the API. */
  proxy: BrowserProxy;
  /** The sign-in requests of all tabs. */
  registers: Request[];
}

/** Everything waits for events; a busy machine may need long. */
const PAGE_TIMEOUT_MS = 60_000;
/** Chromium logs this for every 4xx and 503 answer and for a lost one; the tests check how the page handles it. */
const EXPECTED =
  /^Failed to load resource: (?:the server responded with a status of (?:4\d\d|503)|net::ERR_(?:CONNECTION_RESET|EMPTY_RESPONSE|INTERNET_DISCONNECTED))/;

/**
 * Starts Chromium for the tests of a file. Without Chromium they are skipped, except in CI, where they fail. An error
 * in the console of any page, or an uncaught one, fails the test.
 */
export function useChromium(): { visit: (path?: string, options?: BrowserContextOptions) => Promise<Visitor> } {
  const path = inject('chromium');
  let browser: Browser | undefined;
  let contexts: BrowserContext[] = [];
  let proxies: BrowserProxy[] = [];
  let problems: string[] = [];

  beforeAll(async () => {
    if (!path && inject('isCi')) throw new Error(CHROMIUM_HINT);
    if (path) browser = await launchChromium(path);
  });
  beforeEach(({ skip }) => skip(!path, CHROMIUM_HINT));
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await printPages(contexts);
    for (const context of contexts.splice(0)) {
      // A handler may still fetch what the page no longer needs
      await context.unrouteAll({ behavior: 'ignoreErrors' });
      await context.close();
    }
    for (const proxy of proxies.splice(0)) await proxy.close();
    const seen = problems;
    problems = [];
    expect(seen, 'errors in the console').toEqual([]);
  });
  afterAll(() => browser?.close());

  return {
    async visit(path = '/register', options = {}) {
      if (!browser) throw new Error(CHROMIUM_HINT);
      const proxy = await openProxy();
      proxies = [...proxies, proxy];
      const { web, stack } = inject('urls');
      const bypass = [web, stack].map((url) => new URL(url).host).join();
      const context = await browser.newContext({
        locale: 'uz-UZ',
        proxy: { server: proxy.url, bypass },
        ...options,
      });
      contexts = [...contexts, context];
      context.setDefaultTimeout(PAGE_TIMEOUT_MS);
      context.on('weberror', (error) => problems.push(String(error.error())));
      context.on('console', (message) => {
        if (message.type() === 'error' && !EXPECTED.test(message.text())) problems.push(message.text());
      });
      const registers: Request[] = [];
      context.on('request', (request) => {
        if (request.url().includes('/auth/register/') && request.method() === 'POST') registers.push(request);
      });
      const page = await context.newPage();
      await page.goto(path.startsWith('/') ? inject('urls').web + path : path);
      return { context, page, proxy, registers };
    },
  };
}

/** Prints what the pages of a failed test showed. */
async function printPages(contexts: readonly BrowserContext[]): Promise<void> {
  for (const page of contexts.flatMap((context) => context.pages())) {
    const shown = await page.locator('body').ariaSnapshot({ timeout: 5000 }).catch(String);
    process.stderr.write(`${page.url().replace(/[?#].*/, '')} showed:\n${shown}\n\n`);
  }
}

/** The description that assistive technology reads with a field: its hint and its error. */
export async function descriptionOf(field: Locator): Promise<string> {
  return field.evaluate((input) =>
    (input.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' '),
  );
}

/** The text of a page without spaces, so that a number is in one piece. */
export async function textOn(page: Page): Promise<string> {
  return ((await page.locator('main').textContent()) ?? '').replaceAll(/\s/g, '');
}

/** A session's cookies: scripts can't read them, the test can. */
export async function sessionCookies(context: BrowserContext): Promise<string[]> {
  const cookies = await context.cookies([inject('urls').api, `${inject('urls').api}/api/v1/auth/me/`]);
  return cookies
    .filter(({ httpOnly, name }) => httpOnly && name !== 'remembered_device')
    .map(({ name }) => name)
    .sort();
}
