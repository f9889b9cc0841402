import { type Language, languages } from '@raqam/shared/languages';

/** What an SMS names beside its code. */
interface Named {
  /** Host name of the site. */
  host: string;
  /** The name of the site; undefined: its host. */
  brand: string | undefined;
}

/**
 * The SMS with a code, in Latin letters of GSM-7 so that one part of 160 characters holds it: in Cyrillic it
 * would take two. The last line is for WebOTP: the browser offers the code on this site alone.
 */
export function writeSms(language: Language, { host, brand, code }: Named & { code: string }): string {
  return `${texts[language](brand ?? host, code)}\n\n@${host} #${code}`;
}

const uzbek = (site: string, code: string) => `${site} uchun kod: ${code}. Uni hech kimga aytmang.`;

/** Gateways approve each text in advance: one for each language, with nothing changing but site and code. */
const texts: Readonly<Record<Language, (site: string, code: string) => string>> = {
  uz: uzbek,
  'uz-Cyrl': uzbek,
  ru: (site, code) => `Kod dlya ${site}: ${code}. Nikomu ego ne soobschayte.`,
  en: (site, code) => `Your code for ${site}: ${code}. Never share it.`,
};

/** The alphabet of GSM 03.38, without ESC: one unit each. */
const GSM = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Its extension table: two units each. */
const GSM_EXTENSION = new Set('^{}\\[~]|€');
/** Units of one SMS. One character outside of GSM makes the whole text UCS-2. */
const PART = { gsm: 160, ucs2: 70 };

/** Whether the SMS of a site are one part each, in every language: two parts cost twice as much. */
export function fitsOnePart(named: Named): boolean {
  return languages.every((language) => {
    const text = writeSms(language, { ...named, code: '000000' }).replaceAll('\n', '\r\n'); // as forms send it
    const characters = [...text];
    if (!characters.every((character) => GSM.has(character) || GSM_EXTENSION.has(character)))
      return text.length <= PART.ucs2;
    const extended = characters.filter((character) => GSM_EXTENSION.has(character)).length;
    return characters.length + extended <= PART.gsm;
  });
}
