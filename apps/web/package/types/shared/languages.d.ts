/** The languages of every user text: BCP 47 tags, the default first. */
export declare const languages: readonly ['uz', 'uz-Cyrl', 'ru', 'en'];
export type Language = (typeof languages)[number];
export declare const DEFAULT_LANGUAGE: Language;
/** The name of each language in that language. */
export declare const languageNames: Readonly<Record<Language, string>>;
/** The language of a BCP 47 tag, as `ru-RU`, `uz-Cyrl-UZ` or Telegram's `language_code`; undefined if unsupported. */
export declare function matchLanguage(tag: string): Language | undefined;
/** The best language for an `Accept-Language` header (RFC 9110 §12.5.4), by q-values; else the default. */
export declare function negotiateLanguage(acceptLanguage: string | undefined): Language;
