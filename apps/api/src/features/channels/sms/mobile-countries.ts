/** The countries that the SMS gateway serves (Eskiz: Uzbekistan only), with their mobile numbers. */
const mobileNumbers = {
  UZ: /^\+998\d{9}$/, // normalisePhone accepts only mobile ones
};

export type MobileCountry = keyof typeof mobileNumbers;

export const mobileCountries = Object.keys(mobileNumbers) as MobileCountry[]; // of a literal

/** Whether an SMS may be sent to this number. */
export function isMobileIn(countries: readonly MobileCountry[], phone: string): boolean {
  return countries.some((country) => mobileNumbers[country].test(phone));
}
