import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { solve } from '../support/pay.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { type Answer, expectError, fromElsewhere, somebody, useApi } from '../support/test-api.ts';

/** Emulates `siteverify` of Turnstile and hCaptcha: a token is right once, for this secret. */
const service = { asked: [] as Record<string, string>[], secret: 'the-secret', isDown: false };
const server = createServer(async (request, response) => {
  const fields = Object.fromEntries(new URLSearchParams(await text(request)));
  const isUsed = service.asked.some((before) => before['response'] === fields['response']);
  service.asked.push({ ...fields, path: request.url ?? '' });
  if (service.isDown) return response.writeHead(503).end('<html>');
  const wrong = fields['response'] !== 'right-token' || isUsed;
  const errors = fields['secret'] !== service.secret ? ['invalid-input-secret'] : wrong ? ['timeout-or-duplicate'] : [];
  return response.end(JSON.stringify({ success: errors.length === 0, 'error-codes': errors }));
});
let url = '';
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
});
afterAll(() => void server.close().closeAllConnections());
beforeEach(() => Object.assign(service, { asked: [], isDown: false, secret: 'the-secret' }));

const gateway = useGateway();
const api = useApi(() => ({
  ...gateway.environment(),
  ABUSE_RULES: 'enforce',
  CAPTCHA: 'turnstile',
  CAPTCHA_SITE_KEY: '0x4AAAAAAA',
  CAPTCHA_SECRET: 'the-secret',
  CAPTCHA_BASE_URL: url,
}));

const ask = (phone: string, captcha?: string): Promise<Answer> =>
  api.post('/api/users/auth/', { phone, captcha }, { ...fromElsewhere() });

beforeEach(async () => {
  await api.sql.query(
    `INSERT INTO abuse_counts VALUES ('country:UZ', date_trunc('day', now(), 'UTC'), 1000, 0) ON CONFLICT DO NOTHING`,
  );
});

test.for([
  ['turnstile', '/turnstile/v0/siteverify'],
  ['hcaptcha', '/siteverify'],
] as const)('%s: the answer names the site key, and a right token buys one code', async ([kind, path]) => {
  await api.deploy({ CAPTCHA: kind });
  const [{ phone }, other] = [somebody(), somebody()];
  const asked = await ask(phone);
  expectError(asked, 403, 'captcha_required');
  expect(asked.json().error.captcha).toEqual({ kind, site_key: '0x4AAAAAAA' });
  expectError(await ask(phone, 'wrong-token'), 403, 'captcha_required');
  expect((await ask(phone, 'right-token')).statusCode).toBe(200);
  expect(service.asked.at(-1)).toMatchObject({ path, secret: 'the-secret', response: 'right-token' });
  expectError(await ask(other.phone, 'right-token'), 403, 'captcha_required');
  expect(api.log.join('\n')).not.toMatch(/the-secret|right-token/);
});

test.for(['is down', 'refuses our secret'])(
  'while the service %s, a proof of work takes its place',
  async (trouble) => {
    await api.deploy({});
    if (trouble === 'is down') service.isDown = true;
    else service.secret = 'another-one';
    const { phone } = somebody();
    expect((await ask(phone)).json().error.captcha.kind).toBe('turnstile');
    const proof = await solve(await ask(phone, 'right-token'));
    expect((await ask(phone, proof)).statusCode).toBe(200);
    expect(api.log.join('\n')).toContain('CAPTCHA_SECRET');
  },
);
