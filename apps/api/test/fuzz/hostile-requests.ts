import fc from 'fast-check';
import type { Wire } from './plan.ts';
import { MARK } from './values.ts';

const CONTENT_TYPES = [
  'application/json; charset=utf-8',
  'application/json;charset=UTF-16',
  'application/json; charset="',
  'APPLICATION/JSON',
  'application/json, text/plain',
  'application/merge-patch+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'text/plain',
  'text/html',
  'application/xml',
  'application/octet-stream',
  'json',
  '/',
  ';',
  '',
  `application/json; ${MARK}=${MARK}`,
  'a'.repeat(5_000),
];

export const wires: fc.Arbitrary<Wire> = fc.record({
  contentType: fc.oneof(
    { weight: 8, arbitrary: fc.constant('application/json') },
    { weight: 6, arbitrary: fc.constantFrom(...CONTENT_TYPES) },
    fc.constant(null),
  ),
  encoding: fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    fc.constantFrom('gzip', 'deflate', 'br', 'gzip, but plain'),
  ),
  isChunked: fc.boolean(),
});

/** A legal value of a header: bytes of Latin-1 without control characters. */
const headerTexts = fc
  .array(fc.integer({ min: 0x20, max: 0xff }), { maxLength: 40 })
  .map((codes) => String.fromCharCode(...codes.filter((code) => code !== 0x7f)).trim());

const COOKIES = [
  'access_token',
  'access_token=',
  'access_token=%zz',
  'access_token=%00',
  `access_token=${MARK}; access_token=${MARK}2`,
  `access_token="${MARK}"`,
  `challenge_secret=${MARK}`,
  `refresh_token=${MARK}; access_token=${MARK}`,
  `remembered_device=${MARK}.${MARK}`,
  `oidc_session=${MARK}; oidc_session.sig=${MARK}; oidc_interaction=${MARK}; oidc_interaction.sig=${MARK}`,
  '__proto__=1; constructor=2; toString=3',
  '=;;;=; ;',
  ';'.repeat(3_000),
  `a=${MARK.repeat(600)}`,
  Array.from({ length: 300 }, (_, i) => `c${i}=1`).join('; '),
  '\u00e9=\u00ff',
];

export const headers: fc.Arbitrary<[string, string]> = fc.oneof(
  fc.tuple(
    fc.constant('accept-language'),
    fc.oneof(
      fc.constantFrom(
        'uz',
        'uz-Cyrl',
        'ru-RU,ru;q=0.9',
        'en',
        'fr',
        '*',
        ',;q=',
        'ru;q=9',
        '__proto__',
        'en,'.repeat(900),
      ),
      headerTexts,
    ),
  ),
  fc.tuple(fc.constant('cookie'), fc.oneof(fc.constantFrom(...COOKIES), headerTexts)),
  fc.tuple(
    fc.constant('origin'),
    fc.constantFrom(
      'null',
      'https://evil.example',
      'http://localhost:5173',
      'http://localhost:5173.evil.example',
      '',
      MARK,
    ),
  ),
  fc.tuple(
    fc.constant('host'),
    fc.constantFrom('evil.example', 'localhost.', 'LOCALHOST', '', '[::1]', ':80', MARK, 'a b'),
  ),
  fc.tuple(
    fc.constantFrom(
      'x-forwarded-for',
      'x-real-ip',
      'forwarded',
      'x-forwarded-host',
      'x-forwarded-proto',
      'true-client-ip',
    ),
    fc.oneof(
      fc.constantFrom('1.2.3.4', '::1', '::ffff:1.2.3.4', '1.2.3.4, 5.6.7.8', '', '999.1.1.1', MARK),
      headerTexts,
    ),
  ),
  fc.tuple(fc.constant('user-agent'), fc.oneof(headerTexts, fc.constantFrom('', MARK.repeat(900), '<b>\u00ff</b>'))),
  fc.tuple(fc.constant('x-request-id'), fc.oneof(headerTexts, fc.constantFrom('', 'a'.repeat(65), '998901234567'))),
  fc.tuple(fc.constant('accept'), fc.constantFrom('text/html', 'application/xml', '*/*;q=0', '', MARK)),
  fc.constantFrom<[string, string]>(
    ['expect', '100-continue'],
    ['expect', 'tea'],
    ['range', 'bytes=0-1'],
    ['if-none-match', '*'],
    ['if-modified-since', 'Fri, 01 Jan 2100 00:00:00 GMT'],
    ['x-http-method-override', 'DELETE'],
    ['x-original-url', '/healthz'],
    ['access-control-request-method', 'POST'],
    ['access-control-request-headers', MARK],
    ['connection', 'close'],
    ['te', 'trailers'],
    ['__proto__', MARK],
    ['constructor', MARK],
  ),
);

/** Other spellings of the own id, which name nothing. */
export const RESPELLINGS: ReadonlyMap<string, (id: string) => string> = new Map([
  ['(upper case)', (id: string) => id.toUpperCase()],
  ['(in braces)', (id: string) => `{${id}}`],
  ['(without hyphens)', (id: string) => id.replaceAll('-', '')],
  ['(with a space)', (id: string) => `${id}%20`],
  ['(with NUL)', (id: string) => `${id}%00`],
]);

export const ODD_IDS = fc.oneof(
  fc.constantFrom(...RESPELLINGS.keys()),
  fc.constantFrom(
    '0',
    '-1',
    '9223372036854775808',
    '1e9',
    'null',
    'undefined',
    'NaN',
    '__proto__',
    'constructor',
    '%00',
    '%20',
    '%F0%9F%92%A9',
    '%ff',
    '%zz',
    '%',
    '%2e%2e',
    '%2f',
    '%5c',
    "'--",
    '$1',
    '*',
    ':id',
    '00000000-0000-0000-0000-000000000000',
    MARK,
    MARK.repeat(150),
    'a'.repeat(9_000),
  ),
  fc.uuid(),
  fc.uuid().map((id) => id.toUpperCase()),
  fc.uuid().map((id) => `{${id}}`),
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => encodeURIComponent(text.toWellFormed())),
);

export const RAW_QUERIES = fc.oneof(
  fc.constantFrom(
    '',
    '&&&',
    '=',
    '%zz',
    '%00=%00',
    'limit=1&limit=2',
    'limit[]=1',
    'limit[$gt]=1',
    '__proto__[a]=1',
    '__proto__=1',
    `after=${MARK}`,
    'a=%ff%fe',
    `a=${MARK.repeat(300)}`,
    'a&'.repeat(2_000),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => encodeURI(text.toWellFormed())),
);
