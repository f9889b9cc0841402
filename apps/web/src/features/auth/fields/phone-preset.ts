/** The initial value of the phone field: most people have an Uzbek number. */
export const PHONE_PRESET = '+998 ';
