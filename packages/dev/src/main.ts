import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeApiEnvironment } from './development-environment.ts';
import { watchPackageManager } from './package-manager.ts';
import { PORTS, readPorts } from './ports.ts';
import { type Stack, startStack } from './start-stack.ts';

const WRONG_USAGE = 2;

const USAGE = `Usage: pnpm dev [--fresh]

Starts PostgreSQL, the emulators of Telegram and the SMS gateway, api, bot and web on this machine.

  --fresh   drop the data of earlier runs
  --help    show this

Ports, from the environment:
${Object.values(PORTS)
  .map(({ name, fallback, variable }) => `  ${variable.padEnd(21)}${name}, ${fallback} by default\n`)
  .join('')}`;

/** The api's variables, for `pnpm raqam`. */
const ENVIRONMENT_FILE = fileURLToPath(new URL('../../../.local/development.env', import.meta.url));

const options = { fresh: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const;
const print = (line: string) => process.stdout.write(`${line}\n`);

const values = readArguments();
if (values?.help) process.stdout.write(USAGE);
else if (values) await run(values.fresh);
else {
  process.stderr.write(USAGE);
  process.exitCode = WRONG_USAGE;
}
process.exit(); // an interrupted start may still wait for something

function readArguments() {
  try {
    return parseArgs({ options }).values;
  } catch {
    return undefined;
  }
}

/** Runs the stack until a signal, or until one of its services fails. */
async function run(fresh: boolean): Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort());
  watchPackageManager(() => stopping.abort());
  try {
    // biome-ignore lint/style/noProcessEnv: the ports are read here, once
    const ports = readPorts(process.env);
    const stack = await startStack({
      ports,
      dataDirectory: fileURLToPath(new URL('../../../.local/postgres', import.meta.url)),
      fresh,
      watch: true,
      print,
      signal,
    });
    writeApiEnvironment(ENVIRONMENT_FILE, ports, stack.urls.postgres);
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
}

function describe({ urls }: Stack): string {
  const rows = [
    ['register', `${urls.web}/register`, 'the site'],
    ['handset', urls.stack, 'two simulated phones with the bot'],
    ['api', `${urls.api}/docs`, 'the API’s documentation'],
    ['bot', `${urls.bot}/readyz`, 'the bot’s state'],
    ['database', urls.postgres, 'PostgreSQL; pnpm dev --fresh deletes its data'],
  ];
  const lines = rows.map(([name = '', url = '', what = '']) => `  ${name.padEnd(10)}${url.padEnd(48)}${what}`);
  const variables = Object.values(PORTS).map(({ variable }) => variable);
  return `
Raqam is running. Open the first two side by side. Ctrl-C stops everything.

${lines.join('\n')}

  Other ports: ${variables.join(', ')}
`;
}
