/** What whoever runs the product is told: in English and in Uzbek. */
export interface Bilingual {
  en: string;
  uz: string;
}

/** Both as the one line of a log. */
export function inBoth({ en, uz }: Bilingual): string {
  return `${en} | ${uz}`;
}
