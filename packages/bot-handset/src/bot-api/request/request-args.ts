import { badRequest } from './bot-api-error.ts';

/**
 * The arguments of one call, all strings, as with Telegram: a number in a JSON body becomes its digits, an object its
 * JSON text, so `reply_markup` is the same in a form and in JSON.
 */
export type RequestArgs = ReadonlyMap<string, string>;

/** Merges query and body; a later source wins. */
export function readArgs(...sources: unknown[]): RequestArgs {
  const args = new Map<string, string>();
  for (const source of sources) {
    if (!isObject(source)) continue;
    for (const [name, value] of Object.entries(source)) {
      if (value === null || value === undefined) continue;
      args.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    }
  }
  return args;
}

/** Reads a required parameter. */
export function requiredArg(args: RequestArgs, name: string): string {
  const value = args.get(name);
  if (!value) throw badRequest(`parameter "${name}" is required`);
  return value;
}

/** Reads an integer, clamped to the range; `fallback` if absent, 0 if invalid. */
export function integerArg(args: RequestArgs, name: string, fallback: number, min: number, max: number): number {
  const value = args.get(name);
  const read = value === undefined || value === '' ? fallback : Number.parseInt(value, 10);
  return Math.min(max, Math.max(min, Number.isNaN(read) ? 0 : read));
}

/** `true`, `yes` and `1` in any case are true, everything else is false. */
export function booleanArg(args: RequestArgs, name: string): boolean {
  return isTrue(args.get(name));
}

/** Reads a parameter that is itself JSON; undefined if absent. `what` names it in the error. */
export function jsonArg(args: RequestArgs, name: string, what: string): unknown {
  const value = args.get(name);
  if (!value) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    throw badRequest(`can't parse ${what} JSON object`);
  }
}

/** The error for an invalid nested field, in Telegram's words. */
export class MalformedField extends Error {
  override readonly name = 'MalformedField';
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a string field of a nested object; a number is accepted, as with Telegram. Undefined if absent. */
export function optionalString(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') throw new MalformedField(`Field "${name}" must be of type String`);
  return value;
}

/** Reads a required string field of a nested object. */
export function requiredString(object: JsonObject, name: string): string {
  const value = optionalString(object, name);
  if (value === undefined) throw new MalformedField(`Can't find field "${name}"`);
  return value;
}

/** Reads a boolean field of a nested object; absent means false. */
export function booleanField(object: JsonObject, name: string): boolean {
  const value = object[name];
  return value === true || value === 1 || (typeof value === 'string' && isTrue(value));
}

/** Reads a field that must be an object. */
export function objectField(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  if (!isObject(value)) throw new MalformedField(`Field "${name}" must be of type Object`);
  return value;
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(true|yes|1)$/i.test(value);
}
