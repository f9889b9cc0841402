/**
 * Makes a text that only decorates (a name, a device's name) fit to show, store and log: removes control and
 * direction characters and halves of surrogate pairs, joins whitespace and line breaks to one space each, and
 * cuts to `maxLength` characters, as PostgreSQL counts them, so that no emoji is halved. Never refuses anything.
 */
export function cleanText(value: string, maxLength: number): string {
  // each character of the result needs two UTF-16 units at most: what a long text has beyond a margin is not read
  const clean = value
    .slice(0, maxLength * READ_AHEAD)
    .replace(/\s+/gu, ' ')
    .replace(REMOVED, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  return [...clean].slice(0, maxLength).join('').trimEnd();
}

/** Units that are read for each character of the result. */
const READ_AHEAD = 10;

/** Control characters, lone surrogates, and what turns the direction of the text around it. */
const REMOVED = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
