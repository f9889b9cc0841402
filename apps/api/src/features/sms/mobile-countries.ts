/** The countries that the SMS gateway serves (Eskiz: its own alone), with their mobile numbers. */
const mobileNumbers = {
  UZ: /^\+998\d{9}$/, // the normaliser takes no other than mobile ones
};

export type MobileCountry = keyof typeof mobileNumbers;

export const mobileCountries = Object.keys(mobileNumbers) as MobileCountry[]; // of a literal

/** Whether an SMS may be sent to this number. */
export function isMobileIn(countries: readonly MobileCountry[], phone: string): boolean {
  return countries.some((country) => mobileNumbers[country].test(phone));
}
