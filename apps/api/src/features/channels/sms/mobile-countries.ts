import { mobileNumbers } from '@raqam/shared/mobile-numbers';

/** The countries whose mobile numbers are known (ISO 3166). */
export type MobileCountry = keyof typeof mobileNumbers;

export const mobileCountries = Object.keys(mobileNumbers) as MobileCountry[]; // of a literal

/** Whether an SMS may be sent to this number. */
export function isMobileIn(countries: readonly MobileCountry[], phone: string): boolean {
  return countries.some((country) => new RegExp(`^\\+(?:${mobileNumbers[country]})$`).test(phone));
}
