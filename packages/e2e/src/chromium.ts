import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const USUAL_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** How to install Chromium or set its path. */
export const CHROMIUM_HINT = 'no Chromium here: apt-get install chromium, or set CHROMIUM_PATH';

/** Path of Chromium: CHROMIUM_PATH, else a usual one; undefined if it is not installed. */
export function findChromium(): string | undefined {
  // biome-ignore lint/style/noProcessEnv: the only place that reads the path of Chromium
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH && !existsSync(CHROMIUM_PATH)) throw new Error(`CHROMIUM_PATH: there is no ${CHROMIUM_PATH}`);
  return CHROMIUM_PATH || USUAL_PATHS.find((path) => existsSync(path));
}

/** Starts Chromium headless and without its background requests, with further arguments. */
export function launchChromium(executablePath: string, args: string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  });
}
