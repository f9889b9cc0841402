import { beforeEach, expect, test } from 'vitest';
import { eventsWith } from '../../support/events.ts';
import { useGateway } from '../../support/sms/gateway.ts';
import { playMobile, smsWebhook } from '../../support/sms/providers.ts';
import { smsCalls } from '../../support/sms/sms-calls.ts';
import { expectError, somebody, useApi } from '../../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => ({
  ...gateway.environment(),
  SMS_FALLBACK_PROVIDER: 'playmobile',
  ...playMobile(gateway),
}));
const { ask, enter, sentToday, challenge } = smsCalls(api);

beforeEach(() => gateway.handset('DELETE', '/faults'));

const providersOf = async (phone: string) =>
  (await eventsWith(api, { challenge: (await challenge(phone)).id })).map(({ data }) => Reflect.get(data, 'provider'));

test.for<[string, object]>([
  ['refuses the SMS', { method: 'send', kind: 'status', status: 400 }],
  ['refuses the login', { method: 'login', kind: 'status', status: 401 }],
  ['drops the login', { method: 'login', kind: 'drop' }],
])('a provider that %s: the fallback sends the same code, counted once', async ([, fault]) => {
  await gateway.handset('DELETE', '/eskiz/tokens'); // so that it logs in
  const { phone } = somebody();
  const before = await sentToday();
  await gateway.fail({ ...fault, times: 2 });
  if ('method' in fault && fault.method === 'login') await api.deploy({});
  expect((await ask(phone)).statusCode).toBe(200);
  expect(gateway.sms(phone)).toHaveLength(1);
  expect(await providersOf(phone)).toEqual(['playmobile']);
  expect(await sentToday()).toBe(before + 1);
  expect(api.log.join('')).toMatch(/"provider":"eskiz".*"next":"playmobile".*The fallback takes an SMS over/);
  expect((await enter(phone, gateway.code(phone))).statusCode).toBe(200);
});

test.for([
  ['drops the connection', { method: 'send', kind: 'drop' }],
  ['answers as a proxy', { method: 'send', kind: 'status', status: 502 }],
])('a provider that %s, so that the SMS may arrive: the fallback sends nothing', async ([, fault]) => {
  const { phone } = somebody();
  await gateway.fail(fault as object);
  expect((await ask(phone)).json().error).toMatchObject({ delivery: 'unknown' });
  expect(gateway.sms(phone)).toEqual([]);
  expect(await providersOf(phone)).toEqual(['eskiz']);
});

test('both refuse: 503, nothing is counted, and the reason is the fallback’s', async () => {
  const { phone } = somebody();
  const before = await sentToday();
  await gateway.fail({ method: 'send', kind: 'status', status: 400 });
  await gateway.fail({ target: 'playmobile', kind: 'status', status: 400 });
  expectError(await ask(phone), 503, 'sms_unavailable');
  expect(await sentToday()).toBe(before);
  expect(api.log.join('')).toContain('playmobile: send answered 400, error 102');
});

test('/readyz tells of both accounts', async () => {
  expect((await api.get('/readyz')).json()).toMatchObject({
    sms: 'ok',
    sms_balance: 'ok',
    sms_fallback: 'ok',
    sms_fallback_balance: 'unknown',
  });
});

const abroad = useApi(() => ({
  ...gateway.environment(),
  SMS_FALLBACK_PROVIDER: 'webhook',
  ...smsWebhook(gateway),
  SMS_ALLOWED_COUNTRIES: 'UZ,KZ',
}));

test('a number of a country that only the fallback serves is its own from the start', async () => {
  const { ask: askAbroad, challenge: challengeAbroad } = smsCalls(abroad);
  expect((await askAbroad('+77012345678')).statusCode).toBe(200);
  expect(gateway.sms('+77012345678')).toHaveLength(1);
  const { id } = await challengeAbroad('+77012345678');
  expect(await eventsWith(abroad, { challenge: id })).toMatchObject([{ data: { provider: 'webhook' } }]);
  expect(abroad.log.join('')).not.toContain('The fallback takes');
  expectError(await askAbroad('+77172345678'), 400, 'phone_not_supported'); // a landline
});
