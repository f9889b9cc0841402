import { MARK } from './values.ts';

/** What no error and no log line may hold: codes, tokens, secrets and phone numbers, and what requests bring. */
export interface Secrets {
  add(...values: readonly string[]): void;
  /** The secrets in a text, each with its kind. */
  findIn(text: string): string[];
}

/** Long words, and numbers of six digits that are no part of a longer one, of an id or of a time. */
const WORDS = /[\w.-]{16,}/g;
const CODES = /(?<![\w.+:-])\d{6}(?![\w.:-])/g;
const NUMBERS = /\d{9,}/g;

export function collectSecrets(): Secrets {
  const words = new Set<string>();
  const codes = new Set<string>();
  const numbers = new Set<string>();
  return {
    add(...values) {
      for (const value of values) {
        if (/^\+\d+$/.test(value)) numbers.add(value.slice(-9));
        else if (/^\d{6}$/.test(value)) codes.add(value);
        else {
          words.add(value);
          if (value.split('.').length === 3) words.add(value.split('.').at(-1) ?? ''); // the signature of a token
        }
      }
    },
    findIn(text) {
      const found = (kind: string, pattern: RegExp, known: Set<string>, key = (match: string) => match) =>
        (text.match(pattern) ?? []).filter((match) => known.has(key(match))).map((match) => `${kind} ${match}`);
      return [
        ...(text.includes(MARK) ? ['what the request brought'] : []),
        ...found('a secret', WORDS, words),
        ...found('a code', CODES, codes),
        ...found('a number', NUMBERS, numbers, (match) => match.slice(-9)),
      ];
    },
  };
}
