/** A token or secret; a number with or without its plus; a code that stands by itself. */
const WORDS = /[+\w.-]{20,}|\+?\d{12}|(?<![\w.-])\d{6}(?![\w.-])/g;
/** Characters of a line that are shown. */
const SHOWN_LENGTH = 300;

/** The lines that hold one of `secrets`, as invariant 6 of docs/policy.md §3 forbids. */
export function findSecrets(lines: readonly string[], secrets: ReadonlySet<string>): string[] {
  return lines
    .filter((line) => line.match(WORDS)?.some((word) => secrets.has(word)))
    .map((line) => `6: a secret is in the log: ${line.slice(0, SHOWN_LENGTH)}`);
}
