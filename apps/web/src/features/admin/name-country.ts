import type { Language } from '@raqam/shared/languages';

/** The name of a country; its code where the browser has no names in the language. */
export function nameCountry(code: string, { language }: { language: Language }): string {
  return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code;
}
