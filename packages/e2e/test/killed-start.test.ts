import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const LAUNCHER = `
  import { startService } from '@raqam/dev/service';
  const service = 'console.log(process.pid); setInterval(() => {}, 1000)';
  const options = { name: 'any', args: ['--eval', service], cwd: '.', env: {}, readyUrl: 'http://127.0.0.1:1' };
  startService({ ...options, print: (line) => console.log(line) });
`;

it('ends the services with the process that started them, even if that one was killed', async () => {
  const launcher = spawn(process.execPath, ['--input-type=module', '--eval', LAUNCHER], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void launcher.kill('SIGKILL'));
  const [line] = await once(createInterface(launcher.stdout), 'line');
  const service = Number(/\d+$/.exec(line)?.[0]);
  expect(isAlive(service)).toBe(true);

  launcher.kill('SIGKILL');

  await expect.poll(() => isAlive(service)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
