import metadata from 'libphonenumber-js/metadata.min.json';
import examples from 'libphonenumber-js/mobile/examples';
import { expect, test } from 'vitest';
import { countriesByPrefix } from '../src/countries-by-prefix.ts';
import { countryOfPhone } from '../src/country-of-phone.ts';

const codes: Record<string, readonly string[]> = metadata.country_calling_codes;

test('the country of each country’s mobile number is that of libphonenumber, or the main one of its calling code', () => {
  const callingCodes = Object.entries(codes).flatMap(([code, countries]) =>
    countries.map((country) => [country, code]),
  );
  for (const [country = '', code = ''] of callingCodes.filter(([country = '']) => country in examples)) {
    const phone = `+${code}${Reflect.get(examples, country)}`;
    const found = countryOfPhone(phone);
    if (found !== codes[code]?.[0]) expect([found, phone]).toEqual([country, phone]);
  }
});

test.for([
  ['+998901234567', 'UZ'],
  ['+77012345678', 'KZ'],
  ['+79161234567', 'RU'],
  ['+12424571234', 'BS'],
  ['+14155552671', 'US'],
  ['+99890•••4567', 'UZ'],
  ['+881612345678', null],
  ['+999123456789', null],
  ['', null],
])('%s: %s', ([phone, country]) => {
  expect(countryOfPhone(phone ?? '')).toBe(country);
});

test('the main country of each calling code is that of libphonenumber', () => {
  const main = Object.entries(codes).map(([code, [country]]) => [code, country]);
  for (const [code, country] of main) expect(countriesByPrefix[code ?? ''] ?? '001').toBe(country);
});
