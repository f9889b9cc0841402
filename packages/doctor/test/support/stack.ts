import { chooseFreePorts, type Ports } from '@raqam/dev/ports';
import { startStack } from '@raqam/dev/start-stack';
import type { TestProject } from 'vitest/node';
import { addAdministrator } from './database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    ports: Ports;
    urls: Record<keyof Ports, string>;
    isCi: boolean;
    /** The variables by which programs are found. */
    programs: { PATH?: string; HOME?: string };
  }
}

/** Lines of the services that are shown when the stack could not start. */
const SHOWN_LINES = 40;

/** One stack, as `pnpm dev` starts it, on free ports. It is gone at the end, whatever happened. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const ports = await chooseFreePorts();
  const lines: string[] = [];
  const stack = await startStack({ ports, print: (line) => lines.push(line) }).catch((error) => {
    throw new Error(`The stack did not start:\n${lines.slice(-SHOWN_LINES).join('\n')}`, { cause: error });
  });
  await addAdministrator(Object.assign(new URL(stack.urls.postgres), { pathname: '/postgres' }).href);
  provide('ports', ports);
  provide('urls', stack.urls);
  // biome-ignore lint/style/noProcessEnv: the tests' own environment is read here, once
  const { CI, PATH = '', HOME = '' } = process.env;
  provide('isCi', CI === 'true');
  provide('programs', { PATH, HOME });
  return () => stack.stop();
}
