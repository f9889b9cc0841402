/** What an SMS costs, by SMS_PRICES and SMS_CURRENCY. */
export interface SmsPrices {
  /** ISO 4217. */
  currency: string;
  /** Of one part, by the country of the number (ISO 3166); `*`: of all others. */
  byCountry: ReadonlyMap<string, number>;
}

/** The countries of SMS_PRICES, and their prices. undefined: it can't be read. */
export function readSmsPrices(entries: readonly string[]): SmsPrices['byCountry'] | undefined {
  const read = entries.map((entry) => /^([A-Z]{2}|\*):(\d{1,9}(?:\.\d{1,4})?)$/.exec(entry.replaceAll(' ', '')));
  const prices = new Map(read.flatMap((match) => (match ? [[match[1] ?? '', Number(match[2])] as const] : [])));
  return prices.size === entries.length && prices.size > 0 ? prices : undefined;
}

/** What so many SMS to a country cost; each text is one part (`sms-text.ts`). undefined: it has no price. */
export function priceSms({ byCountry }: SmsPrices, country: string | null, sent: number): number | undefined {
  const price = byCountry.get(country ?? '*') ?? byCountry.get('*');
  return price === undefined ? undefined : round(price * sent);
}

/** An amount to the hundredth, the smallest unit of most currencies. */
export function round(amount: number): number {
  return Math.round(amount * 100) / 100;
}
