import type { MessageEntity } from '@grammyjs/types';
import { byteOffset, type FormattedText, MarkupError } from './formatted-text.ts';
import { type FindUser, linkEntity } from './link-entity.ts';
import { preEntity, readPreHead } from './parse-markdown.ts';

/** Telegram names these in its errors. */
type Kind =
  | 'Bold'
  | 'Italic'
  | 'Underline'
  | 'Strikethrough'
  | 'Spoiler'
  | 'Code'
  | 'Pre'
  | 'PreCode'
  | 'TextUrl'
  | 'CustomEmoji'
  | 'BlockQuote';

interface OpenEntity {
  kind: Kind;
  language: string;
  offset: number;
  sourceIndex: number;
}

const RESERVED = new Set('_*[]()~`>#+-=|{}.!\n');

const MARK: Record<Kind, string> = {
  Bold: '*',
  Italic: '_',
  Underline: '__',
  Strikethrough: '~',
  Spoiler: '||',
  Code: '`',
  Pre: '```',
  PreCode: '```',
  TextUrl: ']',
  CustomEmoji: ']',
  BlockQuote: '\n',
};

const SIMPLE_TYPE = {
  Bold: 'bold',
  Italic: 'italic',
  Underline: 'underline',
  Strikethrough: 'strikethrough',
  Spoiler: 'spoiler',
  Code: 'code',
} as const;

/** Parses `parse_mode: MarkdownV2`. Throws a MarkupError with Telegram's words. */
export function parseMarkdownV2(source: string, findUser: FindUser): FormattedText {
  const open: OpenEntity[] = [];
  const entities: MessageEntity[] = [];
  let text = '';
  let index = 0;
  let isInQuote = false;
  let isLineStart = true;

  const endMissing = (entity: OpenEntity) =>
    new MarkupError(`Can't find end of ${entity.kind} entity at byte offset ${byteOffset(source, entity.sourceIndex)}`);

  const begin = (kind: Kind, length: number, language = '') => {
    open.push({ kind, language, offset: text.length, sourceIndex: index });
    index += length;
  };

  /** Ends a block quotation at a line break, or at the end of the text. `||` before it makes it expandable. */
  const endQuote = (entity: OpenEntity) => {
    open.pop();
    let quote = entity;
    let type: 'blockquote' | 'expandable_blockquote' = 'blockquote';
    if (entity.kind === 'Spoiler' && source.slice(entity.sourceIndex + 2, index).trim() === '') {
      const outer = open.pop();
      if (outer?.kind !== 'BlockQuote') throw endMissing(outer ?? entity);
      quote = outer;
      type = 'expandable_blockquote';
    } else if (entity.kind !== 'BlockQuote') {
      throw endMissing(entity);
    }
    isInQuote = false;
    if (text.length > quote.offset) entities.push({ type, offset: quote.offset, length: text.length - quote.offset });
  };

  while (index < source.length) {
    const character = source.charAt(index);
    const next = source.charAt(index + 1);
    if (character === '\\' && next > '\0' && next <= '~') {
      text += next;
      index += 2;
      if (next !== '\r') isLineStart = next === '\n';
      continue;
    }
    const innermost = open.at(-1);
    const isLiteral = innermost !== undefined && ['Code', 'Pre', 'PreCode'].includes(innermost.kind);
    if (isLiteral ? character !== '`' : !RESERVED.has(character)) {
      text += character;
      index += 1;
      if (character !== '\r') isLineStart = false;
      continue;
    }
    if (innermost && isInQuote && character === '\n' && next !== '>') {
      endQuote(innermost);
      text += '\n';
      index += 1;
      isLineStart = true;
    } else if (innermost && endsHere(source, index, innermost.kind)) {
      open.pop();
      index += MARK[innermost.kind].length;
      const target = readTarget(source, index, innermost.kind);
      index = target.end;
      const length = text.length - innermost.offset;
      if (length > 0) entities.push(...closedEntity(innermost, length, target.url, text, findUser));
    } else if (character === '\n') {
      text += '\n';
      index += 1;
      isLineStart = true;
    } else if (character === '>' && isLineStart) {
      if (isInQuote) {
        index += 1;
      } else {
        isInQuote = true;
        begin('BlockQuote', 1);
      }
    } else if (character === '`' && source.startsWith('```', index)) {
      const head = readPreHead(source, index + 3);
      begin(head.language ? 'PreCode' : 'Pre', head.end - index, head.language);
    } else {
      const kind = kindAt(character, next);
      if (!kind) {
        throw new MarkupError(`Character '${character}' is reserved and must be escaped with the preceding '\\'`);
      }
      begin(kind, kind === 'CustomEmoji' ? 2 : kind === 'TextUrl' ? 1 : MARK[kind].length);
    }
  }
  const last = open.at(-1);
  if (last && isInQuote) endQuote(last);
  const unclosed = open.at(-1);
  if (unclosed) throw endMissing(unclosed);
  return { text, entities };
}

function kindAt(character: string, next: string): Kind | undefined {
  switch (character) {
    case '*':
      return 'Bold';
    case '_':
      return next === '_' ? 'Underline' : 'Italic';
    case '~':
      return 'Strikethrough';
    case '|':
      return next === '|' ? 'Spoiler' : undefined;
    case '`':
      return 'Code';
    case '[':
      return 'TextUrl';
    case '!':
      return next === '[' ? 'CustomEmoji' : undefined;
    default:
      return undefined;
  }
}

function endsHere(source: string, index: number, kind: Kind): boolean {
  // `__` always ends an underline first: an italic ends only at a lone underscore.
  if (kind === 'Italic') return source[index] === '_' && source[index + 1] !== '_';
  return kind !== 'BlockQuote' && source.startsWith(MARK[kind], index);
}

/** Reads the `(…)` after a link text; `end` is `index` where there is none. */
function readTarget(source: string, index: number, kind: Kind): { url: string; end: number } {
  if (kind !== 'TextUrl' && kind !== 'CustomEmoji') return { url: '', end: index };
  if (source[index] !== '(') {
    if (kind === 'CustomEmoji') throw new MarkupError('Custom emoji entity must contain a tg://emoji URL');
    return { url: '', end: index };
  }
  let url = '';
  let end = index + 1;
  while (end < source.length && source[end] !== ')') {
    const next = source.charAt(end + 1);
    const isEscape = source[end] === '\\' && next > '\0' && next <= '~';
    url += isEscape ? next : source.charAt(end);
    end += isEscape ? 2 : 1;
  }
  if (end >= source.length) {
    const what = kind === 'TextUrl' ? 'a URL' : 'a custom emoji URL';
    throw new MarkupError(`Can't find end of ${what} at byte offset ${byteOffset(source, index + 1)}`);
  }
  return { url, end: end + 1 };
}

function closedEntity(
  entity: OpenEntity,
  length: number,
  url: string,
  text: string,
  findUser: FindUser,
): MessageEntity[] {
  const { kind, offset, language } = entity;
  switch (kind) {
    case 'Pre':
    case 'PreCode':
      return [preEntity(language, offset, length)];
    case 'TextUrl':
      return linkEntity(url || text.slice(offset), offset, length, findUser);
    case 'CustomEmoji': {
      const id = /^tg:(?:\/\/)?emoji\?id=([1-9]\d{0,18})$/i.exec(url)?.[1];
      if (id === undefined) throw new MarkupError('Custom emoji URL must have an emoji identifier');
      return [{ type: 'custom_emoji', offset, length, custom_emoji_id: id }];
    }
    case 'BlockQuote':
      return [];
    default:
      return [{ type: SIMPLE_TYPE[kind], offset, length }];
  }
}
