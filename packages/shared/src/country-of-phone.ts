import { countriesByPrefix } from './countries-by-prefix.ts';

/**
 * The country of a number in E.164, as its code of two letters (ISO 3166); null for numbers of no country, as of
 * satellites. The first six characters of a masked number are enough. Canada counts as `US`, for both share one code and
 * hundreds of area codes.
 */
export function countryOfPhone(phone: string): string | null {
  const [digits = ''] = /(?<=^\+)[0-9]+/.exec(phone) ?? [];
  const lengths = Array.from(digits, (_, index) => digits.length - index);
  const prefix = lengths.map((length) => digits.slice(0, length)).find((start) => start in countriesByPrefix);
  return (prefix && countriesByPrefix[prefix]) || null;
}
