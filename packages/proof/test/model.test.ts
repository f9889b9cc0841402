import { expect, test } from 'vitest';
import { describeFailure, runModel } from '../src/model/main.ts';

const TEN_MINUTES_MS = 10 * 60_000;
/** The same sequences each time; `pnpm prove model` takes others. */
const SEED = 1;

test('1,000 random sequences of sign-ins do what the model of the policy says', {
  timeout: TEN_MINUTES_MS,
}, async () => {
  const { failure, tally } = await runModel({ seed: SEED, sequences: 1_000, processes: 1 });
  expect(failure && describeFailure(failure)).toBeUndefined();
  expect(tally.rows.size).toBeGreaterThan(20); // the rows of the policy's tables; the command tells which
});
