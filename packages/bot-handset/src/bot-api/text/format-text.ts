import type { MessageEntity } from '@grammyjs/types';
import { badRequest } from '../request/bot-api-error.ts';
import { findEntities, overlaps } from './find-entities.ts';
import { type FormattedText, MarkupError } from './formatted-text.ts';
import type { FindUser } from './link-entity.ts';
import { parseHtml } from './parse-html.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { parseMarkdownV2 } from './parse-markdown-v2.ts';
import { readEntities } from './read-entities.ts';

/** Entities that may be cut and may contain others. Inside code there are none of them. */
const SPLITTABLE: ReadonlySet<string> = new Set(['bold', 'italic', 'underline', 'strikethrough', 'spoiler']);
const CODE: ReadonlySet<string> = new Set(['code', 'pre']);
/** Nothing is highlighted automatically inside these. */
const CLOSED: ReadonlySet<string> = new Set([...CODE, 'text_link', 'text_mention', 'custom_emoji', 'date_time']);

/**
 * Formats a bot's text for the chat: parses markup or applies explicit entities, cleans control characters, trims
 * white space, and finds links and commands.
 *
 * @param explicit the `entities` parameter, decoded; used only without a parse mode
 * @throws BotApiError 400 for malformed markup
 */
export function formatText(source: string, parseMode: string, explicit: unknown, findUser: FindUser): FormattedText {
  const parsed = parse(cleanText(source), parseMode.toLowerCase(), explicit, findUser);
  const trimmed = trim(parsed.text, mergeSplittable(cutAroundCode(parsed.entities)));
  const found = findEntities(trimmed.text).filter(
    (each) => !trimmed.entities.some((entity) => CLOSED.has(entity.type) && overlaps(entity, each)),
  );
  return { text: trimmed.text, entities: [...trimmed.entities, ...found].sort(byPlace) };
}

/** Formats a person's text: without markup, but also trimmed and highlighted. */
export function formatPlainText(source: string): FormattedText {
  return formatText(source, '', undefined, () => undefined);
}

function parse(source: string, parseMode: string, explicit: unknown, findUser: FindUser): FormattedText {
  try {
    switch (parseMode) {
      case 'html':
        return parseHtml(source, findUser);
      case 'markdownv2':
        return parseMarkdownV2(source, findUser);
      case 'markdown':
        return parseMarkdown(source, findUser);
      case '':
      case 'none':
        return { text: source, entities: readEntities(explicit, source, findUser) };
      default:
        throw badRequest('unsupported parse_mode');
    }
  } catch (error) {
    if (error instanceof MarkupError) throw badRequest(`can't parse entities: ${error.message}`);
    throw error;
  }
}

/** Replaces control characters by spaces; removes carriage returns and direction characters. */
function cleanText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is cleaned here
  return text.replace(/\r|[\u2028-\u202e]/g, '').replace(/[\0-\t\v\f\x0e-\x1f]/g, ' ');
}

function cutAroundCode(entities: MessageEntity[]): MessageEntity[] {
  const codes = entities.filter((entity) => CODE.has(entity.type));
  return entities.flatMap((entity) => {
    if (entity.type === 'code' && codes.some((code) => code.type === 'pre' && overlaps(code, entity))) return [];
    if (!SPLITTABLE.has(entity.type)) return [entity];
    let parts = [entity];
    for (const code of codes) parts = parts.flatMap((part) => subtract(part, code));
    return parts;
  });
}

function subtract(entity: MessageEntity, hole: MessageEntity): MessageEntity[] {
  if (!overlaps(entity, hole)) return [entity];
  const end = entity.offset + entity.length;
  const holeEnd = hole.offset + hole.length;
  const before = { ...entity, length: hole.offset - entity.offset };
  const after = { ...entity, offset: holeEnd, length: end - holeEnd };
  return [before, after].filter((part) => part.length > 0);
}

/** Merges adjacent entities of one kind, such as two bold ranges. */
function mergeSplittable(entities: MessageEntity[]): MessageEntity[] {
  const merged: MessageEntity[] = [];
  for (const entity of [...entities].sort(byPlace)) {
    const before = SPLITTABLE.has(entity.type) ? merged.findLast((other) => other.type === entity.type) : undefined;
    if (before && entity.offset <= before.offset + before.length) {
      before.length = Math.max(before.length, entity.offset + entity.length - before.offset);
    } else {
      merged.push({ ...entity });
    }
  }
  return merged;
}

function trim(text: string, entities: MessageEntity[]): FormattedText {
  const firstCode = entities.find((entity) => CODE.has(entity.type))?.offset ?? text.length;
  // The indentation of a code block is part of it.
  const start = Math.min(text.length - text.trimStart().length, firstCode);
  const end = Math.max(start, text.trimEnd().length);
  const kept = entities
    .map((entity) => {
      const offset = Math.max(entity.offset, start);
      return { ...entity, offset: offset - start, length: Math.min(entity.offset + entity.length, end) - offset };
    })
    .filter((entity) => entity.length > 0);
  return { text: text.slice(start, end), entities: kept };
}

function byPlace(a: MessageEntity, b: MessageEntity): number {
  return a.offset - b.offset || b.length - a.length || rank(a) - rank(b);
}

/** The nesting order of entities that cover the same text. */
function rank(entity: MessageEntity): number {
  const order = ['expandable_blockquote', 'blockquote', 'text_link', 'text_mention', 'bold', 'italic', 'underline'];
  const place = order.indexOf(entity.type);
  return place === -1 ? order.length : place;
}
