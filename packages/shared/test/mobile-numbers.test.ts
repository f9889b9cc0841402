import { isValidPhoneNumber, parsePhoneNumberWithError } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { expect, test } from 'vitest';
import { mobileNumbers } from '../src/mobile-numbers.ts';

const isMobile = (country: string, phone: string) =>
  new RegExp(`^\\+(?:${Reflect.get(mobileNumbers, country)})$`).test(phone);

test('every country’s mobile number is one, by the newest metadata of libphonenumber', () => {
  const countries = Object.keys(mobileNumbers).filter((country) => country in examples);
  expect(countries.length).toBeGreaterThan(200);
  for (const country of countries) {
    const { number } = parsePhoneNumberWithError(Reflect.get(examples, country), country as 'UZ'); // one of its keys
    expect([country, number, isMobile(country, number)]).toEqual([country, number, true]);
  }
});

test.for([
  ['KZ', '+77012345678', true],
  ['KZ', '+77172345678', false], // Astana
  ['KZ', '+79161234567', false], // Russia
  ['RU', '+79161234567', true],
  ['RU', '+77012345678', false],
  ['RU', '+74951234567', false], // Moscow
  ['KG', '+996700123456', true],
  ['KG', '+996312123456', false], // Bishkek
  ['TJ', '+992917123456', true],
  ['TJ', '+992372123456', false], // Dushanbe
  ['TM', '+99366123456', true],
  ['TM', '+99312123456', false], // Ashgabat
  ['AZ', '+994401234567', true],
  ['AZ', '+994121234567', false], // Baku
  ['AM', '+37477123456', true],
  ['AM', '+37410123456', false], // Yerevan
  ['GE', '+995555123456', true],
  ['GE', '+995322123456', false], // Tbilisi
  ['US', '+14155552671', true],
  ['BY', '+375294911911', true],
  ['BY', '+375172123456', false], // Minsk
  ['TR', '+905012345678', true],
  ['TR', '+902123456789', false], // Istanbul
] as const)('%s, %s: mobile %s', ([country, phone, expected]) => {
  expect(isMobile(country, phone)).toBe(expected);
});

test('a pattern accepts no number that libphonenumber calls invalid', () => {
  for (const phone of ['+7701234567', '+770123456789', '+99691234567']) {
    expect(isValidPhoneNumber(phone)).toBe(false);
    expect(Object.keys(mobileNumbers).filter((country) => isMobile(country, phone))).toEqual([]);
  }
});
