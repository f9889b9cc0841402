import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { watchPackageManager } from './package-manager.ts';
import { DEFAULT_PORTS } from './ports.ts';
import { type Stack, startStack } from './start-stack.ts';

const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } });
const print = (line: string) => process.stdout.write(`${line}\n`);
const dataDirectory = fileURLToPath(new URL('../../../.local/postgres', import.meta.url));

const stopping = new AbortController();
const { signal } = stopping;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort());
watchPackageManager(() => stopping.abort());

try {
  const stack = await startStack({
    ports: DEFAULT_PORTS,
    dataDirectory,
    fresh: values.fresh,
    watch: true,
    print,
    signal,
  });
  print(describe(stack));
  const stopped = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  try {
    if (!signal.aborted) await Promise.race([stopped, stack.failed]);
  } finally {
    print('Stopping …');
    await stack.stop();
  }
} catch (error) {
  print(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
process.exit(); // what an interrupted start still waits for is of no use now

function describe({ urls }: Stack): string {
  const rows = [
    ['register', `${urls.web}/register`, 'the site'],
    ['handset', urls.stack, 'the phones of two people, with the bot in them'],
    ['api', `${urls.api}/docs`, 'what the API offers'],
    ['bot', `${urls.bot}/readyz`, 'whether the bot polls'],
    ['database', urls.postgres, 'PostgreSQL, kept until pnpm dev --fresh'],
  ];
  const lines = rows.map(([name = '', url = '', what = '']) => `  ${name.padEnd(10)}${url.padEnd(48)}${what}`);
  return `\nRaqam runs. Open the first two side by side; Ctrl-C ends everything.\n\n${lines.join('\n')}\n`;
}
