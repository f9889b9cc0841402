import { expect, test } from 'vitest';
import { describeConversion } from '../../src/features/statistics/conversion.ts';
import { priceSms, readSmsPrices } from '../../src/features/statistics/sms-prices.ts';

const read = (...entries: string[]) => {
  const byCountry = readSmsPrices(entries);
  return byCountry && { currency: 'UZS', byCountry };
};

test('the price of the country, otherwise that of all others, otherwise none', () => {
  const prices = read('UZ:95', '*:1200.5') ?? expect.fail();
  expect(priceSms(prices, 'UZ', 3)).toBe(285);
  expect(priceSms(prices, 'KZ', 2)).toBe(2401);
  expect(priceSms(prices, null, 1)).toBe(1200.5);
  expect(priceSms(read('UZ:95') ?? expect.fail(), 'KZ', 1)).toBeUndefined();
  expect(priceSms(read('UZ:0.1') ?? expect.fail(), 'UZ', 3)).toBe(0.3);
});

test.for([['UZ'], ['UZ:'], ['UZB:95'], ['uz:95'], ['UZ:-1'], ['UZ:95', 'UZ:96'], ['UZ:95', 'x'], [] as string[]])(
  'no prices: %s',
  (entries) => {
    expect(read(...entries)).toBeUndefined();
  },
);

const counted = { way: 'sms', provider: 'eskiz', prefix: '+99890', sign_ins: 2, proofs: 1, started: 4, sent: 6 };

test('several starts of numbers are one country; what nothing was paid for costs nothing', () => {
  const conversion = describeConversion(
    [counted, { ...counted, prefix: '+99833', sign_ins: 1, proofs: 0 }, { ...counted, provider: 'test' }],
    read('UZ:95'),
  );
  const uzs = (amount: number) => ({ amount, currency: 'UZS' });
  expect(conversion).toEqual([
    {
      way: 'sms',
      provider: 'eskiz',
      country: 'UZ',
      started: 8,
      sent: 12,
      verified: 4,
      cost: uzs(1140),
      cost_per_verified: uzs(285),
    },
    expect.objectContaining({ provider: 'test', cost: uzs(0), cost_per_verified: uzs(0) }),
  ]);
});

test('without prices, or without that of the country, there are no costs', () => {
  for (const prices of [undefined, read('KZ:95')]) {
    expect(describeConversion([counted], prices)).toMatchObject([{ cost: null, cost_per_verified: null }]);
  }
});
