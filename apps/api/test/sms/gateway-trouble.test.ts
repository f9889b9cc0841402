import { beforeEach, describe, expect, test } from 'vitest';
import { besideTransaction, untilLocked } from '../support/database/locks.ts';
import { eventsWith } from '../support/events.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { useHeldGateway } from '../support/sms/held-gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { expectError, somebody, useApi, wrong } from '../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => gateway.environment());
const { ask, askOn, enter, sentToday, challenge } = smsCalls(api);
const users = async (phone: string) => (await api.sql.query('SELECT 1 FROM users WHERE phone = $1', [phone])).rowCount;

beforeEach(() => gateway.handset('DELETE', '/faults'));

const LOCK_DAYS = 'SELECT * FROM sms_days FOR UPDATE';

describe('a gateway that refuses an SMS', () => {
  test.for<[string, object]>([
    ['answers 500', { method: 'send', kind: 'status', status: 500 }],
    ['refuses', { method: 'send', kind: 'status', status: 400 }],
    ['refuses the login twice', { kind: 'status', status: 401, times: 9 }],
  ])('%s: 503, no user, every budget refunded, and the earlier code still works', async ([, fault]) => {
    const { phone } = somebody();
    await ask(phone);
    const earlier = gateway.code(phone);
    await api.pass('61 seconds');
    const before = await sentToday();
    await gateway.fail(fault);
    const refused = await ask(phone);
    expectError(refused, 503, 'sms_unavailable');
    expect(refused.json().error).not.toHaveProperty('delivery');
    await gateway.handset('DELETE', '/faults');
    expect(await sentToday()).toBe(before);
    expect(await users(phone)).toBe(0);
    expect(gateway.sms(phone)).toHaveLength(1);
    expect((await ask(phone)).json().resend_after_seconds).toBe(120); // as after the second SMS, without any cooldown
    expect(gateway.code(phone)).toBe(earlier);
    expect((await enter(phone, earlier)).statusCode).toBe(200);
  });

  test('the reserve of a known device is refunded too', async () => {
    const person = somebody();
    await api.signIn(person, { device_id: 'own' });
    for (let i = 0; i < 3; i++) {
      await gateway.fail({ method: 'send', kind: 'status', status: 500 });
      expectError(await askOn('own', person.phone), 503, 'sms_unavailable');
    }
    for (let i = 0; i < 3; i++) {
      expect((await askOn('own', person.phone)).statusCode).toBe(200);
      await api.pass('61 seconds');
    }
  });

  test('is an event: code.refused, with the reason and the masked number', async () => {
    const { phone } = somebody();
    await gateway.fail({ method: 'send', kind: 'status', status: 500 });
    await ask(phone, { remoteAddress: '203.0.113.50', headers: { 'user-agent': 'Redmi' } });
    const origin = { ip: '203.0.113.50', user_agent: 'Redmi', channel: 'sms' };
    expect(await eventsWith(api, { phone })).toMatchObject([
      { type: 'code.refused', actor: 'system', ...origin, data: { reason: 'gateway' } },
    ]);
  });
});

test('a used code stays used when a resend that began before is refused', async () => {
  const { phone } = somebody();
  await ask(phone);
  const code = gateway.code(phone);
  await api.pass('61 seconds');
  await gateway.fail({ method: 'send', kind: 'status', status: 500 });
  await besideTransaction(api, LOCK_DAYS, async (commit) => {
    const resend = ask(phone);
    await untilLocked(api);
    expect((await enter(phone, code)).statusCode).toBe(200);
    await commit();
    await resend;
  });
  expectError(await enter(phone, code), 400, 'code_incorrect');
});

test('an SMS that waits while the last attempt fails carries a new code, which works', async () => {
  const { phone } = somebody();
  await ask(phone);
  const first = gateway.code(phone);
  for (let i = 0; i < 4; i++) await enter(phone, wrong(first));
  await api.pass('61 seconds');
  await besideTransaction(api, LOCK_DAYS, async (commit) => {
    const resend = ask(phone);
    await untilLocked(api);
    await enter(phone, wrong(first));
    await commit();
    expect((await resend).statusCode).toBe(200);
  });
  expect(await challenge(phone)).toMatchObject({ tries: 0 });
  expect((await enter(phone, gateway.code(phone))).statusCode).toBe(200);
});

describe('while the gateway has not answered yet', () => {
  const slow = useHeldGateway();
  const held = useApi(() => slow.environment());
  const calls = smsCalls(held);

  /** A number with a code that arrived a minute ago. */
  async function sendFirst() {
    const person = somebody();
    const asked = calls.ask(person.phone);
    const sms = await slow.next();
    sms.accept();
    expect((await asked).statusCode).toBe(200);
    await held.pass('61 seconds');
    return { phone: person.phone, code: sms.code };
  }

  test('a failed attempt counts, and the code survives the refusal of its resend', async () => {
    const { phone, code } = await sendFirst();
    const resend = calls.ask(phone);
    const sms = await slow.next();
    expectError(await calls.enter(phone, wrong(code)), 400, 'code_incorrect');
    sms.refuse();
    expectError(await resend, 503, 'sms_unavailable');
    expect(await calls.challenge(phone)).toMatchObject({ tries: 1 });
    expect((await calls.enter(phone, code)).statusCode).toBe(200);
  });

  test('a code that was used before its own SMS is refused stays used', async () => {
    const { phone } = somebody();
    const asked = calls.ask(phone);
    const sms = await slow.next();
    expect((await calls.enter(phone, sms.code)).statusCode).toBe(200); // the SMS arrived all the same
    sms.refuse();
    expectError(await asked, 503, 'sms_unavailable');
    expectError(await calls.enter(phone, sms.code), 400, 'code_incorrect');
    expect(await calls.challenge(phone)).toMatchObject({ state: 'collected' });
  });

  test('the refusal of a stranger’s SMS leaves the code that the owner’s SMS carries', async () => {
    const owner = somebody();
    await held.signIn(owner, { device_id: 'own' });
    const strangers = calls.ask(owner.phone);
    const refused = await slow.next();
    const owners = calls.askOn('own', owner.phone);
    const accepted = await slow.next();
    accepted.accept();
    expect((await owners).statusCode).toBe(200);
    refused.refuse();
    expectError(await strangers, 503, 'sms_unavailable');
    expect((await calls.enter(owner.phone, accepted.code, { device_id: 'own' })).statusCode).toBe(200);
  });

  test('taking back an SMS locks the day first, in the same order as counting it', async () => {
    const { phone } = somebody();
    const asked = calls.ask(phone);
    const sms = await slow.next();
    await besideTransaction(held, LOCK_DAYS, async () => {
      sms.refuse();
      await untilLocked(held);
      expectError(await calls.enter(phone, wrong(sms.code)), 400, 'code_incorrect'); // its challenge is not locked yet
    });
    expectError(await asked, 503, 'sms_unavailable');
  });
});

describe('an SMS of unknown outcome', () => {
  test.for([502, 503, 504])('%s from a proxy before the gateway: it cools down', async (status) => {
    const { phone } = somebody();
    await gateway.fail({ method: 'send', kind: 'status', status });
    const answer = await ask(phone);
    expectError(answer, 503, 'sms_unavailable');
    expect(answer.json().error).toMatchObject({ retry_after: 60, delivery: 'unknown' });
    expectError(await ask(phone), 429, 'code_cooldown');
  });

  test('keeps the code of the SMS before it, counts, and is a delivery and an event', async () => {
    const { phone } = somebody();
    await ask(phone);
    const code = gateway.code(phone);
    await api.pass('61 seconds');
    await gateway.fail({ method: 'send', kind: 'drop' });
    const answer = await ask(phone);
    expectError(answer, 503, 'sms_unavailable');
    expect(answer.json().error).toMatchObject({ retry_after: 120, delivery: 'unknown' });
    expect(api.log.join('')).toContain('so an SMS may or may not arrive');

    const { id } = await challenge(phone);
    const deliveries = 'SELECT status, provider_id FROM deliveries WHERE challenge_id = $1 ORDER BY id';
    expect((await api.sql.query(deliveries, [id])).rows).toEqual([
      { status: 'waiting', provider_id: expect.any(String) },
      { status: 'unknown', provider_id: null },
    ]);
    expect(await eventsWith(api, { challenge: id })).toMatchObject([
      { type: 'code.sent', data: { delivery: 'waiting' } },
      { type: 'code.sent', data: { delivery: 'unknown' } },
    ]);
    expect((await enter(phone, code)).statusCode).toBe(200);
  });
});
