import fc from 'fast-check';
import metadata from 'libphonenumber-js/metadata.min.json';
import { describe, expect, test } from 'vitest';
import vectors from '../phone-vectors.json' with { type: 'json' };
import { callingCodes } from '../src/calling-codes.ts';
import { formatPhone, normalisePhone, PHONE_INPUT_MAX_LENGTH } from '../src/phone.ts';

describe('phone vectors', () => {
  test.for(vectors.map((vector) => ({ ...vector, name: JSON.stringify(vector) })))('$name', (vector) => {
    const { input, source, phone, reason } = vector;
    const result = normalisePhone(input, source === 'contact' ? 'contact' : 'typed');
    expect(result.ok ? { phone: result.phone } : { reason: result.reason }).toEqual(phone ? { phone } : { reason });
  });
});

test('whatever comes in, what comes out is E.164, and normalising it again changes nothing', () => {
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
