import { chooseFreePorts, type Ports } from '@raqam/dev/ports';
import { startStack } from '@raqam/dev/start-stack';
import type { TestProject } from 'vitest/node';
import { CHROMIUM_HINT, findChromium } from '../../src/chromium.ts';
import { TEST_PROXIES } from '../../src/open-proxy.ts';

declare module 'vitest' {
  interface ProvidedContext {
    ports: Ports;
    urls: Record<keyof Ports, string>;
    /** Path of Chromium. */
    chromium: string | undefined;
    /** Whether it runs in CI, where a missing Chromium is a failure. */
    isCi: boolean;
  }
}

/** Number of log lines to show if the stack fails to start. */
const SHOWN_LINES = 40;

/** One stack on free ports for all test files. It is always stopped at the end. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const chromium = findChromium();
  if (!chromium) process.stdout.write(`The browser tests are left out: ${CHROMIUM_HINT}\n`);

  const ports = await chooseFreePorts();
  const lines: string[] = [];
  const stack = await startStack({
    ports,
    builtSite: true,
    trustedProxies: TEST_PROXIES,
    print: (line) => lines.push(line),
  }).catch((error) => {
    throw new Error(`The stack did not start:\n${lines.slice(-SHOWN_LINES).join('\n')}`, { cause: error });
  });
  let stopping = false;
  stack.failed.catch((error) => {
    if (!stopping) process.stderr.write(`A service of the stack ended: ${error}\n`);
  });

  provide('ports', ports);
  provide('urls', stack.urls);
  provide('chromium', chromium);
  // biome-ignore lint/style/noProcessEnv: CI sets this variable
  provide('isCi', process.env['CI'] === 'true');
  return () => {
    stopping = true;
    return stack.stop();
  };
}
