import { type GuardTest, patternOf } from './guard.ts';
import type { TestRun } from './run-tests.ts';

export type Verdict =
  /** The test failed by an assertion. */
  | { kind: 'killed' }
  /** The test passes although the guard is gone. */
  | { kind: 'survived' }
  /** Nothing is shown. */
  | { kind: 'error'; reason: string };

/** Judges the run of a guard's test without the guard. */
export function judgeRun(run: TestRun): Verdict {
  if (run.kind === 'broken') return { kind: 'error', reason: run.reason };
  if (run.tests.length === 0) return { kind: 'error', reason: 'no test has this name' };
  const failures = run.tests.flatMap((test) => test.failures);
  if (failures.some(isByAssertion)) return { kind: 'killed' };
  const [other] = failures;
  return other === undefined ? { kind: 'survived' } : { kind: 'error', reason: `no assertion failed: ${other}` };
}

/** Why a guard's test shows nothing: undefined if it ran and passed in this run, with the guard in place. */
export function findBaselineProblem({ file, ...test }: GuardTest, run: TestRun): string | undefined {
  if (run.kind === 'broken') return run.reason;
  const pattern = new RegExp(patternOf(test));
  const own = run.tests.filter((ended) => ended.file.endsWith(`/${file}`) && pattern.test(ended.name));
  if (own.length === 0) return 'no test has this name';
  return own.find(({ failures }) => failures.length > 0)?.failures[0];
}

/** Not by the time limit, by an error of the code, or by an api that refuses work on a busy machine. */
function isByAssertion(message: string): boolean {
  return /^AssertionError\b/.test(message) && !/timed out|\boverloaded\b/.test(message);
}
