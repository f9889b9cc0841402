import { isMobileIn, type MobileCountry, mobileCountries } from '../mobile-countries.ts';

/** The countries to which each provider sends. */
const servedCountries = {
  eskiz: ['UZ'],
  playmobile: ['UZ'],
  webhook: mobileCountries,
} satisfies Record<string, readonly MobileCountry[]>;

export type ProviderName = keyof typeof servedCountries;

/** The countries to which none of these providers sends. */
export function findUnserved(countries: readonly MobileCountry[], providers: readonly ProviderName[]): MobileCountry[] {
  const served = new Set<MobileCountry>(providers.flatMap((name) => servedCountries[name]));
  return countries.filter((country) => !served.has(country));
}

/** Whether a provider sends to this number. */
export function isServed(provider: ProviderName, phone: string): boolean {
  return isMobileIn(servedCountries[provider], phone);
}
