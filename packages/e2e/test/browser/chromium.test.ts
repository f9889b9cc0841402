import { beforeEach, expect, inject, onTestFinished, test } from 'vitest';
import { CHROMIUM_HINT, launchChromium } from '../../src/chromium.ts';

beforeEach(({ skip }) => skip(!inject('chromium'), CHROMIUM_HINT));

test('Chromium starts without every feature that Playwright disables', async () => {
  const browser = await launchChromium(inject('chromium') ?? '');
  onTestFinished(() => browser.close());
  const devtools = await browser.newBrowserCDPSession();

  const { commandLine } = await devtools.send('SystemInfo.getInfo');
  const lists = [...commandLine.matchAll(/--disable-features=(\S+)/g)].map(([, list = '']) => list.split(','));
  expect(lists).toHaveLength(2);
  expect(lists[1]).toEqual(expect.arrayContaining(lists[0] ?? []));
});
