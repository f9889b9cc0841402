import { Refused } from '@raqam/service/environment';

/** Reads comma-separated entries. */
export function readList(raw: string): string[] {
  return raw
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** A value, or two of them while one replaces the other. */
export type OneOrTwo<Value> = readonly [Value] | readonly [Value, Value];

/** Reads one value, or two that are comma-separated. */
export function readOneOrTwo<Value extends string | Buffer>(
  raw: string,
  read: (entry: string) => Value | Refused,
): OneOrTwo<Value> | Refused {
  const [first, second, ...others] = raw.split(',').map((entry) => read(entry.trim()));
  if (first === undefined) return new Refused('is empty', 'bo‘sh');
  if (first instanceof Refused) return first;
  if (second instanceof Refused) return second;
  if (others.length > 0) return new Refused('holds more than two values', 'ichida ikkitadan ortiq qiymat bor');
  return second === undefined ? [first] : [first, second];
}
