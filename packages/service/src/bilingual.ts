/** What operators read: in English and in Uzbek. */
export interface Bilingual {
  en: string;
  uz: string;
}

type Level = 'error' | 'warn';

/**
 * Logs a text for operators: one line in each language, each with `fields`. Not as `fatal`: pino writes those at once,
 * so that of two the second may come first.
 */
export function logBoth(
  log: Record<Level, (fields: object, text: string) => void>,
  level: Level,
  { en, uz }: Bilingual,
  fields: object = {},
): void {
  for (const text of [en, uz]) log[level](fields, text);
}
