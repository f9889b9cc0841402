import { setTimeout as delay } from 'node:timers/promises';

const HOUR_MS = 3_600_000;

/**
 * For tests of counts that begin anew each hour: waits for the next one if this one ends within `milliseconds`.
 */
export async function untilHourLasts(milliseconds: number): Promise<void> {
  const left = HOUR_MS - (Date.now() % HOUR_MS);
  if (left < milliseconds) await delay(left + 1_000);
}
