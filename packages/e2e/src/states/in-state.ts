import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openProxy } from '../open-proxy.ts';
import type { World } from '../world.ts';
import type { Api, State } from './visit.ts';

/** Everything waits for events; a busy machine may need long. */
const PAGE_TIMEOUT_MS = 60_000;

/** Brings a new browser into a state, then runs `act`. */
export async function inState(
  { browser, world, options }: { browser: Browser; world: World; options: BrowserContextOptions },
  state: State,
  act: (page: Page) => Promise<void>,
): Promise<void> {
  // Without an obstacle each visitor has an IP of their own
  const proxy = state.api ? await obstruct(state.api) : await openProxy();
  const context = await browser.newContext({
    locale: 'uz-UZ',
    timezoneId: 'Asia/Tashkent',
    ...options,
    // Between the browser and everything except the site, so that real connections fail
    proxy: { server: proxy.url, bypass: new URL(world.urls.web).host },
  });
  try {
    context.setDefaultTimeout(PAGE_TIMEOUT_MS);
    await context.addInitScript(watchShifts);
    const [page, person] = [await context.newPage(), await world.handset.addPerson()];
    await state.arrive({
      world,
      page,
      person,
      open: async (path = '/register') => void (await page.goto(world.urls.web + path)),
    });
    await act(page);
  } catch (error) {
    throw new Error(`In the state ${state.name}`, { cause: error });
  } finally {
    await context.close();
    await proxy.close();
  }
}

/** Runs in every page before its own scripts. */
function watchShifts(): void {
  const presses: number[] = [];
  for (const type of ['pointerdown', 'pointerup', 'click', 'keydown', 'input']) {
    window.addEventListener(type, ({ timeStamp }) => presses.push(timeStamp), { capture: true });
  }
  Reflect.set(window, 'presses', presses);
  // Each lasts until the page has painted what follows it
  const handled: PerformanceEntry[] = [];
  const timing: PerformanceObserverInit & { durationThreshold: number } = { type: 'event', durationThreshold: 16 };
  new PerformanceObserver((list) => handled.push(...list.getEntries())).observe(timing);
  Reflect.set(window, 'handled', handled);
  const shifts: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  Reflect.set(window, 'takeShifts', () => [...shifts, ...observer.takeRecords()]);
}

/**
 * The layout shift since the page was opened, or since its languages were fetched. A person expects what follows their
 * press within half a second, as in Web Vitals, and the answers to it, however late they are on a busy machine.
 */
export function shiftOf(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const soonMs = 500;
    const soonAfterAnswerMs = 2_000;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const shifts: PerformanceEntry[] = Reflect.get(window, 'takeShifts')();
    const causes = (Reflect.get(window, 'presses') as number[]).map((at) => ({ at, until: at + soonMs }));
    const hasCause = (time: number) => causes.some(({ at, until }) => time >= at && time < until);
    for (const { startTime, duration } of Reflect.get(window, 'handled') as PerformanceEntry[])
      if (hasCause(startTime)) causes.push({ at: startTime, until: startTime + duration + soonMs });
    // In the order of their starts: an answer may lead to the next request
    for (const entry of performance.getEntriesByType('resource') as PerformanceResourceTiming[]) {
      if (hasCause(entry.startTime))
        causes.push({ at: entry.responseEnd, until: entry.responseEnd + soonAfterAnswerMs });
    }
    const start = performance.getEntriesByName('languages-fetched')[0]?.startTime ?? 0;
    const byItself = shifts.filter(
      (shift) => shift.startTime > start && !Reflect.get(shift, 'hadRecentInput') && !hasCause(shift.startTime),
    );
    return byItself.reduce((sum, shift) => sum + Number(Reflect.get(shift, 'value')), 0);
  });
}

/** A port that accepts connections and never answers, or one on which nothing listens. */
async function obstruct(api: Api): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  const url = `http://127.0.0.1:${address.port}`;
  const sockets = new Set<{ destroy: () => void }>();
  server.on('connection', (socket) => sockets.add(socket.on('error', () => {})));
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  if (api === 'silent') return { url, close };
  await close();
  return { url, close: async () => {} };
}
