import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { describeDurations } from '../src/load/figures.ts';
import { runAtRate } from '../src/load/run-at-rate.ts';
import { spread } from '../src/measurements/spread.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A load whose runs take this long, in milliseconds; the last number holds for all further ones. */
function createLoad(...durations: number[]) {
  return {
    run: () =>
      new Promise<void>((resolve) => setTimeout(resolve, durations.length > 1 ? durations.shift() : durations[0])),
    close: () => {},
  };
}

test('a run that waits for the connection of a slow one counts as slow', async () => {
  const ran = runAtRate(createLoad(100, 0), { connections: 1, perSecond: 100, seconds: 0.1 });
  await vi.advanceTimersByTimeAsync(1_000);

  const { p50Ms, p99Ms } = await ran; // due after 0, 10, … 90 ms, and all of them end after 100 ms
  expect(p50Ms).toBeCloseTo(60, -1);
  expect(p99Ms).toBeCloseTo(100, -1);
});

test('runs start when they are due, on as many connections as they need', async () => {
  const ran = runAtRate(createLoad(30), { connections: 4, perSecond: 100, seconds: 0.1 });
  await vi.advanceTimersByTimeAsync(1_000);

  expect((await ran).p99Ms).toBeCloseTo(30, 0);
});

test('a failed run ends the load with its error', async () => {
  const load = { run: () => Promise.reject(new Error('The answer is 503')), close: () => {} };
  const ran = expect(runAtRate(load, { connections: 1, perSecond: 100, seconds: 1 })).rejects.toThrow('503');
  await vi.advanceTimersByTimeAsync(1_000);
  await ran;
});

test('percentiles are those of all durations, in any order', () => {
  const durations = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(describeDurations(durations, 2)).toEqual({ perSecond: 50, p50Ms: 51, p95Ms: 96, p99Ms: 100 });
});

test('the spread has the median, of an even number of rounds too', () => {
  expect(spread([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
  expect(spread([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 });
});
