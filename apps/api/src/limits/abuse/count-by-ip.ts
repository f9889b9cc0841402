import { ABUSE, DAY, IPV6_48_FACTOR } from '../../policy.ts';
import type { Networks } from '../ip-limits.ts';
import type { CreateRate, Rate } from '../rate-store.ts';

/** Counts further than the thresholds, so that the price grows with the count. */
const COUNTED_TIMES = 4;
/** More than there are. */
const COUNTRIES_MAX = 300;

interface PerNetwork {
  own: number;
  wide: number;
}

/** The codes of an IP and the countries of their numbers, as the rules count them (in memory, and in Redis if there is one). */
export interface CountByIp {
  /** `countries`: with this one. */
  look(networks: Networks, country: string): Promise<{ codes: PerNetwork; countries: PerNetwork }>;
  count(networks: Networks, country: string): Promise<void>;
}

export function createCountByIp(createRate: CreateRate): CountByIp {
  /** A rate that tells how many were counted, up to `max`. */
  const counter = (name: string, max: number, window: number) => {
    const rate = createRate({ name, limits: [{ max, window }] });
    return { rate, used: async (key: string) => max - (await rate.look(key)).remaining };
  };
  const { codesPerIp } = ABUSE;
  const codes = counter('abuse-codes', codesPerIp.max * COUNTED_TIMES, codesPerIp.window);
  const codesOfWide = counter('abuse-codes-48', codesPerIp.max * IPV6_48_FACTOR * COUNTED_TIMES, codesPerIp.window);
  const countries = counter('abuse-countries', COUNTRIES_MAX, DAY);
  /** Whether a network has sent to a country. */
  const pairs = counter('abuse-country', 1, DAY);

  const pairOf = (network: string, country: string) => `${network} ${country}`;

  async function countriesOf(network: string, country: string): Promise<number> {
    const [known, isKnown] = await Promise.all([countries.used(network), pairs.used(pairOf(network, country))]);
    return known + 1 - isKnown;
  }

  async function countCountry(network: string, country: string): Promise<void> {
    if ((await pairs.used(pairOf(network, country))) > 0) return;
    await Promise.all([pairs.rate.count(pairOf(network, country)), countries.rate.count(network)]);
  }

  const count = (rate: Rate, network: string | undefined) => network && rate.count(network);

  return {
    async look({ own, wide }, country) {
      const [ownCodes, wideCodes, ownCountries, wideCountries] = await Promise.all([
        codes.used(own),
        wide ? codesOfWide.used(wide) : 0,
        countriesOf(own, country),
        wide ? countriesOf(wide, country) : 0,
      ]);
      return { codes: { own: ownCodes, wide: wideCodes }, countries: { own: ownCountries, wide: wideCountries } };
    },
    async count({ own, wide }, country) {
      await Promise.all([
        count(codes.rate, own),
        count(codesOfWide.rate, wide),
        countCountry(own, country),
        wide && countCountry(wide, country),
      ]);
    },
  };
}
