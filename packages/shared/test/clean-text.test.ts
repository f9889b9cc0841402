import { expect, test } from 'vitest';
import { cleanText } from '../src/clean-text.ts';

test.for([
  ['Aziza Karimova', 'Aziza Karimova'],
  ['  Aziza \t\r\n Karimova  ', 'Aziza Karimova'],
  ['\u2068Ali\u2069', 'Ali'],
  ['\u202eila\u202c \u200fvali\u061c', 'ila vali'],
  ['a\0b\u0007c\u0085', 'abc'],
  ['half \ud83d of an emoji', 'half of an emoji'],
  ['a\u2028b\u2029c\u00a0d\ufeff', 'a b c d'],
  ['O‘g‘iloy 👩‍🚀', 'O‘g‘iloy 👩‍🚀'],
  ['\u2066\0 \n\u2069', ''],
  ['', ''],
] as const)('%j becomes %j', ([given, clean]) => {
  expect(cleanText(given, 100)).toBe(clean);
});

test('a text is cut by whole characters, and no space is left at its end', () => {
  expect(cleanText('👋'.repeat(200), 100)).toBe('👋'.repeat(100));
  expect(cleanText('abc def', 4)).toBe('abc');
});

test('ten thousand characters are cut, whatever they are', () => {
  expect(cleanText('x'.repeat(10_000), 100)).toBe('x'.repeat(100));
  expect(cleanText('\u202e'.repeat(10_000), 100)).toBe('');
});

test('a cleaned text is clean', () => {
  const messy = '\u2068A\0\n l\u200ei \ud83d';
  expect(cleanText(cleanText(messy, 100), 100)).toBe(cleanText(messy, 100));
});
