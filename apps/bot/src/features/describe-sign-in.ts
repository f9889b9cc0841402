import type { Language } from '@raqam/shared/languages';

/** Where a challenge came from, and the account that it opens, or whose number it proves. */
interface SignIn {
  browser: string;
  system: string;
  place?: string | undefined;
  account: string | null;
}

/**
 * The known facts about a sign-in as a quotation in HTML, a line each; empty where there are none.
 *
 * @param describeAccount the line with the masked number
 */
export function describeSignIn(
  { browser, system, place, account }: SignIn,
  describeAccount: (number: string) => string,
  language: Language,
): string {
  const device = [browser, system].filter(Boolean).join(', ');
  const country = place && nameCountry(place, language);
  const lines = [device, country, account && describeAccount(account)].filter((line) => line);
  return quote(lines.join('\n'));
}

/** `text` as a quotation in HTML; empty for an empty text. */
export function quote(text: string): string {
  return text && `<blockquote>${escapeHtml(text)}</blockquote>`;
}

/** Joins the paragraphs of a message; empty ones are left out. */
export function joinParts(...parts: string[]): string {
  return parts.filter(Boolean).join('\n\n');
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The name of a country; undefined for a code that stands for none, as `XX` and `T1` do at some proxies. */
function nameCountry(code: string, language: Language): string | undefined {
  if (!/^[A-Z]{2}$/.test(code)) return undefined;
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }).of(code);
}
