import { expect, test } from 'vitest';
import { nameCountry } from '../../src/features/admin/name-country.ts';

test.for([
  ['uz', 'O‘zbekiston'],
  ['uz-Cyrl', 'Ўзбекистон'],
  ['ru', 'Узбекистан'],
  ['en', 'Uzbekistan'],
] as const)('a country has its name in %s, whatever names the browser knows', ([language, name]) => {
  expect(nameCountry('UZ', { language })).toBe(name);
});

test('a country without an Uzbek name has the same name in every browser', () => {
  expect(nameCountry('PT', { language: 'uz' })).toBe('Portugal');
});
