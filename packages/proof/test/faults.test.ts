import { expect, test } from 'vitest';
import type { Fault } from '../src/faults/fault.ts';
import { faults } from '../src/faults/faults.ts';
import { guards } from '../src/faults/guards.ts';
import { findSecrets } from '../src/faults/load/find-secrets.ts';
import { runFault } from '../src/faults/run-fault.ts';

const SEED = 20_261_122;

/** One fault after the other in the same world, each for a tenth of its time. */
function inTurn(...names: string[]): Fault {
  const chosen = names.map((name) => faults[name] as Fault); // a wrong name fails at its first use
  return {
    shows: names.join(', '),
    times: 1,
    mayLoseAnswers: true,
    async cause(scene, times) {
      for (const fault of chosen) await fault.cause(scene, times);
    },
  };
}

test('kill -9 of the api, lost acknowledgements, a crash of PostgreSQL, no connections left: nothing is lost, and the api recovers', async () => {
  const fault = inTurn('kill', 'lost-acknowledgements', 'lost-answers', 'database-crash', 'out-of-connections');
  const { broken, counts, readyz, sessions } = await runFault(fault, { seed: SEED, times: 2, scale: 0.1, around: 8 });
  expect(broken).toEqual([]);
  expect(sessions).toBeGreaterThan(16);
  expect(counts.unavailable).toBeGreaterThan(0);
  expect(readyz).toContain('503 database');
});

test('the proof bites: with commits that are not durable, a crash of PostgreSQL loses acknowledged registrations', async () => {
  const crash = faults['database-crash'] as Fault; // it has that name
  const { broken } = await runFault(crash, { seed: SEED, times: 3, around: 8, ...guards['durability'] });
  expect(broken.join('\n')).toMatch(/^3: the acknowledged session \S+ is not there$/m);
});

test('the proof finds a code, a number and a token in a log', () => {
  const secrets = new Set(['042137', '+998901234567', '998901234567', 'token-of-more-than-twenty-characters']);
  const harmless =
    '{"request_id":"12345678-1234-1234-1234-123456042137","ms":0.042137,"time":"2026-11-22T12:18:31.714Z"}';
  const lines = [
    '{"code":"042137"}',
    'sent 042137 to them',
    'to +998901234567',
    'Bearer token-of-more-than-twenty-characters',
  ];
  expect(findSecrets([harmless, ...lines], secrets)).toHaveLength(lines.length);
});
