import { expect, test } from 'vitest';
import { rehearse } from '../src/rehearsal/rehearse.ts';
import { needCaddy } from './support/caddy.ts';

needCaddy();

test('each service is replaced while people register: no journey fails, and the old processes end cleanly', async () => {
  const lines: string[] = [];
  const { journeys, failures, exitCodes, report } = await rehearse((line) => lines.push(line));
  expect(failures, lines.join('\n')).toEqual([]);
  expect(journeys).toBeGreaterThan(40);
  expect(exitCodes).toEqual({ api: 0, bot: 0, web: 0 });
  expect(report.isHealthy, report.table).toBe(true);
});
