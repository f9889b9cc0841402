/** What codes cost, by SMS_PRICES, GATEWAY_PRICE and SMS_CURRENCY. */
export interface CodePrices {
  /** ISO 4217. */
  currency: string;
  /** undefined: none are configured. */
  sms: SmsPrices | undefined;
  /** Of one code by Telegram Gateway; undefined: what Gateway itself says counts, in US dollars. */
  gateway: number | undefined;
}

/** The price of one SMS of one part, by the country of the number (ISO 3166); `*`: of all others. */
export type SmsPrices = ReadonlyMap<string, number>;

export interface Money {
  amount: number;
  /** ISO 4217. */
  currency: string;
}

/** The countries of SMS_PRICES, and their prices. undefined: it can't be read. */
export function readSmsPrices(entries: readonly string[]): SmsPrices | undefined {
  const read = entries.map((entry) => /^([A-Z]{2}|\*):(\d{1,9}(?:\.\d{1,4})?)$/.exec(entry.replaceAll(' ', '')));
  const prices = new Map(read.flatMap((match) => (match ? [[match[1] ?? '', Number(match[2])] as const] : [])));
  return prices.size === entries.length && prices.size > 0 ? prices : undefined;
}

/** What so many SMS to a country cost; each text is one part (`sms-text.ts`). undefined: it has no price. */
export function priceSms({ sms, currency }: CodePrices, country: string | null, sent: number): Money | undefined {
  const price = sms?.get(country ?? '*') ?? sms?.get('*');
  return price === undefined ? undefined : { amount: round(price * sent), currency };
}

/** What codes of Telegram Gateway cost: those that it paid back cost nothing. `costUsd`: what Gateway says. */
export function priceGateway(
  { gateway, currency }: CodePrices,
  { sent, refunded, costUsd }: { sent: number; refunded: number; costUsd: number },
): Money {
  if (gateway === undefined) return { amount: round(costUsd), currency: 'USD' };
  return { amount: round(gateway * (sent - refunded)), currency };
}

/** An amount to the hundredth, the smallest unit of most currencies; what is less than one to a hundredth of that. */
export function round(amount: number): number {
  const unit = amount < 1 ? 10_000 : 100;
  return Math.round(amount * unit) / unit;
}
