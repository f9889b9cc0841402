import fc from 'fast-check';
import type { Change } from './plan.ts';
import { HOSTILE_VALUES, MARK } from './values.ts';

const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array).toString('latin1'));
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

export const RAW_BODIES = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'null',
    'true',
    '1',
    '-',
    '1e999',
    'NaN',
    '"a"',
    '[]',
    '[{}]',
    '{',
    '{}',
    '{}{}',
    '{"a":1,}',
    "{'a':1}",
    '{"a":1/**/}',
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"__proto__":{"admin":true}}',
    '{"constructor":{"prototype":{"admin":true}}}',
    '{"toString":1,"valueOf":1,"hasOwnProperty":1}',
    '{"":""}',
    '\u00ef\u00bb\u00bf{}',
    '{"\u00ff":1}',
    '{"a":"\u00c0\u0080"}',
    '{"a":"\u00ed\u00a0\u0080"}',
    '{"\\ud800":"\\udfff"}',
    '\u0000',
    '{"a":"\u0000"}',
    nested(8),
    nested(20),
    nested(700),
    '['.repeat(2_000),
    `{"more":"${MARK.repeat(500)}"}`,
    `{"full_name":"${MARK.repeat(40_000)}"}`,
    `a=1&phone=${MARK}`,
    `--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n${MARK}\r\n--x--`,
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
  ),
  bytes,
  fc.json({ maxDepth: 4 }),
);

export const changes: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: HOSTILE_VALUES.map((to) => ({ to })) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('removal', 'array', 'object', 'other type', 'other case', 'duplicate', 'upper case')
      .map((by) => ({ by })),
  },
  fc
    .constantFrom(
      ' ',
      '\u0000',
      '\ud800',
      '\u202e',
      '\u200b',
      '0',
      '٠',
      '\n',
      ';ext=1',
      '%00',
      "'",
      '"',
      MARK.repeat(400),
    )
    .map((append) => ({ append })),
  fc.record({
    add: fc.constantFrom('more', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '', 'is_admin', '\ud800'),
    value: HOSTILE_VALUES,
  }),
);
