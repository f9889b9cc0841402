import type { MessageEntity } from '@grammyjs/types';
import { byteOffset, type FormattedText, isSpace, MarkupError } from './formatted-text.ts';
import { type FindUser, linkEntity } from './link-entity.ts';

const ENTITY_OF_TAG = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
} as const;

const OTHER_TAGS = new Set(['a', 'pre', 'code', 'blockquote', 'tg-emoji', 'tg-time']);

const NAMED_CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
]);

interface OpenTag {
  name: string;
  /** The one attribute that matters to its tag: href, language, emoji id, time; empty when absent. */
  argument: string;
  offset: number;
}

interface StartTag {
  name: string;
  attributes: ReadonlyMap<string, string>;
  /** Index after the `>`. */
  end: number;
}

/** Parses `parse_mode: HTML`. Throws a MarkupError with Telegram's words. */
export function parseHtml(source: string, findUser: FindUser): FormattedText {
  const open: OpenTag[] = [];
  const entities: MessageEntity[] = [];
  const languages = new Map<MessageEntity, string>();
  let text = '';
  let index = 0;
  while (index < source.length) {
    const character = source.charAt(index);
    if (character === '&') {
      const decoded = decodeCharacter(source, index);
      text += decoded.character;
      index = decoded.end;
    } else if (character !== '<') {
      text += character;
      index += 1;
    } else if (source[index + 1] === '/') {
      const start = open.at(-1);
      if (!start) throw new MarkupError(`Unexpected end tag at byte offset ${byteOffset(source, index)}`);
      index = readEndTag(source, index, start.name);
      open.pop();
      if (text.length > start.offset) addEntity(entities, languages, start, text, findUser);
    } else {
      const tag = readStartTag(source, index);
      open.push({ name: tag.name, argument: argumentOf(tag, source, index), offset: text.length });
      index = tag.end;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) throw new MarkupError(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  if (!text.isWellFormed()) {
    throw new MarkupError(
      'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
    );
  }
  return { text, entities };
}

function readStartTag(source: string, begin: number): StartTag {
  const at = `at byte offset ${byteOffset(source, begin)}`;
  let index = skipUntil(source, begin + 1, (character) => isSpace(character) || character === '>');
  if (index >= source.length) throw new MarkupError(`Unclosed start tag ${at}`);
  const name = source.slice(begin + 1, index).toLowerCase();
  if (!Object.hasOwn(ENTITY_OF_TAG, name) && !OTHER_TAGS.has(name)) {
    throw new MarkupError(`Unsupported start tag "${name}" ${at}`);
  }
  const attributes = new Map<string, string>();
  for (;;) {
    index = skipSpaces(source, index);
    if (source[index] === '>') return { name, attributes, end: index + 1 };
    const nameEnd = skipUntil(source, index, (character) => isSpace(character) || '=>/"\''.includes(character));
    if (nameEnd === index) {
      if (index >= source.length) throw new MarkupError(`Unclosed start tag "${name}" ${at}`);
      throw new MarkupError(`Empty attribute name in the tag "${name}" ${at}`);
    }
    const attribute = source.slice(index, nameEnd);
    index = skipSpaces(source, nameEnd);
    if (source[index] !== '=') {
      if (index >= source.length) throw new MarkupError(`Unclosed start tag "${name}" ${at}`);
      attributes.set(attribute, '');
      continue;
    }
    index = skipSpaces(source, index + 1);
    if (index >= source.length) throw new MarkupError(`Unclosed start tag "${name}" ${at}`);
    const value = readAttributeValue(source, index);
    if (value.end >= source.length) throw new MarkupError(`Unclosed start tag ${at}`);
    attributes.set(attribute, value.text);
    index = value.end;
  }
}

function readAttributeValue(source: string, begin: number): { text: string; end: number } {
  const quote = source.charAt(begin);
  if (quote !== '"' && quote !== "'") {
    const end = skipUntil(source, begin, (character) => !/[A-Za-z0-9.-]/.test(character));
    if (end < source.length && !isSpace(source[end]) && source[end] !== '>') {
      throw new MarkupError(`Unexpected end of name token at byte offset ${byteOffset(source, begin)}`);
    }
    return { text: source.slice(begin, end).toLowerCase(), end };
  }
  let text = '';
  let index = begin + 1;
  while (index < source.length && source[index] !== quote) {
    const decoded = decodeCharacter(source, index);
    text += decoded.character;
    index = decoded.end;
  }
  return { text, end: index + 1 };
}

function readEndTag(source: string, begin: number, expected: string): number {
  const at = `at byte offset ${byteOffset(source, begin)}`;
  const nameEnd = skipUntil(source, begin + 2, (character) => isSpace(character) || character === '>');
  const name = source.slice(begin + 2, nameEnd).toLowerCase();
  const end = skipSpaces(source, nameEnd);
  if (source[end] !== '>') throw new MarkupError(`Unclosed end tag ${at}`);
  if (name !== '' && name !== expected) {
    throw new MarkupError(`Unmatched end tag ${at}, expected "</${expected}>", found "</${name}>"`);
  }
  return end + 1;
}

function argumentOf(tag: StartTag, source: string, begin: number): string {
  const className = tag.attributes.get('class') ?? '';
  switch (tag.name) {
    case 'a':
      return tag.attributes.get('href') ?? '';
    case 'code':
      return className.startsWith('language-') ? className.slice('language-'.length) : '';
    case 'tg-emoji':
      return tag.attributes.get('emoji-id') ?? '';
    case 'tg-time':
      return `${tag.attributes.get('unix') ?? ''} ${tag.attributes.get('format') ?? ''}`;
    case 'blockquote':
      return tag.attributes.has('expandable') ? 'expandable' : '';
    case 'span':
      if (className !== 'tg-spoiler') {
        throw new MarkupError(`Tag "span" must have class "tg-spoiler" at byte offset ${byteOffset(source, begin)}`);
      }
      return '';
    default:
      return '';
  }
}

/** `languages` remembers the class of a `<code>`, which counts only where a `<pre>` covers the same text. */
function addEntity(
  entities: MessageEntity[],
  languages: Map<MessageEntity, string>,
  tag: OpenTag,
  text: string,
  findUser: FindUser,
): void {
  const { name, argument, offset } = tag;
  const length = text.length - offset;
  const last = entities.at(-1);
  const previous = last?.offset === offset && last.length === length ? last : undefined;
  switch (name) {
    case 'a':
      entities.push(...linkEntity(argument || text.slice(offset), offset, length, findUser));
      break;
    case 'blockquote':
      entities.push({ type: argument ? 'expandable_blockquote' : 'blockquote', offset, length });
      break;
    case 'tg-emoji':
      if (!/^[1-9]\d{0,18}$/.test(argument)) throw new MarkupError('Invalid custom emoji identifier specified');
      entities.push({ type: 'custom_emoji', offset, length, custom_emoji_id: argument });
      break;
    case 'tg-time':
      entities.push(...timeEntity(argument, offset, length));
      break;
    case 'pre': {
      const language = previous && languages.get(previous);
      if (language) entities.splice(-1, 1, { type: 'pre', offset, length, language });
      else entities.push({ type: 'pre', offset, length });
      break;
    }
    case 'code': {
      if (previous?.type === 'pre' && argument) {
        previous.language = argument;
        break;
      }
      const code: MessageEntity = { type: 'code', offset, length };
      if (argument) languages.set(code, argument);
      entities.push(code);
      break;
    }
    default:
      if (isSimpleTag(name)) entities.push({ type: ENTITY_OF_TAG[name], offset, length });
  }
}

/** @param time the Unix time, a space, and the format, which may be empty */
function timeEntity(time: string, offset: number, length: number): MessageEntity[] {
  const [, unix, format] = /^([1-9]\d{0,9}) (r|w?[dD]?[tT]?)$/.exec(time) ?? [];
  if (unix === undefined) return [];
  type Format = MessageEntity.DateTimeMessageEntity['date_time_format'];
  return [{ type: 'date_time', offset, length, unix_time: Number(unix), date_time_format: format as Format }];
}

function isSimpleTag(name: string): name is keyof typeof ENTITY_OF_TAG {
  return Object.hasOwn(ENTITY_OF_TAG, name);
}

/** Reads the character at `index`, or the one that a reference such as `&lt;` or `&#39;` stands for. */
function decodeCharacter(source: string, index: number): { character: string; end: number } {
  const reference = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));?/iy;
  reference.lastIndex = index;
  const match = reference.exec(source);
  if (!match) return { character: source.charAt(index), end: index + 1 };
  const [whole, hexadecimal, decimal, name] = match;
  if (name !== undefined) {
    const character = NAMED_CHARACTERS.get(name);
    return character === undefined ? { character: '&', end: index + 1 } : { character, end: index + whole.length };
  }
  const code = hexadecimal === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hexadecimal, 16);
  if (code === 0 || code >= 0x10ffff) return { character: '&', end: index + 1 };
  return { character: String.fromCodePoint(code), end: index + whole.length };
}

function skipSpaces(source: string, index: number): number {
  return skipUntil(source, index, (character) => !isSpace(character));
}

function skipUntil(source: string, index: number, isEnd: (character: string) => boolean): number {
  let end = index;
  while (end < source.length && !isEnd(source.charAt(end))) end += 1;
  return end;
}
