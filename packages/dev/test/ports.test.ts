import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { PORTS, readPorts } from '../src/ports.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Runs `pnpm dev` itself, without the package manager. */
async function runDev(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main, ...args], { env });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [exitCode] = await once(child, 'close');
  return { exitCode, output };
}

test('the default ports are those of the documentation', () => {
  expect(readPorts({})).toEqual({ web: 5173, api: 8000, bot: 8080, stack: 8081, postgres: 54329 });
});

test.for(Object.entries(PORTS))('%s: a variable sets its port', ([part, { variable }]) => {
  expect(readPorts({ [variable]: '12345' })).toEqual({ ...readPorts({}), [part]: 12345 });
});

test.for(['0', '65536', 'http', '80 ', '-1'])('%j is refused as a port, and the variable is named', (raw) => {
  expect(() => readPorts({ RAQAM_BOT_PORT: raw })).toThrow(/^RAQAM_BOT_PORT must be a port number from 1 to 65535\.$/);
});

test('one port for two programs is refused, and both variables are named', () => {
  expect(() => readPorts({ RAQAM_BOT_PORT: '8000' })).toThrow(/^RAQAM_API_PORT and RAQAM_BOT_PORT are both 8000\./);
});

test('a port in use ends the start, with the number and the variable that changes it', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const { exitCode, output } = await runDev([], { RAQAM_STACK_PORT: String(port) });
  expect(exitCode).toBe(1);
  expect(output).toContain(
    `Port ${port} (local stack) is in use by another program. Stop it, or set RAQAM_STACK_PORT to another port.`,
  );
});

test('a port that browsers refuse ends the start, and its variable is named', async () => {
  const { exitCode, output } = await runDev([], { RAQAM_API_PORT: '6000' });
  expect(exitCode).toBe(1);
  expect(output).toContain('Browsers refuse port 6000 (api). Set RAQAM_API_PORT to another port.');
});

test('--help lists the variables of all ports', async () => {
  const { exitCode, output } = await runDev(['--help']);
  expect(exitCode).toBe(0);
  for (const { variable, fallback } of Object.values(PORTS)) {
    expect(output).toMatch(new RegExp(`${variable} .*${fallback}`));
  }
});

test('an unknown option ends with 2 and the usage', async () => {
  const { exitCode, output } = await runDev(['--freesh']);
  expect(exitCode).toBe(2);
  expect(output).toMatch(/^Usage: pnpm dev/);
});
