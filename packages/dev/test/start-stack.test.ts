import { expect, onTestFinished, test } from 'vitest';
import { chooseFreePorts } from '../src/ports.ts';
import { startStack } from '../src/start-stack.ts';

test('a start prints no error and no warning', async () => {
  const lines: string[] = [];
  const stack = await startStack({ ports: await chooseFreePorts(), print: (line) => lines.push(line) });
  onTestFinished(() => stack.stop());
  const readiness = await (await fetch(`${stack.urls.bot}/readyz`)).json();
  expect(readiness).toMatchObject({ status: 'ok' });
  expect(lines.filter((line) => /error|warn/i.test(line))).toEqual([]);
});
