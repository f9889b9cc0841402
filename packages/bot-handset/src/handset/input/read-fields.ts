import { invalidField } from './handset-error.ts';

/** A JSON object of a request. */
export type Input = Readonly<Record<string, unknown>>;

/** Checks that a value is a JSON object. Throws a HandsetError 400 that names it, as all of these. */
export function object(value: unknown, name: string): Input {
  if (!isInput(value)) throw invalidField(name, 'must be a JSON object');
  return value;
}

function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a string; undefined if absent. */
export function text(input: Input, name: string, maxLength: number): string | undefined {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw invalidField(name, 'must be a string');
  if (value.length > maxLength) throw invalidField(name, `must have at most ${maxLength} characters`);
  return value;
}

/** Reads an integer; undefined if absent. */
export function integer(input: Input, name: string, min: number, max: number): number | undefined {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    throw invalidField(name, `must be an integer from ${min} to ${max}`);
  }
  return value;
}

/** Reads a boolean; undefined if absent. */
export function flag(input: Input, name: string): boolean | undefined {
  const value = input[name];
  if (value !== undefined && typeof value !== 'boolean') throw invalidField(name, 'must be true or false');
  return value;
}

/** Reads a number; undefined if absent. */
export function number(input: Input, name: string, min: number, max: number): number | undefined {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    throw invalidField(name, `must be a number from ${min} to ${max}`);
  }
  return value;
}
