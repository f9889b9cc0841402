import { DEFAULT_LANGUAGE, type Language, languages, matchLanguage } from '@raqam/shared/languages';

/** The person's own choice, else the first of the browser's languages that the site has, else Uzbek. */
export function chooseLanguage(chosen: string | null | undefined, preferred: readonly string[]): Language {
  const choice = languages.find((language) => language === chosen);
  return choice ?? preferred.map(matchLanguage).find((language) => language !== undefined) ?? DEFAULT_LANGUAGE;
}
