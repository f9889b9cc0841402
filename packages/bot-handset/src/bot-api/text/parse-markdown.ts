import type { MessageEntity } from '@grammyjs/types';
import { byteOffset, type FormattedText, isSpace, MarkupError } from './formatted-text.ts';
import { type FindUser, linkEntity } from './link-entity.ts';

/** Parses the legacy `parse_mode: Markdown`, which knows no nesting. Throws a MarkupError with Telegram's words. */
export function parseMarkdown(source: string, findUser: FindUser): FormattedText {
  const entities: MessageEntity[] = [];
  let text = '';
  let index = 0;
  while (index < source.length) {
    const character = source.charAt(index);
    if (character === '\\' && /[_*`[]/.test(source.charAt(index + 1))) {
      text += source.charAt(index + 1);
      index += 2;
      continue;
    }
    if (!/[_*`[]/.test(character)) {
      text += character;
      index += 1;
      continue;
    }
    const isPre = source.startsWith('```', index);
    const head = isPre ? readPreHead(source, index + 3) : { language: '', end: index + 1 };
    const endMark = isPre ? '```' : character === '[' ? ']' : character;
    const end = source.indexOf(endMark, head.end);
    if (end === -1) {
      throw new MarkupError(`Can't find end of the entity starting at byte offset ${byteOffset(source, index)}`);
    }
    const offset = text.length;
    const inner = source.slice(head.end, end);
    text += inner;
    index = end + endMark.length;
    let link = inner;
    if (character === '[' && source[index] === '(') {
      const close = source.indexOf(')', index);
      link = source.slice(index + 1, close === -1 ? undefined : close);
      index = close === -1 ? source.length : close + 1;
    }
    if (inner === '') continue;
    const place = { offset, length: inner.length };
    if (isPre) entities.push(preEntity(head.language, offset, inner.length));
    else if (character === '_') entities.push({ type: 'italic', ...place });
    else if (character === '*') entities.push({ type: 'bold', ...place });
    else if (character === '`') entities.push({ type: 'code', ...place });
    else entities.push(...linkEntity(link, offset, inner.length, findUser));
  }
  return { text, entities };
}

/** Reads what follows three backticks: a language, when white space ends it, and one line break. */
export function readPreHead(source: string, begin: number): { language: string; end: number } {
  let end = begin;
  while (end < source.length && !isSpace(source[end]) && source[end] !== '`') end += 1;
  const hasLanguage = end < source.length && source[end] !== '`';
  const language = hasLanguage ? source.slice(begin, end) : '';
  const afterLanguage = hasLanguage ? end : begin;
  const lineBreak = /\r\n|\n\r|\n|\r/y;
  lineBreak.lastIndex = afterLanguage;
  return { language, end: afterLanguage + (lineBreak.exec(source)?.[0].length ?? 0) };
}

/** A pre entity, with its language when there is one. */
export function preEntity(language: string, offset: number, length: number): MessageEntity {
  return language ? { type: 'pre', offset, length, language } : { type: 'pre', offset, length };
}
