import type { MessageEntity } from '@grammyjs/types';

/** A text and its entities. Offsets and lengths count UTF-16 code units, as JavaScript strings do. */
export interface FormattedText {
  text: string;
  entities: MessageEntity[];
}

/** A markup error; its message is what Telegram says after "can't parse entities: ". */
export class MarkupError extends Error {
  override readonly name = 'MarkupError';
}

/** Telegram tells where markup went wrong in bytes of UTF-8. */
export function byteOffset(source: string, index: number): number {
  return Buffer.byteLength(source.slice(0, index));
}

/** White space as Telegram's parsers see it; the end of the text counts as white space, too. */
export function isSpace(character: string | undefined): boolean {
  return character === undefined || character === '' || ' \t\r\n\0\v'.includes(character);
}
