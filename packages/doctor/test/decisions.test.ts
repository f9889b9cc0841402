import { isSameSite } from '@raqam/service/same-site';
import { contract } from '@raqam/shared/contract';
import { normalisePhone } from '@raqam/shared/phone';
import { describe, expect, test } from 'vitest';
import { judgeCookies } from '../src/checks/dry-run/cookies.ts';
import { findCdn, isCloudflareIp } from '../src/http/cdn.ts';
import { maySendSecrets } from '../src/http/may-send-secrets.ts';
import { testPeople } from '../src/journey/test-people.ts';
import { messages } from '../src/messages/messages.ts';
import { readCommand } from '../src/read-command.ts';
import { createRedactor } from '../src/redact.ts';

describe('a secret is sent', () => {
  test.for([
    'https://api.example.uz',
    'https://198.51.100.7',
    'http://localhost:8000',
    'http://127.0.0.1',
    'http://127.8.9.10',
    'http://2130706433', // 127.0.0.1 in one number
    'http://[::1]:8000',
    'http://[::ffff:127.0.0.1]',
    'http://10.1.2.3',
    'http://172.31.0.1',
    'http://192.168.1.5:8000',
    'http://[fd12::1]',
    'http://[fe80::1]',
  ])('to %s', (url) => {
    expect(maySendSecrets(new URL(url))).toBe(true);
  });

  test.for([
    'http://api.example.uz',
    'http://198.51.100.7',
    'http://100.64.0.1', // a carrier's customers share it
    'http://172.32.0.1',
    'http://192.169.0.1',
    'http://[2001:db8::1]',
    'http://[::ffff:198.51.100.7]',
    'http://localhost.example.uz',
    'http://127.0.0.1.example.uz',
    'http://10.example.uz',
    'http://foo.localhost', // a name, which a resolver answers
    'http://api.railway.internal',
    'ftp://localhost',
  ])('not to %s', (url) => {
    const target = new URL(url);
    expect(target.protocol === 'ftp:' || !maySendSecrets(target)).toBe(true);
  });
});

describe('one site', () => {
  test.for([
    ['https://example.uz', 'https://api.example.uz', true],
    ['https://site.example.uz', 'https://api.example.uz:8443', true],
    ['http://localhost:5173', 'http://localhost:8000', true],
    ['https://raqam.co.uz', 'https://api.raqam.co.uz', true],
    ['https://raqam-web.up.railway.app', 'https://raqam-web.up.railway.app', true],
    ['https://raqam-web.up.railway.app', 'https://raqam-api.up.railway.app', false],
    ['https://one.co.uz', 'https://two.co.uz', false],
    ['https://example.uz', 'https://example.com', false],
    ['http://example.uz', 'https://api.example.uz', false],
    ['http://localhost:5173', 'http://127.0.0.1:8000', false],
    ['http://10.0.0.1', 'http://11.0.0.1', false],
  ] as const)('%s and %s: %s', ([a, b, expected]) => {
    expect(isSameSite(new URL(a), new URL(b))).toBe(expected);
    expect(isSameSite(new URL(b), new URL(a))).toBe(expected);
  });
});

describe('the test people of the dry run', () => {
  const phones = testPeople.flatMap((person) => person.phones);

  test('have valid numbers that Ofcom keeps for drama, each once', () => {
    for (const phone of phones) {
      expect(normalisePhone(phone, 'contact')).toEqual({ ok: true, phone });
      expect(phone).toMatch(/^\+447700900\d{3}$/);
    }
    expect(new Set(phones).size).toBe(phones.length);
  });

  test('have ids that the contract accepts and Telegram is far from', () => {
    const { telegram_id } = contract.createTelegramCode.body.shape;
    for (const { telegramId } of testPeople) {
      expect(telegram_id.safeParse(telegramId).success).toBe(true);
      expect(telegramId).toBeGreaterThan(2 ** 51);
    }
    expect(new Set(testPeople.map(({ telegramId }) => telegramId)).size).toBe(testPeople.length);
  });
});

test('secrets and control characters are removed from the output, the longer secret first', () => {
  const { addSecret, redact } = createRedactor();
  for (const secret of ['hush', 'hush-hush', '']) addSecret(secret);
  expect(redact('a hush-hush b hush c\u001b[2J')).toBe('a [secret] b [secret] c [2J');
});

test('without URLs it examines pnpm dev with its development values, whatever the environment holds', () => {
  const read = readCommand([], { BOT_TOKEN: '1:production', BOT_SECRET_KEY: 'production' });
  if (read.ok !== true) throw new Error('It is right usage');
  const { api, web, bot, telegram, token, botSecret } = read.command.target;
  expect([api, web, bot, telegram].map((url) => url?.href)).toEqual([
    'http://localhost:8000/',
    'http://localhost:5173/',
    'http://localhost:8080/',
    'http://127.0.0.1:8081/',
  ]);
  expect({ token, botSecret }).toEqual({
    token: expect.stringContaining('development'),
    botSecret: expect.stringContaining('development'),
  });
});

test('URLs may have paths, as in REGISTER_URL and VITE_API_BASE_URL', () => {
  const read = readCommand(['--api', 'https://api.example.uz/api/v1', '--web', 'https://example.uz/register'], {});
  if (read.ok !== true) throw new Error('It is right usage');
  expect(read.command.target.api?.href).toBe('https://api.example.uz/');
  expect(read.command.target.web?.href).toBe('https://example.uz/');
});

test('pnpm dev on other ports is examined on these', () => {
  const read = readCommand([], { RAQAM_API_PORT: '8001', RAQAM_STACK_PORT: '8999' });
  if (read.ok !== true) throw new Error('It is right usage');
  const { api, web, telegram } = read.command.target;
  expect([api, web, telegram].map((url) => url?.href)).toEqual([
    'http://localhost:8001/',
    'http://localhost:5173/',
    'http://127.0.0.1:8999/',
  ]);
});

describe('an answer of a CDN is known by its headers', () => {
  test.for([
    ['Cloudflare', { 'cf-ray': '8d1f2a3b4c5d6e7f-TAS' }],
    ['Cloudflare', { server: 'cloudflare' }],
    ['CloudFront', { 'x-amz-cf-id': 'abc', via: '1.1 abc.cloudfront.net (CloudFront)' }],
    ['Fastly', { 'x-served-by': 'cache-fra-etou8220027-FRA' }],
    ['Akamai', { server: 'AkamaiGHost' }],
    ['ddos-guard', { server: 'ddos-guard' }],
    [undefined, { server: 'railway-edge' }],
    [undefined, { server: 'Caddy', via: '1.1 Caddy' }],
  ] as const)('%s: %j', ([cdn, headers]) => {
    expect(findCdn(new Headers(headers))).toBe(cdn);
  });

  test.for([
    ['172.70.1.2', true],
    ['104.27.255.1', true],
    ['104.28.0.1', false],
    ['2606:4700:10::6814:1', true],
    ['203.0.113.7', false],
    ['172.60.1.2', false],
    ['not an IP', false],
  ] as const)('%s is an IP of Cloudflare: %s', ([ip, expected]) => {
    expect(isCloudflareIp(ip)).toBe(expected);
  });
});

describe('cookies', () => {
  const judge = (attributes: string, web: string, api: string) => {
    const lines = ['access_token', 'refresh_token'].map((name) => `${name}=x; Path=/; ${attributes}`);
    return judgeCookies(lines, { web: new URL(web), api: new URL(api) }, messages.en).seen;
  };
  const { cookies: texts } = messages.en;
  const site = 'https://site.example.uz';
  const api = 'https://api.example.uz';
  const railway = ['https://a.up.railway.app', 'https://b.up.railway.app'] as const;

  test.for([
    ['HttpOnly; Secure; SameSite=Lax', site, api, texts.lax],
    ['HttpOnly; SameSite=Lax', 'http://localhost:5173', 'http://localhost:8000', texts.lax],
    ['HttpOnly; Secure; SameSite=Lax', 'http://localhost:5173', 'http://localhost:8000', texts.lax],
    ['HttpOnly; Secure; SameSite=Lax', 'http://192.168.1.5', 'http://192.168.1.5:8000', texts.secureOnHttp],
    ['HttpOnly; Secure; SameSite=Lax', ...railway, texts.twoSites(...railway)],
    ['HttpOnly; Secure', ...railway, texts.twoSites(...railway)],
    ['HttpOnly; Secure; SameSite=None; Partitioned', ...railway, texts.none],
    ['HttpOnly; Secure; SameSite=None', ...railway, texts.unsafeNone],
    ['HttpOnly; SameSite=None; Partitioned', ...railway, texts.unsafeNone],
    ['HttpOnly; Secure; SameSite=None; Partitioned', 'http://localhost:1', 'http://127.0.0.1:2', texts.unsafeNone],
    ['HttpOnly; SameSite=Lax', site, api, texts.insecure('access_token')],
    ['Secure; SameSite=Lax', site, api, texts.script('access_token')],
  ] as const)('%s from %s to %s: %s', ([attributes, from, to, expected]) => {
    expect(judge(attributes, from, to)).toBe(expected);
  });

  test('a missing one is named', () => {
    const only = judgeCookies(
      ['access_token=x; HttpOnly; Secure; SameSite=Lax'],
      { web: new URL(site), api: new URL(api) },
      messages.en,
    );
    expect(only).toMatchObject({ mark: 'failed', seen: texts.missing('refresh_token') });
  });
});
