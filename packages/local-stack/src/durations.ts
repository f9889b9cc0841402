/** Durations in milliseconds, so that a number in the code says what it is. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The time as the Bot API writes it: whole seconds since 1970. */
export function unixTime(): number {
  return Math.floor(Date.now() / SECOND);
}
