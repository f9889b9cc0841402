/**
 * Cleans a text that is only displayed, such as a person's or a device's name: removes control and direction
 * characters and lone surrogates, replaces whitespace and line breaks by single spaces, and cuts to `maxLength`
 * characters as PostgreSQL counts them, so that no emoji is split. Never refuses a text.
 */
export function cleanText(value: string, maxLength: number): string {
  // a character has at most two UTF-16 units, so the rest of a very long text need not be read
  const clean = value
    .slice(0, maxLength * READ_AHEAD)
    .replace(/\s+/gu, ' ')
    .replace(REMOVED, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  return [...clean].slice(0, maxLength).join('').trimEnd();
}

/** UTF-16 units to read per character of the result. */
const READ_AHEAD = 10;

/** Control characters, lone surrogates, and characters that change the direction of the text around them. */
const REMOVED = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
