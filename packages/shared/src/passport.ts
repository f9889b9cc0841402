/** An Uzbek passport number, `AA1234567`, or nothing, which removes it. */
export const PASSPORT_ID = /^(?:[A-Z]{2}[0-9]{7})?$/;
