import { randomUUID } from 'node:crypto';
import { contract } from '@raqam/shared/contract';
import { botContract } from '@raqam/shared/contract/bot';
import { challengeContract } from '@raqam/shared/contract/challenges';
import { API_BASE_PATH } from '@raqam/shared/routes';
import { beforeAll, describe, expect, test } from 'vitest';
import { withMiniApp } from '../../support/mini-app.ts';
import { usePress, withBot } from '../../support/press.ts';
import { useGateway } from '../../support/sms/gateway.ts';
import { BOT_SECRET, expectError, fromElsewhere, somebody, useApi } from '../../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => ({ ...withBot, ...withMiniApp, ...gateway.environment() }));
const press = usePress(api);

const endpoints = { ...botContract, ...challengeContract };
type Name = keyof typeof endpoints;
const names = Object.keys(endpoints) as Name[]; // of a literal

let browser: Awaited<ReturnType<typeof press.start>>;
const { telegramId: telegram_id, phone } = somebody();
beforeAll(async () => {
  browser = await press.start({}, fromElsewhere());
  await press.open(browser.nonce, telegram_id);
});

/** A body that the endpoint accepts. */
const bodies = (): Record<Name, Record<string, unknown>> => {
  const { id: ref, secret } = browser;
  return {
    findChat: { telegram_id },
    saveChat: { telegram_id, language: 'ru' },
    openChallenge: { start: browser.nonce, telegram_id, full_name: 'A', language: 'ru' },
    shareContact: { ref, telegram_id, phone_number: phone },
    decideChallenge: { ref, telegram_id: 1, choice: '10' },
    nextAlerts: { seconds: 0, limit: 1 },
    acknowledgeAlerts: { ids: [] },
    disownSession: { alert: randomUUID(), telegram_id },
    startChallenge: { device_id: 'd', device_name: 'n' },
    waitForChallenge: { secret, seconds: 0, state: 'opened' },
    sendCode: { secret: 'wrong', phone, channel: 'sms' },
    verifyCode: { secret: 'wrong', code: '123456' },
    collectChallenge: { secret },
    signInWithMiniApp: { init_data: 'auth_date=1', device_id: 'd', device_name: 'n' },
  };
};

const send = (name: Name, body: unknown, id = browser.id) =>
  api.post(API_BASE_PATH + endpoints[name].path.replace(':id', id), body, {
    ...fromElsewhere(),
    headers: { authorization: `Bearer ${BOT_SECRET}` },
  });

/** A refusal in the one shape, or a success: never a failure of the API. */
async function expectNoFailure(name: Name, body: unknown, id?: string): Promise<number> {
  const answer = await send(name, body, id);
  const about = `${name} ${JSON.stringify(body)?.slice(0, 200)} ${id ?? ''} ${answer.body}`;
  expect(answer.statusCode, about).toBeLessThan(500);
  if (answer.statusCode >= 400) {
    expect(Object.keys(answer.json()), about).toEqual(['error', 'detail']);
    const { code } = answer.json().error;
    const general = ['bad_request', 'validation_failed', 'body_too_large', 'not_found'];
    expect([...general, ...contract[name].errors], about).toContain(code);
  }
  return answer.statusCode;
}

const VALUES: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 52 + 1,
  1e308,
  '',
  ' ',
  '1',
  'a'.repeat(101),
  'a'.repeat(3_001),
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e',
  '٣٤',
  "'; DROP TABLE users; --",
  '../../../etc/passwd',
  'undefined',
  [],
  ['a'],
  {},
  { toString: 1 },
  { $ne: null },
];

describe.for(names.map((name) => [name] as const))('%s', ([name]) => {
  test('takes its own body', async () => {
    const answer = await send(name, bodies()[name]);
    expect(answer.body).not.toContain('validation_failed');
    expect(answer.statusCode).toBeLessThan(500);
  });

  test('never fails by a value of a wrong type, size or alphabet', async () => {
    const body = bodies()[name];
    for (const field of Object.keys(body))
      for (const value of VALUES) await expectNoFailure(name, { ...bodies()[name], [field]: value });
  });

  test('refuses unknown fields and prototype keys', async () => {
    for (const key of ['more', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '']) {
      const answer = await send(name, { ...bodies()[name], [key]: {} });
      expectError(answer, 400, 'validation_failed');
    }
    const own = JSON.stringify(bodies()[name]).slice(1);
    expectError(await send(name, `{"__proto__":{"admin":true},${own}`), 400, 'bad_request');
  });

  test('never fails by a body that is empty, broken, an array, a number or deep', async () => {
    const deep = `${'{"a":'.repeat(20)}1${'}'.repeat(20)}`;
    for (const body of ['', '{}', '[]', 'null', '1', '"a"', '{', '{"a":1,"a":2}', deep, '\u0000', 'a=1'])
      await expectNoFailure(name, body);
    expectError(await send(name, { more: 'x'.repeat(5_000) }), 413, 'body_too_large');
  });
});

test.for(names.filter((name) => endpoints[name].path.includes(':id')))(
  '%s finds nothing by an id that is no UUID of ours',
  async (name) => {
    const ids = [
      browser.id.toUpperCase(),
      `{${browser.id}}`,
      browser.id.replaceAll('-', ''),
      randomUUID(),
      '00000000-0000-0000-0000-000000000000',
      '1',
      'null',
      '__proto__',
      '%00',
      `${browser.id}%00`,
      `${browser.id}%20`,
      '%F0%9F%92%A9',
      "'--",
      'a'.repeat(100),
    ];
    for (const id of ids) expect(await expectNoFailure(name, bodies()[name], id), id).toBe(404);
  },
);

test.for<Name>(['shareContact', 'decideChallenge', 'disownSession'])(
  '%s finds nothing by a ref that is no UUID of ours',
  async (name) => {
    const field = name === 'disownSession' ? 'alert' : 'ref';
    for (const ref of [browser.id.toUpperCase(), '1', '', '\u0000', randomUUID(), `${browser.id} `])
      expectError(await send(name, { ...bodies()[name], [field]: ref }), 404, 'not_found');
  },
);
