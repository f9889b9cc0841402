import { findFreePort } from '@raqam/local-stack/free-port';
import type { Statistics } from '@raqam/shared/contract/admin-statistics';
import { beforeAll, expect, test } from 'vitest';
import { signInAdmin } from '../support/admin.ts';
import { usePress, withBot } from '../support/press.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { playMobile } from '../support/sms/providers.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { fromElsewhere, somebody, useApi } from '../support/test-api.ts';

let port = 0;
beforeAll(async () => {
  port = await findFreePort();
});
const gateway = useGateway();
const api = useApi(() => ({
  ...withBot,
  ...gateway.withTelegram(),
  SMS_FALLBACK_PROVIDER: 'playmobile',
  ...playMobile(gateway),
  SMS_PRICES: 'UZ:100',
  PUBLIC_URL: `http://127.0.0.1:${port}`,
}));
const press = usePress(api);
const { ask } = smsCalls(api);
beforeAll(async () => void (await api.app.listen({ port, host: '127.0.0.1' })));

/** The rows of Telegram Gateway and of SMS. */
async function find(): Promise<Statistics> {
  const admin = await signInAdmin(api, { ...somebody(), phone: `+99365${String(Date.now()).slice(-6)}` });
  const { conversion, ...statistics } = (await admin.call('GET', 'statistics/')).json() as Statistics;
  return { ...statistics, conversion: conversion.filter(({ way }) => way === 'gateway' || way === 'sms') };
}

test('a challenge over two channels is started once; each channel has its steps and its cost', async () => {
  const reader = somebody();
  await gateway.addPerson(reader);
  const browser = await press.start({}, fromElsewhere());
  await press.send(browser, reader.phone);
  await expect.poll(async () => (await gateway.telegramCodes(reader)).length).toBe(1);
  await press.verify(browser, (await gateway.telegramCodes(reader))[0] ?? '');

  const other = somebody();
  await gateway.addPerson(other, { reads_codes: false });
  const second = await press.start({}, fromElsewhere());
  await press.send(second, other.phone);
  await gateway.handset('POST', '/gateway/expire', { phone: other.phone });
  await expect.poll(() => gateway.sms(other.phone)).toHaveLength(1);
  await press.verify(second, '000000');
  expect((await press.verify(second, gateway.code(other.phone))).statusCode).toBe(201);

  await gateway.fail({ method: 'send', kind: 'status', status: 400 });
  expect((await ask(somebody().phone)).statusCode).toBe(200); // never entered

  const uzs = (amount: number) => ({ amount, currency: 'UZS' });
  const usd = (amount: number) => ({ amount, currency: 'USD' });
  await expect
    .poll(async () => (await find()).conversion, { timeout: 60_000 })
    .toEqual(
      expect.arrayContaining([
        {
          ...{ way: 'gateway', provider: 'telegram', country: 'UZ', started: 2, taken_over: 0, sent: 2 },
          ...{ delivered: 1, entered: 1, verified: 1, cost: usd(0.01), cost_per_verified: usd(0.01) },
        },
        {
          ...{ way: 'sms', provider: 'eskiz', country: 'UZ', started: 0, taken_over: 1, sent: 1 },
          ...{ delivered: 1, entered: 1, verified: 1, cost: uzs(100), cost_per_verified: uzs(100) },
        },
        {
          ...{ way: 'sms', provider: 'playmobile', country: 'UZ', started: 1, taken_over: 0, sent: 1 },
          ...{ delivered: null, entered: 0, verified: 0, cost: uzs(100), cost_per_verified: null },
        },
      ]),
    );
  expect((await find()).conversion).toHaveLength(3);

  await api.deploy({ GATEWAY_PRICE: '120' }); // of the two codes one was paid back
  expect((await find()).conversion.find(({ way }) => way === 'gateway')).toMatchObject({ cost: uzs(120) });
  expect((await find()).costs).toEqual([{ ...uzs(320), per_verified: expect.any(Number) }]);
});
