import type { MessageEntity } from '@grammyjs/types';

type FoundType = 'bot_command' | 'mention' | 'hashtag' | 'url' | 'email' | 'phone_number';

const WORD = String.raw`[\p{L}\p{N}_]`;

/** Domains without a scheme are links only under well-known endings, as with Telegram. */
const TOP_LEVEL = 'com|org|net|info|biz|edu|gov|io|me|dev|app|ai|co|tv|uz|ru|kz|kg|tj|tm|tr|uk|us|de|fr|eu';

const PATTERNS: readonly [FoundType, RegExp][] = [
  ['email', new RegExp(String.raw`(?<!${WORD})[\w.+-]{1,64}@(?:[\w-]+\.)+[a-z]{2,}(?!${WORD})`, 'giu')],
  ['url', /\b(?:https?|tg|ton):\/\/[^\s<>"'`]+/giu],
  [
    'url',
    new RegExp(
      String.raw`(?<![\p{L}\p{N}_@/.-])(?:[a-z0-9-]+\.)+(?:${TOP_LEVEL})(?!${WORD}|[.-]${WORD})(?::\d+)?(?:[/?#][^\s<>"']*)?`,
      'giu',
    ),
  ],
  [
    'bot_command',
    new RegExp(String.raw`(?<![\p{L}\p{N}_/<>])/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?!${WORD}|[/<>])`, 'giu'),
  ],
  ['mention', new RegExp(`(?<!${WORD})@[a-z][a-z0-9_]{2,31}(?!${WORD})`, 'giu')],
  ['hashtag', new RegExp(String.raw`(?<![\p{L}\p{N}_#])#(?=${WORD}*\p{L})${WORD}{1,255}(?!${WORD})`, 'gu')],
  ['phone_number', /(?<![\p{L}\p{N}_+])\+\d(?:[ ()-]{0,2}\d){8,14}(?![\p{L}\p{N}_])/gu],
];

/** Finds the entities that Telegram detects automatically: commands, links, mentions and so on. They never overlap. */
export function findEntities(text: string): MessageEntity[] {
  const found: MessageEntity[] = [];
  for (const [type, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const matched = type === 'url' ? withoutTrailingPunctuation(match[0]) : match[0];
      const entity = { type, offset: match.index, length: matched.length };
      if (!found.some((other) => overlaps(other, entity))) found.push(entity);
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}

/** Whether two entities share at least one character. */
export function overlaps(a: { offset: number; length: number }, b: { offset: number; length: number }): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}

function withoutTrailingPunctuation(url: string): string {
  const trimmed = url.replace(/[.,:;!?…»“”‘’]+$/u, '');
  const hasOpening = trimmed.includes('(');
  return hasOpening ? trimmed : trimmed.replace(/\)+$/, '');
}
