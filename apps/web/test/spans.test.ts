import { describe, expect, test } from 'vitest';
import { describeSpan } from '../src/messages/describe-span.ts';
import { loadAllTexts } from '../src/messages/load-messages.ts';
import { describeDateAndTime, describeMoment } from '../src/messages/moments.ts';

test.for([
  ['uz', 42, '42 soniya'],
  ['uz', 60, '1 daqiqa'],
  ['uz', 7500, '2 soat 5 daqiqa'],
  ['uz-Cyrl', 42, '42 сония'],
  ['ru', 1, '1 секунду'],
  ['ru', 11, '11 секунд'],
  ['ru', 21, '21 секунду'],
  ['ru', 42, '42 секунды'],
  ['ru', 125, '2 минуты 5 секунд'],
  ['ru', 3660, '1 час 1 минуту'],
  ['en', 1, '1 second'],
  ['en', 42, '42 seconds'],
  ['en', 3725, '1 hour 2 minutes'],
] as const)('in %s a wait of %i seconds is “%s”', async ([language, seconds, words]) => {
  const texts = await loadAllTexts(language);
  if (!texts) throw new Error('not loaded');
  expect(describeSpan(seconds, texts.messages)).toBe(words);
});

describe('when a device was used last', () => {
  const now = new Date(2026, 10, 20, 12, 0);
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

  test.for([
    ['uz', 5, 'hozir'],
    ['uz', -30, 'hozir'],
    ['uz', 60, '1 daqiqa oldin'],
    ['uz', 3 * 3600 + 59, '3 soat oldin'],
    ['uz', 24 * 3600, 'kecha'],
    ['uz', 6.9 * 86_400, '6 kun oldin'],
    ['uz', 8 * 86_400, '12-noyabr'],
    ['uz', 400 * 86_400, '2025-yil 16-oktabr'],
    ['uz-Cyrl', 3 * 3600, '3 соат олдин'],
    ['uz-Cyrl', 8 * 86_400, '12-ноябрь'],
    ['ru', 5, 'сейчас'],
    ['ru', 2 * 3600, '2 часа назад'],
    ['ru', 24 * 3600, 'вчера'],
    ['ru', 8 * 86_400, '12 ноября'],
    ['ru', 400 * 86_400, '16 октября 2025 г.'],
    ['en', 60, '1 minute ago'],
    ['en', 8 * 86_400, 'November 12'],
  ] as const)('in %s, %i seconds ago: %s', async ([language, seconds, words]) => {
    const texts = await loadAllTexts(language);
    if (!texts) throw new Error('not loaded');
    expect(describeMoment(ago(seconds), now, texts)).toBe(words);
    expect(describeDateAndTime(now, texts)).toMatch(/2026.*, 12:00$/);
  });
});
