import { spawn } from 'node:child_process';
import { link, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { chooseFreePorts } from '../src/ports.ts';
import { startStack } from '../src/start-stack.ts';

const root = join(import.meta.dirname, '../../..');
const MINUTE_MS = 60_000;

test('a start prints no error and no warning', async () => {
  const lines: string[] = [];
  const stack = await startStack({ ports: await chooseFreePorts(), print: (line) => lines.push(line) });
  onTestFinished(() => stack.stop());
  const readiness = await (await fetch(`${stack.urls.bot}/readyz`)).json();
  expect(readiness).toMatchObject({ status: 'ok' });
  // `error=` is the code that an answer names: the bot asks the API on purpose what it refuses
  expect(lines.filter((line) => /error(?!=)|warn/i.test(line))).toEqual([]);
});

test('a changed source file restarts the services that read it; a package linked elsewhere restarts none', async () => {
  const lines: string[] = [];
  const stack = await startStack({ ports: await chooseFreePorts(), watch: true, print: (line) => lines.push(line) });
  onTestFinished(() => stack.stop());
  const restarts = () => lines.filter((line) => line.includes('Change detected')).join('\n');

  // pnpm's packages are hard links, so an install in another checkout changes their link count. Once a plain --watch
  // has noticed that, the services would have too.
  const fastify = createRequire(join(root, 'apps/api/package.json')).resolve('fastify');
  const directory = await mkdtemp(join(root, 'packages/dev/node_modules/another-checkout-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, 'plain.cjs'), `require(${JSON.stringify(fastify)}); setInterval(() => {}, 1000);`);
  const plain = spawn(process.execPath, ['--watch', join(directory, 'plain.cjs')]);
  onTestFinished(() => void plain.kill());
  let said = '';
  plain.stdout.on('data', (chunk) => (said += String(chunk)));
  let copies = 0;
  const linkAgain = async () => {
    await link(fastify, join(directory, `${copies++}.js`));
    return said;
  };
  await expect.poll(linkAgain, { timeout: MINUTE_MS, interval: 1_000 }).toContain('Restarting');

  const now = new Date();
  await utimes(join(root, 'packages/shared/src/phone.ts'), now, now);
  for (const service of ['api', 'bot'])
    await expect.poll(restarts, { timeout: MINUTE_MS }).toMatch(new RegExp(`${service}.*phone\\.ts`));
  expect(restarts()).not.toContain('node_modules');
});
