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

/** Telegram reports positions of markup errors in bytes of UTF-8. */
export function byteOffset(source: string, index: number): number {
  return Buffer.byteLength(source.slice(0, index));
}

/** Whether Telegram's parsers treat a character as white space; the end of the text counts as well. */
export function isSpace(character: string | undefined): boolean {
  return character === undefined || character === '' || ' \t\r\n\0\v'.includes(character);
}
