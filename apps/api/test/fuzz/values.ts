import fc from 'fast-check';
import type { JsonSchema } from './openapi-document.ts';

/** In every text that a request brings: it may not come back in an error, nor be logged. */
export const MARK = 'qanareyka';

/** Seconds to wait, in a body: the fuzz does not wait. */
const WAITS = fc.constantFrom(0, 0.001);

const PHONES = fc.oneof(
  fc.integer({ min: 0, max: 9_999_999 }).map((n) => `+99890${String(n).padStart(7, '0')}`),
  fc.constantFrom(
    '998 90 123-45-67',
    '901234567',
    '+7 912 345 67 89',
    '+1 202 555 0143',
    '+998712345678',
    '+99890',
    '',
  ),
);

/** Values that a schema accepts. `name`: of the property, for texts that are more than their schema says. */
export function valuesOf(schema: JsonSchema, name = ''): fc.Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => valuesOf(one, name)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  const types = [schema.type ?? []].flat();
  if (types.length > 1) return fc.oneof(...types.map((type) => valuesOf({ ...schema, type }, name)));
  switch (types[0]) {
    case 'string':
      return textsOf(schema, name);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -(2 ** 31), max: Math.min(schema.maximum ?? 2 ** 31, 2 ** 52) });
    case 'number':
      return name === 'seconds' ? WAITS : fc.double({ min: schema.minimum ?? -1e9, max: schema.maximum ?? 1e9 });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, name), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, Math.max(schema.minItems ?? 0, 4)),
      });
    case 'object':
      return objectsOf(schema);
    default:
      return fc.jsonValue();
  }
}

/** Objects that a schema accepts, with some of the fields that may be absent. */
export function objectsOf({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema, name)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: required }) as fc.Arbitrary<Record<string, unknown>>;
}

function textsOf({ format, pattern, minLength = 0, maxLength = 300 }: JsonSchema, name: string): fc.Arbitrary<string> {
  switch (format) {
    case 'uuid':
      return fc.uuid();
    case 'date-time':
      return fc
        .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
        .map((at) => at.toISOString());
    case 'ipv4':
      return fc.ipV4();
    case 'ipv6':
      return fc.ipV6();
    default:
  }
  if (pattern !== undefined)
    return fc.stringMatching(new RegExp(pattern)).filter(({ length }) => length >= minLength && length <= maxLength);
  const bounds = { minLength, maxLength: Math.min(maxLength, 300) };
  const texts = fc.oneof(fc.string({ unit: 'grapheme', ...bounds }), fc.string({ unit: 'binary', ...bounds }));
  if (/phone/.test(name)) return fc.oneof({ weight: 3, arbitrary: PHONES }, texts);
  return texts;
}

/** Values that no schema here accepts everywhere. */
export const HOSTILE_VALUES: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -0,
    -1,
    1.5,
    2 ** 31,
    2 ** 52 + 1,
    2 ** 53,
    2 ** 63,
    1e308,
    5e-324,
    [],
    [null],
    [MARK],
    {},
    { toString: MARK },
    { $ne: null },
    { length: 1e9 },
    '',
    ' ',
    '0',
    'null',
    'undefined',
    '٣٤٥٦٧٨',
    '１２３４５６',
    `${MARK}\u0000`,
    '\u0000',
    `\ud800${MARK}`,
    `${MARK}\udfff`,
    `\u202e${MARK}`,
    `${MARK}\u200b`,
    `${MARK}\r\nSet-Cookie: a=b`,
    `'; DROP TABLE users; -- ${MARK}`,
    `<script>${MARK}</script>`,
    `../../../etc/${MARK}`,
    '00000000-0000-0000-0000-000000000000',
    'infinity',
    '-infinity',
    '9999-12-31T23:59:59.999999999Z',
    '0000-01-01T00:00:00Z',
    '+0',
    '%00',
    '\\u0000',
  ),
  fc.constantFrom(41, 65, 101, 501, 1_001, 3_001).map((length) => MARK.repeat(length).slice(0, length)),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => MARK + text),
  fc.jsonValue({ maxDepth: 3 }),
);
