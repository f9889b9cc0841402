import type { IncomingHttpHeaders } from 'node:http';
import { RequestError } from '../errors.ts';

/** The contract's bodies are flat; clients written for the earlier systems may add a nested field of their own. */
const MAX_DEPTH = 8;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The value of a JSON body; undefined for an empty one. Throws `unsupported_media_type` or `bad_request`. */
export function readBody(headers: IncomingHttpHeaders, body: Buffer): unknown {
  if (!isPlainUtf8(headers)) throw new RequestError('unsupported_media_type');
  if (body.length === 0) return undefined;
  try {
    return parseJson(body);
  } catch {
    throw new RequestError('bad_request');
  }
}

/** JSON is UTF-8 (RFC 8259 §8.1), and compressed bodies are not supported. */
function isPlainUtf8({
  'content-type': type = '',
  'content-encoding': encoding = 'identity',
}: IncomingHttpHeaders): boolean {
  return encoding === 'identity' && !/;\s*charset=(?!"?utf-8"?\s*(?:;|$))/i.test(type);
}

/**
 * Parses a JSON body more strictly than `JSON.parse`: valid UTF-8, no duplicate keys (parsers disagree on them),
 * no `__proto__`, no deep nesting. Throws otherwise.
 */
function parseJson(body: Buffer): unknown {
  const text = utf8.decode(body);
  const value: unknown = JSON.parse(text);
  refuseAmbiguity(text);
  return value;
}

/** Checks, in one pass, a text that is known to be valid JSON. */
function refuseAmbiguity(text: string): void {
  const keys: (Set<string> | undefined)[] = []; // one entry per open bracket: an object's keys, or an array
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') {
      if (keys.push(character === '{' ? new Set() : undefined) > MAX_DEPTH) throw new SyntaxError('Nested too deeply');
    } else if (character === '}' || character === ']') {
      keys.pop();
    } else if (character === '"') {
      const end = endOfString(text, at);
      if (isKey(text, end)) addKey(keys.at(-1), JSON.parse(text.slice(at, end)));
      at = end - 1;
    }
  }
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function isKey(text: string, after: number): boolean {
  let at = after;
  while (/\s/.test(text[at] ?? '')) at++;
  return text[at] === ':';
}

function addKey(keys: Set<string> | undefined, key: string): void {
  if (keys === undefined || key === '__proto__' || keys.has(key)) throw new SyntaxError('A key that may not be here');
  keys.add(key);
}
