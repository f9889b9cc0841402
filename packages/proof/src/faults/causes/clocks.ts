import type { Fault } from '../fault.ts';

const TEN_MINUTES_MS = 600_000;

const clock = (direction: string, clockShiftMs: number): Fault => ({
  shows: `the api’s clock is ten minutes ${direction} PostgreSQL’s, for 10 s and all the time around`,
  times: 1,
  world: { clockShiftMs },
  cause: ({ last }) => last(10_000),
});

export const clockFaults: Record<string, Fault> = {
  'clock-ahead': clock('ahead of', TEN_MINUTES_MS),
  'clock-behind': clock('behind', -TEN_MINUTES_MS),
};
