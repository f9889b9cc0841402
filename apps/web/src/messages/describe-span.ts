import type { FirstMessages } from './messages.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** `42 soniya`, `4 daqiqa 12 soniya`, `2 soat 5 daqiqa`: in full words, with at most the two largest units. */
export function describeSpan(seconds: number, { time }: FirstMessages): string {
  const units = [
    { count: Math.floor(seconds / HOUR), say: time.hours },
    { count: Math.floor((seconds % HOUR) / MINUTE), say: time.minutes },
    { count: seconds % MINUTE, say: time.seconds },
  ];
  const largest = Math.max(
    0,
    units.findIndex(({ count }) => count > 0),
  );
  return units
    .slice(largest, largest + 2)
    .filter(({ count }) => count > 0)
    .map(({ count, say }) => say(count))
    .join(' ');
}
