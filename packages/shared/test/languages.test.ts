import { expect, test } from 'vitest';
import { negotiateLanguage } from '../src/languages.ts';

test.for([
  [undefined, 'uz'],
  ['', 'uz'],
  ['*', 'uz'],
  ['de', 'uz'],
  ['uz', 'uz'],
  ['uz-UZ', 'uz'],
  ['uz-Latn-UZ', 'uz'],
  ['uz-Cyrl', 'uz-Cyrl'],
  ['UZ-cyrl-uz', 'uz-Cyrl'],
  ['ru-RU,ru;q=0.9,en-US;q=0.8', 'ru'],
  ['en-GB', 'en'],
  ['de, en;q=0.5', 'en'],
  ['ru;q=0.2, en;q=0.7', 'en'],
  ['ru;q=0, en;q=0.1', 'en'],
  ['ru;q=nonsense', 'uz'],
] as const)('Accept-Language %j is answered in %s', ([header, language]) => {
  expect(negotiateLanguage(header)).toBe(language);
});
