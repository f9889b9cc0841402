/** The languages of every user text: BCP 47 tags, the default first. */
export const languages = ['uz', 'uz-Cyrl', 'ru', 'en'] as const;

export type Language = (typeof languages)[number];

export const DEFAULT_LANGUAGE: Language = 'uz';

/** The name of each language in that language. */
export const languageNames: Readonly<Record<Language, string>> = {
  uz: 'O‘zbekcha',
  'uz-Cyrl': 'Ўзбекча',
  ru: 'Русский',
  en: 'English',
};

/** The language of a BCP 47 tag, as `ru-RU`, `uz-Cyrl-UZ` or Telegram's `language_code`; undefined if unsupported. */
export function matchLanguage(tag: string): Language | undefined {
  const [primary, script] = tag.trim().toLowerCase().split(/[-_]/);
  if (primary === 'uz') return script === 'cyrl' ? 'uz-Cyrl' : 'uz';
  return languages.find((language) => language === primary);
}

/** The best language for an `Accept-Language` header (RFC 9110 §12.5.4), by q-values; else the default. */
export function negotiateLanguage(acceptLanguage: string | undefined): Language {
  let best: { language: Language; quality: number } | undefined;
  for (const range of acceptLanguage?.split(',') ?? []) {
    const [tag = '', ...parameters] = range.split(';');
    const language = matchLanguage(tag);
    const weight = parameters.find((parameter) => parameter.trim().startsWith('q='));
    const quality = weight === undefined ? 1 : Number(weight.trim().slice(2));
    if (language && quality > 0 && quality > (best?.quality ?? 0)) best = { language, quality };
  }
  return best?.language ?? DEFAULT_LANGUAGE;
}
