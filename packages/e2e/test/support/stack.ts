import { chooseFreePorts, type Ports } from '@raqam/dev/ports';
import { startStack } from '@raqam/dev/start-stack';
import type { TestProject } from 'vitest/node';
import { CHROMIUM_HINT, findChromium } from '../../src/chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    ports: Ports;
    urls: Record<keyof Ports, string>;
    /** Chromium's program. */
    chromium: string | undefined;
    /** Whether a missing Chromium is a failure. */
    isCi: boolean;
  }
}

/** Lines of the services that are shown when the stack could not start. */
const SHOWN_LINES = 40;

/** One stack on free ports for every test file. It is gone at the end, whatever happened. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const chromium = findChromium();
  if (!chromium) process.stdout.write(`The browser tests are left out: ${CHROMIUM_HINT}\n`);

  const ports = await chooseFreePorts();
  const lines: string[] = [];
  const stack = await startStack({ ports, print: (line) => lines.push(line) }).catch((error) => {
    throw new Error(`The stack did not start:\n${lines.slice(-SHOWN_LINES).join('\n')}`, { cause: error });
  });
  let stopping = false;
  stack.failed.catch((error) => {
    if (!stopping) process.stderr.write(`A service of the stack ended: ${error}\n`);
  });

  provide('ports', ports);
  provide('urls', stack.urls);
  provide('chromium', chromium);
  // biome-ignore lint/style/noProcessEnv: CI says by this variable that it is one
  provide('isCi', process.env['CI'] === 'true');
  return () => {
    stopping = true;
    return stack.stop();
  };
}
