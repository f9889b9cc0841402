import { expect, test } from 'vitest';
import { type CodePrices, priceGateway, priceSms, readSmsPrices } from '../../src/features/statistics/code-prices.ts';
import { type CountedWay, describeConversion, describeCosts } from '../../src/features/statistics/conversion.ts';

const read = (...entries: string[]): CodePrices => ({
  currency: 'UZS',
  sms: readSmsPrices(entries),
  gateway: undefined,
});
const money = (currency: string) => (amount: number) => ({ amount, currency });
const [uzs, usd] = [money('UZS'), money('USD')];

test('the price of the country, otherwise that of all others, otherwise none', () => {
  const prices = read('UZ:95', '*:1200.5');
  expect(priceSms(prices, 'UZ', 3)).toEqual(uzs(285));
  expect(priceSms(prices, 'KZ', 2)).toEqual(uzs(2401));
  expect(priceSms(prices, null, 1)).toEqual(uzs(1200.5));
  expect(priceSms(read('UZ:95'), 'KZ', 1)).toBeUndefined();
  expect(priceSms(read('UZ:0.1'), 'UZ', 3)).toEqual(uzs(0.3));
});

test('codes of Telegram Gateway cost GATEWAY_PRICE without those paid back, or else what Gateway says', () => {
  const codes = { sent: 10, refunded: 4, costUsd: 0.06 };
  expect(priceGateway({ ...read('UZ:95'), gateway: 120 }, codes)).toEqual(uzs(720));
  expect(priceGateway(read('UZ:95'), codes)).toEqual(usd(0.06));
});

test.for([['UZ'], ['UZ:'], ['UZB:95'], ['uz:95'], ['UZ:-1'], ['UZ:95', 'UZ:96'], ['UZ:95', 'x'], [] as string[]])(
  'no prices: %s',
  (entries) => {
    expect(readSmsPrices(entries)).toBeUndefined();
  },
);

const counted: CountedWay = {
  way: 'sms',
  provider: 'eskiz',
  prefix: '+99890',
  sign_ins: 2,
  proofs: 1,
  started: 4,
  taken_over: 1,
  sent: 6,
  reported: 5,
  delivered: 4,
  refunded: 0,
  entered: 3,
  cost_usd: 0,
};

test('several starts of numbers are one country; what nothing was paid for costs nothing', () => {
  const conversion = describeConversion(
    [
      counted,
      { ...counted, prefix: '+99833', sign_ins: 1, proofs: 0 },
      { ...counted, provider: 'test', reported: 0, delivered: 0 },
      { ...counted, way: 'gateway', provider: 'telegram', refunded: 2, cost_usd: 0.04 },
      { ...counted, way: 'press', provider: null, sent: 0, reported: 0 },
    ],
    read('UZ:95'),
  );
  const none = { cost: uzs(0), cost_per_verified: uzs(0) };
  expect(conversion).toMatchObject([
    {
      way: 'sms',
      provider: 'eskiz',
      country: 'UZ',
      started: 8,
      taken_over: 2,
      sent: 12,
      delivered: 8,
      entered: 6,
      verified: 4,
      cost: uzs(1140),
      cost_per_verified: uzs(285),
    },
    { provider: 'test', delivered: null, ...none },
    { way: 'gateway', delivered: 4, entered: 3, cost: usd(0.04), cost_per_verified: usd(0.0133) },
    { way: 'press', delivered: null, entered: null, ...none },
  ]);
  // 13 people came in, by any way
  expect(describeCosts(conversion)).toEqual([
    { ...uzs(1140), per_verified: 87.69 },
    { ...usd(0.04), per_verified: 0.0031 },
  ]);
});

test('without prices, or without that of the country, there are no costs', () => {
  for (const prices of [read(), read('KZ:95')]) {
    const conversion = describeConversion([counted], prices);
    expect(conversion).toMatchObject([{ cost: null, cost_per_verified: null }]);
    expect(describeCosts(conversion)).toEqual([]);
  }
});
