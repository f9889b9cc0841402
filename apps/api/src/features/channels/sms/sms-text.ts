import type { Language } from '@raqam/shared/languages';

/**
 * The SMS with a code, in Latin letters of GSM-7 so that one part of 160 characters holds it: in Cyrillic it
 * would take two. The last line is for WebOTP: the browser offers the code on this site alone.
 */
export function writeSms(language: Language, { host, code }: { host: string; code: string }): string {
  return `${texts[language](host, code)}\n\n@${host} #${code}`;
}

const uzbek = (host: string, code: string) => `${host} uchun kod: ${code}. Uni hech kimga aytmang.`;

/** Gateways approve each text in advance: one for each language, with nothing changing but host and code. */
const texts: Readonly<Record<Language, (host: string, code: string) => string>> = {
  uz: uzbek,
  'uz-Cyrl': uzbek,
  ru: (host, code) => `Kod dlya ${host}: ${code}. Nikomu ego ne soobschayte.`,
  en: (host, code) => `Your code for ${host}: ${code}. Never share it.`,
};
