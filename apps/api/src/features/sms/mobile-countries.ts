/** Mobile numbers by country, as libphonenumber has them: an SMS to a landline is paid for and never read. */
const mobileNumbers = {
  UZ: /^\+998\d{9}$/, // the normaliser takes no other than mobile ones
  KZ: /^\+77(?:0[0-25-8]|47|6[0-4]|7[15-8]|85)\d{7}$/,
  KG: /^\+996(?:2(?:0[0-35]|2\d)|5[0-24-7]\d|600|7(?:[07]\d|55)|88[08]|9(?:12|9[05-9]))\d{6}$/,
  TJ: /^\+992(?:[09]\d|1[0-27-9]|2[0-27]|3[08]|40|5[05]|66|7[0157-9]|8[07-9])\d{7}$/,
  TM: /^\+993(?:6\d|7[12])\d{6}$/,
  RU: /^\+79\d{9}$/,
  TR: /^\+905(?:[03-5]\d|1[06]|24|6[24]|7[245]|9[46])\d{7}$/,
  AZ: /^\+994(?:[16]0|4[04]|5[015]|7[07]|99)\d{7}$/,
};

export type MobileCountry = keyof typeof mobileNumbers;

export const mobileCountries = Object.keys(mobileNumbers) as MobileCountry[]; // of a literal

/** Whether an SMS may be sent to this number. */
export function isMobileIn(countries: readonly MobileCountry[], phone: string): boolean {
  return countries.some((country) => mobileNumbers[country].test(phone));
}
