import { readFileSync } from 'node:fs';

/** A method of the Bot API. Types are in Telegram's words: `number or string`, `MessageEntity[]`. */
export interface Method {
  returns: string;
  /** Types by the names of parameters. */
  required: Readonly<Record<string, string>>;
  optional: Readonly<Record<string, string>>;
}

export interface Specification {
  /** Of the Bot API. */
  version: string;
  methods: Readonly<Record<string, Method>>;
}

/** All methods of the Bot API; `scripts/generate.ts` writes the file. */
// The same path from the sources and from the build
export const SPECIFICATION: Specification = JSON.parse(
  readFileSync(new URL('../../../src/bot-api/specification/methods.json', import.meta.url), 'utf8'),
);

const BY_LOWER_CASE: ReadonlyMap<string, string> = new Map(
  Object.keys(SPECIFICATION.methods).map((name) => [name.toLowerCase(), name]),
);

/** A method by its name in any case, as Telegram finds it. */
export function findMethod(name: string): { name: string; method: Method } | undefined {
  const known = BY_LOWER_CASE.get(name.toLowerCase());
  const method = known && SPECIFICATION.methods[known];
  return known && method ? { name: known, method } : undefined;
}
