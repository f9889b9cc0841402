import { AsYouType } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';

/**
 * The country of the numbers that begin so, as its code of two letters (ISO 3166): of those that share a calling code
 * the main one, where the digits do not tell. null: none begins so.
 *
 * @param prefix the plus and at least the calling code: `+99890`
 */
export function findCountry(prefix: string): string | null {
  const typed = new AsYouType(undefined, metadata);
  typed.input(prefix);
  const [main] = metadata.country_calling_codes[typed.getCallingCode() ?? ''] ?? [];
  const country = typed.getCountry() ?? main ?? '';
  return /^[A-Z]{2}$/.test(country) ? country : null;
}
