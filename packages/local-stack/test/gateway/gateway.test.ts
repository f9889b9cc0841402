import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { openServer, openWebhook } from 'bot-handset/test/support/open-webhook';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DEVELOPMENT_GATEWAY_ACCOUNT, type GatewayAccount } from '../../src/gateway/account.ts';
import { type Answer, AZIZA, BOBUR, call, type Json, openStack } from '../support/open-stack.ts';

const { token: TOKEN } = DEVELOPMENT_GATEWAY_ACCOUNT;
const PHONE = '+998901234567';
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

afterEach(() => {
  vi.useRealTimers();
});

/** A stack with calls of the Gateway API by JSON. */
async function openGateway(account: Partial<GatewayAccount> = {}) {
  const stack = await openStack({ telegramGateway: { token: TOKEN, ...account } });
  const gateway = (method: string, params: object = {}, token: string | undefined = TOKEN): Promise<Answer> =>
    call(`${stack.url}/gateway/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(params),
    });
  return {
    ...stack,
    gateway,
    send: (params: object = {}) =>
      gateway('sendVerificationMessage', { phone_number: PHONE, code: '042137', ttl: 60, ...params }),
    status: async (id: string): Promise<Json> =>
      (await gateway('checkVerificationStatus', { request_id: id })).body.result,
    chat: async (person = AZIZA): Promise<Json[]> =>
      (await stack.handset(`/users/${person}/verification-codes?wait=30`)).body,
    balance: async (): Promise<number> => (await stack.handset('/gateway/balance')).body.balance,
    setReading: (reads_codes: boolean) => stack.handset('/users', { telegram_id: AZIZA, reads_codes }),
  };
}

const refusal = (error: string) => expect.objectContaining({ body: { ok: false, error } });

describe('access', () => {
  test('a missing and a wrong token are refused by name; the token may be a parameter', async () => {
    const { gateway, url } = await openGateway();
    expect(await gateway('checkSendAbility', { phone_number: PHONE }, '')).toEqual(refusal('ACCESS_TOKEN_REQUIRED'));
    expect(await gateway('checkSendAbility', { phone_number: PHONE }, 'x')).toEqual(refusal('ACCESS_TOKEN_INVALID'));
    const query = new URLSearchParams({ access_token: TOKEN, phone_number: PHONE });
    expect((await call(`${url}/gateway/checksendability?${query}`)).body.ok).toBe(true);
    expect(await gateway('sendSms')).toEqual(refusal('UNKNOWN_METHOD'));
  });

  test.each<[string, object]>([
    ['PHONE_NUMBER_INVALID', { phone_number: '+0' }],
    ['PHONE_NUMBER_NOT_FOUND', { phone_number: '+998900000000' }],
    ['CODE_INVALID', { code: '123' }],
    ['CODE_INVALID', { code: '12345a' }],
    ['CODE_LENGTH_REQUIRED', { code: undefined }],
    ['CODE_LENGTH_INVALID', { code: undefined, code_length: 9 }],
    ['TTL_INVALID', { ttl: 29 }],
    ['TTL_INVALID', { ttl: 3_601 }],
    ['CALLBACK_URL_INVALID', { callback_url: 'http://shop.example/report' }],
    ['CALLBACK_URL_INVALID', { callback_url: `https://shop.example/${'x'.repeat(256)}` }],
    ['PAYLOAD_INVALID', { payload: 'ў'.repeat(65) }],
    ['SENDER_USERNAME_INVALID', { sender_username: 'a b' }],
    ['SENDER_NOT_OWNED', { sender_username: 'somebody_else' }],
    ['REQUEST_ID_INVALID', { request_id: 'made-up' }],
  ])('%s: %j, and it costs nothing', async (error, params) => {
    const { send, balance } = await openGateway({ senders: ['raqam'] });
    expect(await send(params)).toEqual(refusal(error));
    expect(await balance()).toBe(100);
  });
});

describe('a code', () => {
  test('reaches the chat “Verification Codes” of a person who never opened the bot, and is paid for', async () => {
    const { send, chat, status, handset } = await openGateway({ senders: ['raqam'] });
    const { body } = await send({ sender_username: '@raqam', payload: 'mine' });
    expect(body).toEqual({
      ok: true,
      result: {
        request_id: expect.stringMatching(UUID),
        phone_number: PHONE,
        request_cost: 0.01,
        remaining_balance: 99.99,
        delivery_status: { status: 'sent', updated_at: expect.any(Number) },
        payload: 'mine',
      },
    });
    const [message] = await chat();
    expect(message).toMatchObject({
      text: 'Tasdiqlash kodingiz: 042137\nBu kodni hech kimga aytmang.\n@raqam',
      entities: [{ type: 'code', offset: 21, length: 6 }],
      is_read: false,
    });
    expect(message.reply_markup.inline_keyboard[0][0].copy_text).toEqual({ text: '042137' });
    expect((await status(body.result.request_id)).delivery_status.status).toBe('delivered');
    await handset(`/users/${AZIZA}/verification-codes/read`, {});
    expect((await status(body.result.request_id)).delivery_status.status).toBe('read');
    expect((await handset(`/users/${BOBUR}/verification-codes`)).body).toEqual([]);
  });

  test('by a form, with digits that Telegram makes', async () => {
    const { url, chat } = await openGateway();
    const answer = await call(`${url}/gateway/sendVerificationMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
      body: new URLSearchParams({ phone_number: PHONE.slice(1), code_length: '4' }),
    });
    expect(answer.body.result.phone_number).toBe(PHONE);
    const [{ entities }] = await chat();
    expect(entities[0].length).toBe(4);
  });

  test('that the person enters is valid or not, and the account learns it', async () => {
    const { send, gateway } = await openGateway();
    const { request_id } = (await send()).body.result;
    const enter = async (code: string) =>
      (await gateway('checkVerificationStatus', { request_id, code })).body.result.verification_status;
    expect(await enter('000000')).toMatchObject({ status: 'code_invalid', code_entered: '000000' });
    expect(await enter('042137')).toMatchObject({ status: 'code_valid', code_entered: '042137' });
    expect(await gateway('checkVerificationStatus')).toEqual(refusal('REQUEST_ID_REQUIRED'));
  });

  test('after checkSendAbility is free, but only once and only to that number', async () => {
    const { send, gateway, balance } = await openGateway();
    const { body } = await gateway('checkSendAbility', { phone_number: PHONE });
    expect(body.result).toMatchObject({ request_cost: 0.01, remaining_balance: 99.99 });
    const { request_id } = body.result;
    expect(await send({ request_id, phone_number: '+998935550199' })).toEqual(refusal('PHONE_NUMBER_MISMATCH'));
    expect((await send({ request_id })).body.ok).toBe(true);
    expect(await send({ request_id })).toEqual(refusal('MESSAGE_ALREADY_SENT'));
    expect(await balance()).toBe(99.99);
  });

  test('to the number of the account itself is free, also without any balance', async () => {
    const { send } = await openGateway({ ownPhone: PHONE, balance: 0 });
    expect((await send()).body.result).toMatchObject({ request_cost: 0 });
    expect(await send({ phone_number: '+998935550199' })).toEqual(refusal('BALANCE_NOT_ENOUGH'));
  });
});

test('a number that Telegram can’t send codes to is refused', async () => {
  const { send, handset, balance } = await openGateway();
  await handset('/users', { telegram_id: AZIZA, gateway_reachable: false });
  expect(await send()).toEqual(refusal('PHONE_NUMBER_NOT_AVAILABLE'));
  expect(await balance()).toBe(100);
});

describe('a code for a phone that is off', () => {
  test('expires after its ttl and is refunded', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { send, status, balance, setReading, handset } = await openGateway();
    await setReading(false);
    const { request_id } = (await send({ ttl: 30 })).body.result;
    vi.advanceTimersByTime(29_999);
    expect((await status(request_id)).delivery_status.status).toBe('sent');
    vi.advanceTimersByTime(1);
    expect(await status(request_id)).toMatchObject({
      is_refunded: true,
      delivery_status: { status: 'expired' },
      verification_status: { status: 'expired' },
    });
    expect(await balance()).toBe(100);
    await setReading(true);
    expect((await handset(`/users/${AZIZA}/verification-codes`)).body).toEqual([]);
  });

  test('arrives once the phone is on again', async () => {
    const { send, chat, setReading } = await openGateway();
    await setReading(false);
    await send();
    await setReading(true);
    expect(await chat()).toHaveLength(1);
  });

  test('can be expired at once; delivered ones stay and cost', async () => {
    const { send, chat, setReading, handset, balance } = await openGateway();
    await send();
    await chat();
    await setReading(false);
    await send();
    expect((await handset('/gateway/expire', { phone: PHONE })).body).toEqual({ expired: 1 });
    expect((await handset('/gateway/expire', { phone: PHONE })).body).toEqual({ expired: 0 });
    expect(await balance()).toBe(99.99);
  });

  test('can be revoked; a delivered one stays', async () => {
    const { send, chat, setReading, gateway, status } = await openGateway();
    const revoke = async () => {
      const { request_id } = (await send()).body.result;
      if (isReading) await chat();
      expect((await gateway('revokeVerificationMessage', { request_id })).body).toEqual({ ok: true, result: true });
      return (await status(request_id)).delivery_status.status;
    };
    let isReading = true;
    expect(await revoke()).toBe('delivered');
    isReading = false;
    await setReading(false);
    expect(await revoke()).toBe('revoked');
  });
});

describe('reports', () => {
  test('are signed over timestamp and body', async () => {
    const { send } = await openGateway();
    const bodies: string[] = [];
    let arrived = () => {};
    const isReported = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let headers: Record<string, unknown> = {};
    const url = await openServer(async (request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      await once(request, 'end');
      bodies.push(body);
      headers = request.headers;
      response.end();
      arrived();
    });
    const { body } = await send({ callback_url: `${url}/report`, payload: 'mine' });
    await isReported;
    const [text = ''] = bodies;
    const signed = createHmac('sha256', createHash('sha256').update(TOKEN).digest());
    const expected = signed.update(`${headers['x-request-timestamp']}\n${text}`).digest('hex');
    expect(headers['x-request-signature']).toBe(expected);
    expect(Math.abs(Number(headers['x-request-timestamp']) - Date.now() / 1_000)).toBeLessThan(60);
    expect(JSON.parse(text)).toMatchObject({
      request_id: body.result.request_id,
      delivery_status: { status: 'delivered' },
      payload: 'mine',
    });
  });

  test('are repeated until they are answered with 200; each change is one', async () => {
    const { send, handset, setReading } = await openGateway();
    await setReading(false);
    const answers = [500, 204, 404];
    const hook = await openWebhook(() => ({ status: answers.shift() ?? 200 }));
    await send({ callback_url: hook.url });
    await handset('/gateway/expire', { phone: PHONE });
    const reports = [await hook.next(), await hook.next(), await hook.next(), await hook.next()];
    for (const { update } of reports) {
      expect(update).toMatchObject({ is_refunded: true, delivery_status: { status: 'expired' } });
    }
    await setReading(true);
    await send({ callback_url: hook.url });
    expect((await hook.next()).update.delivery_status.status).toBe('delivered');
    await handset(`/users/${AZIZA}/verification-codes/read`, {});
    expect((await hook.next()).update.delivery_status.status).toBe('read');
  });
});

describe('faults', () => {
  test('have the names of Telegram’s errors and send nothing', async () => {
    const { send, handset, balance } = await openGateway();
    const fault = { target: 'gateway', method: 'sendVerificationMessage', kind: 'status', times: 1 };
    await handset('/faults', { ...fault, status: 429, retry_after: 5 });
    await handset('/faults', { ...fault, status: 200, error: 'BALANCE_NOT_ENOUGH' });
    await handset('/faults', { ...fault, kind: 'drop' });
    expect(await send()).toEqual({ status: 429, body: { ok: false, error: 'FLOOD_WAIT_5' } });
    expect(await send()).toEqual({ status: 200, body: { ok: false, error: 'BALANCE_NOT_ENOUGH' } });
    await expect(send()).rejects.toThrow('fetch failed');
    expect(await balance()).toBe(100);
  });

  test('a delayed send whose sender gave up is still delivered', async () => {
    const { url, handset, chat } = await openGateway();
    await handset('/faults', { target: 'gateway', kind: 'delay', ms: 2_000, times: 1 });
    const sender = new AbortController();
    const given = fetch(`${url}/gateway/sendVerificationMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ phone_number: PHONE, code: '123456' }),
      signal: sender.signal,
    });
    await expect.poll(async () => (await handset('/faults')).body).toEqual([]); // the send has begun
    sender.abort();
    await expect(given).rejects.toThrow('abort');
    expect(await chat()).toHaveLength(1);
  });
});
