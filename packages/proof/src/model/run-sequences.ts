import fc from 'fast-check';
import { checkSecrets, compareWithDatabase } from './compare.ts';
import { Mismatch, pass, type Run, type Tally } from './run.ts';
import { ACTIONS, describeStep, PHONES, type Step, sequence } from './steps.ts';
import type { System } from './system.ts';
import { World } from './world.ts';

/** Real seconds that a sequence may take: times of the model are multiples of 30 seconds (steps.ts). */
const LONGEST_RUN_MS = 25_000;

export interface Sequences {
  seed: number;
  sequences: number;
  /** Of a failed sequence: repeats that one alone. */
  path?: string | undefined;
}

/** A sequence in which the api did something else than the model. */
export interface Failure {
  seed: number;
  path: string;
  /** The shortest sequence that still fails, step by step. */
  steps: string[];
  reason: string;
  /** How many sequences were run until the first failed. */
  after: number;
}

/** Runs sequences; resolves to the first that fails, shrunk, or to undefined. */
export async function runSequences(
  system: System,
  tally: Tally,
  { seed, sequences, path }: Sequences,
  onSequence: () => void = () => {},
): Promise<Failure | undefined> {
  const result = await fc.check(
    fc.asyncProperty(sequence, async (steps) => {
      await runSequence(system, tally, steps);
      onSequence();
    }),
    { seed, numRuns: sequences, ...(path !== undefined && { path, endOnFailure: true }) },
  );
  if (!result.failed) return undefined;
  const [steps] = result.counterexample ?? [[]];
  const { errorInstance: error } = result;
  return {
    seed,
    path: result.counterexamplePath ?? '',
    // those after it were not run
    steps: steps.slice(0, error instanceof FailedStep ? error.count : undefined).map(describeStep),
    reason: describeError(error instanceof FailedStep ? error.cause : error),
    after: result.numRuns,
  };
}

/** A step failed, after so many, itself included. */
class FailedStep extends Error {
  readonly count: number;
  constructor(count: number, cause: unknown) {
    super(`Step ${count} failed`, { cause });
    this.count = count;
  }
}

function describeError(error: unknown): string {
  if (error instanceof Mismatch) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Each sequence begins in an empty world, and ends with one. After every step the database is compared. */
async function runSequence(system: System, tally: Tally, steps: readonly Step[]): Promise<void> {
  await system.reset();
  const startedAt = Date.now();
  const world = new World();
  const run: Run = {
    world,
    system,
    tally,
    secrets: new Set(),
    opened: new Map(),
    toldUsers: new Set(),
    toldSessions: new Set(),
  };
  for (const [index, step] of steps.entries()) {
    try {
      await runStep(run, step);
    } catch (error) {
      throw new FailedStep(index + 1, error);
    }
    fc.pre(Date.now() - startedAt < LONGEST_RUN_MS); // on a machine that stood still it proves nothing
  }
  await checkSecrets(run, PHONES);
}

async function runStep(run: Run, step: Step): Promise<void> {
  const { system } = run;
  if (step.wait > 0) await pass(run, step.wait);
  const calls = system.calls();
  await ACTIONS[step.act].perform(run, step);
  if (system.calls() > calls) await compareWithDatabase(run); // else there was nothing to press or to enter
}
