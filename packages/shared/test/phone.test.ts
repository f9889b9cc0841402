import fc from 'fast-check';
import metadata from 'libphonenumber-js/metadata.min.json';
import { describe, expect, test } from 'vitest';
import vectors from '../phone-vectors.json' with { type: 'json' };
import { callingCodes } from '../src/calling-codes.ts';
import { formatPhone } from '../src/format-phone.ts';
import { groupTypedPhone, normalisePhone, PHONE_INPUT_MAX_LENGTH } from '../src/phone.ts';

describe('phone vectors', () => {
  test.for(vectors.map((vector) => ({ ...vector, name: JSON.stringify(vector) })))('$name', (vector) => {
    const { input, source, phone, reason } = vector;
    const result = normalisePhone(input, source === 'contact' ? 'contact' : 'typed');
    expect(result.ok ? { phone: result.phone } : { reason: result.reason }).toEqual(phone ? { phone } : { reason });
  });
});

test('from any input, every result is E.164, and normalising it again changes nothing', () => {
  const spelling = fc.oneof(fc.string(), fc.stringMatching(/^[+0-9 ().-]{0,24}$/));
  fc.assert(
    fc.property(spelling, fc.constantFrom('typed' as const, 'contact' as const), (input, source) => {
      const first = normalisePhone(input, source);
      if (!first.ok) return;
      expect(first.phone).toMatch(/^\+[1-9][0-9]{8,14}$/);
      expect(normalisePhone(first.phone, source)).toEqual(first);
    }),
    { numRuns: 2000 },
  );
});

test('input of any length is answered at once', () => {
  expect(normalisePhone('9'.repeat(PHONE_INPUT_MAX_LENGTH + 1))).toEqual({ ok: false, reason: 'too_long' });
  expect(normalisePhone(' '.repeat(1_000_000))).toEqual({ ok: false, reason: 'too_long' });
});

test('the calling codes and number lengths are those of libphonenumber', () => {
  const countries: Record<string, unknown[]> = { ...metadata.countries };
  const nonGeographic: Record<string, unknown[]> = metadata.nonGeographic;
  const lengths = Object.entries<readonly string[]>(metadata.country_calling_codes).map(([code, members]) => {
    const allowed = members.flatMap((member) => (member === '001' ? nonGeographic[code] : countries[member])?.[3]);
    return [code, [...new Set(allowed)].sort((a, b) => Number(a) - Number(b))];
  });
  expect(callingCodes).toEqual(Object.fromEntries(lengths));
});

test('an Uzbek number is grouped for reading', () => {
  expect(formatPhone('+998901234567')).toBe('+998 90 123 45 67');
  expect(formatPhone('+14155552671')).toBe('+14155552671');
});

describe('a number that is grouped while it is typed', () => {
  const paste = (input: string, field: string) => groupTypedPhone(field + input);
  const type = (input: string, field: string) => [...input].reduce((value, key) => groupTypedPhone(value + key), field);

  test.for([
    ['9', '+998 9'],
    ['90123', '+998 90 123'],
    ['901234567', '+998 90 123 45 67'],
    ['9012345678', '9012345678'],
    ['+998', '+998'],
    ['+9989', '+998 9'],
    ['+998 90 1234 567', '+998 90 123 45 67'],
    ['+998 90 123 45 678', '+998 90 123 45 67 8'],
    ['+7 912 345-67-89', '+7 912 345-67-89'],
    ['+998 90+7 912', '+7 912'],
    ['+998 00', '+'],
    ['00998901234567', '+998 90 123 45 67'],
    ['+', '+'],
    ['', ''],
    ['abc', 'abc'],
    ['+998 9o 123', '+998 9o 123'],
  ] as const)('%j becomes %j', ([input, shown]) => {
    expect(groupTypedPhone(input)).toBe(shown);
    expect(groupTypedPhone(shown)).toBe(shown);
  });

  test.for(vectors.filter(({ source, phone }) => source !== 'contact' && phone))('$input is still $phone', (vector) => {
    for (const field of ['', '+998 ', '+998 90 ', '+7 912'].slice(0, vector.input.trim().startsWith('+') ? 4 : 2)) {
      for (const enter of [paste, type]) {
        expect(normalisePhone(enter(vector.input, field)), `${enter.name} into “${field}”`).toEqual({
          ok: true,
          phone: vector.phone,
        });
      }
    }
  });

  test('grouping turns no refused input into a number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[+0-9 ().a-]{0,20}$/), (input) => {
        const before = normalisePhone(input);
        const after = normalisePhone(groupTypedPhone(input));
        // Two numbers, one pasted behind the other: the field takes the second.
        if (before.ok || !/\+.*\+/.test(input)) expect(after.ok).toBe(before.ok);
        if (before.ok) expect(after).toEqual(before);
      }),
      { numRuns: 3000, seed: 1, examples: [['998006512345678']] },
    );
  });
});
