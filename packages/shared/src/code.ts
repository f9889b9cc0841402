/** Digits of a code. OWASP ASVS 5.0 §6.5: at least 20 bits, from a secure random source, for a few minutes. */
export const CODE_LENGTH = 6;
