import { describe, expect, test } from 'vitest';
import { expectError, somebody, useApi, WEB_ORIGIN } from '../support/test-api.ts';

const api = useApi();
const REGISTER = '/api/v1/auth/register/telegram/';

describe('every error has the one shape', () => {
  test('an unknown path, and a known one with another method', async () => {
    expectError(await api.get('/nothing'), 404, 'not_found');
    expectError(await api.get(REGISTER), 405, 'method_not_allowed');
  });

  test('an invalid path', async () => {
    expectError(await api.get('/%zz'), 400, 'bad_request');
  });
});

describe('5 KB body, wrong content type, __proto__, duplicate keys, deep nesting: 4xx in the one error shape', () => {
  test('a body over 4 KB', async () => {
    expectError(await api.post(REGISTER, { phone: 'x'.repeat(5_000), code: '123456' }), 413, 'body_too_large');
  });

  test.for(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])(
    'the content type %s',
    async (type) => {
      expectError(await api.post(REGISTER, '{}', { headers: { 'content-type': type } }), 415, 'unsupported_media_type');
    },
  );

  test.for([
    '{',
    '',
    'undefined',
    '[]',
    '"text"',
    '7',
    'null',
    '[[[[[[[[[[]]]]]]]]]]',
    '{"phone":{{}}}',
    '{"phone":"+998901234567","phone":"+998901234568","code":"123456"}',
    '{"ph\\u006fne":"+998901234567","phone":"+998901234568","code":"123456"}',
    '{"__proto__":{"phone":"+998901234567"},"code":"123456"}',
    `{"phone":"+998901234567","code":"123456","x":${'['.repeat(1000)}${']'.repeat(1000)}}`,
  ])('the body %s', async (body) => {
    expectError(await api.post(REGISTER, body), 400, 'bad_request');
  });

  test.for([
    'application/json; charset=utf-16',
    'application/json;charset=latin1',
    'application/json; charset="bogus"',
  ])('JSON in %s', async (type) => {
    expectError(await api.post(REGISTER, '{}', { headers: { 'content-type': type } }), 415, 'unsupported_media_type');
  });

  test('a body with Content-Encoding', async () => {
    expectError(
      await api.post(REGISTER, '{}', { headers: { 'content-encoding': 'gzip' } }),
      415,
      'unsupported_media_type',
    );
  });

  test('invalid UTF-8, and a byte order mark', async () => {
    for (const payload of [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), Buffer.from('\ufeff{}')]) {
      const answer = await api.app.inject({
        method: 'POST',
        url: REGISTER,
        payload,
        headers: { 'content-type': 'application/json; charset=UTF-8' },
      });
      expectError(answer, 400, 'bad_request');
    }
  });

  test('a value that looks like a key does not count as one', async () => {
    const body = '{"phone":"\\"phone\\":","code":"code","device_name":"a\\\\"}';
    expectError(await api.post(REGISTER, body), 400, 'validation_failed');
  });
});

test('missing and wrong fields are named', async () => {
  const answer = await api.post(
    REGISTER,
    { phone: 5, device_id: 'x'.repeat(101) },
    { headers: { 'accept-language': 'en' } },
  );
  expectError(answer, 400, 'validation_failed');
  expect(answer.json().error.fields).toEqual({
    phone: 'This isn’t valid.',
    code: 'This field is required.',
    device_id: 'This is too long.',
  });
});

test.for([
  [undefined, /^Kod noto‘g‘ri/],
  ['uz', /^Kod noto‘g‘ri/],
  ['uz-Cyrl', /^Код нотўғри/],
  ['ru-RU,ru;q=0.9', /^Код неверный/],
  ['en', /^The code is wrong/],
  ['fr', /^Kod noto‘g‘ri/],
] as const)('asked in %s, an error answers %s', async ([language, text]) => {
  const answer = await api.register(
    somebody().phone,
    '123456',
    {},
    { headers: language ? { 'accept-language': language } : {} },
  );
  expect(answer.json().detail).toMatch(text);
});

test('every path works with and without its trailing slash', async () => {
  for (const path of ['/healthz', '/readyz', '/api/v1/auth/me', '/docs/json']) {
    const [bare, slashed] = await Promise.all([api.get(path), api.get(`${path}/`)]);
    expect(bare.statusCode, path).toBe(slashed.statusCode);
    expect(bare.statusCode, path).not.toBe(404);
  }
});

test('metrics count requests by route and status, and identify no person', async () => {
  const person = somebody();
  await api.register(person.phone, '123456');
  const { body, headers } = await api.get('/metrics');
  expect(headers['content-type']).toMatch(/^text\/plain/);
  expect(body).toMatch(
    /http_request_duration_seconds_count\{method="POST",route="\/api\/v1\/auth\/register\/telegram\/",status="400"\} \d/,
  );
  expect(body).not.toContain(person.phone.slice(1));
});

test.for(['x-forwarded-for', 'x-forwarded-proto', 'forwarded', 'x-real-ip', 'via'])(
  'a request that a proxy passes on, as %s tells, gets no metrics',
  async (header) => {
    expectError(await api.get('/metrics', { headers: { [header]: '203.0.113.7' } }), 404, 'not_found');
  },
);

describe('CORS', () => {
  const preflight = (origin: string, { app } = api) =>
    app.inject({
      method: 'OPTIONS',
      url: REGISTER,
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });

  test('the web app may call, with credentials', async () => {
    const answer = await preflight(WEB_ORIGIN);
    expect(answer.statusCode).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': WEB_ORIGIN,
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': expect.stringContaining('Content-Type'),
    });
    const actual = await api.get('/healthz', { headers: { origin: WEB_ORIGIN } });
    expect(actual.headers).toMatchObject({
      'access-control-allow-origin': WEB_ORIGIN,
      vary: expect.stringContaining('Origin'),
    });
  });

  const https = useApi({ CORS_ALLOWED_ORIGINS: 'https://shop.uz' });

  test.for([
    ['null', 'null'],
    ['a suffix', 'https://shop.uz.evil.example'],
    ['a prefix', 'https://evil-shop.uz'],
    ['a path', 'https://evil.example/https://shop.uz'],
    ['a subdomain', 'https://sub.shop.uz'],
    ['another port', 'https://shop.uz:8443'],
    ['http for https', 'http://shop.uz'],
  ])('CORS: null, suffix, prefix, other port, http for https: no CORS header for %s', async ([, origin = '']) => {
    for (const answer of [await preflight(origin, https), await https.get('/healthz', { headers: { origin } })]) {
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
    expect((await preflight('https://shop.uz', https)).headers).toHaveProperty('access-control-allow-origin');
  });
});

describe('spoofed X-Forwarded-For', () => {
  const proxied = useApi({ TRUSTED_PROXIES: '10.0.0.0/8' });
  const fail = (remoteAddress: string, headers: Record<string, string>) =>
    proxied.register(somebody().phone, '123456', {}, { remoteAddress, headers });

  test('same bucket; only a trusted proxy’s X-Real-IP counts', async () => {
    for (let i = 0; i < 30; i++) {
      expectError(
        await fail('203.0.113.9', { 'x-forwarded-for': `1.2.3.${i}`, 'x-real-ip': `1.2.3.${i}` }),
        400,
        'code_incorrect',
      );
    }
    expectError(await fail('203.0.113.9', { 'x-real-ip': '9.9.9.9' }), 429, 'too_many_attempts');
    for (let i = 0; i < 31; i++)
      expectError(await fail('10.1.2.3', { 'x-real-ip': `198.51.100.${i}` }), 400, 'code_incorrect');
    expectError(await fail('::ffff:10.1.2.3', { 'x-real-ip': '203.0.113.9' }), 429, 'too_many_attempts');
  });
});

describe('allowed hosts', () => {
  const limited = useApi({ ALLOWED_HOSTS: 'api.example.uz,.internal.uz' });
  const ask = (host: string) => limited.get('/healthz', { headers: { host } });

  test('other host names are refused', async () => {
    expect((await ask('api.example.uz')).statusCode).toBe(200);
    expect((await ask('API.example.uz:8000')).statusCode).toBe(200);
    expect((await ask('a.internal.uz')).statusCode).toBe(200);
    for (const host of ['evil.uz', 'api.example.uz.evil.uz', 'evilapi.example.uz', 'internal.uz.evil']) {
      expectError(await ask(host), 400, 'host_not_allowed');
    }
  });
});
