/** A text for operators, in English and in Uzbek. */
export interface Bilingual {
  en: string;
  uz: string;
}

type Level = 'error' | 'warn';

/**
 * Logs a text for operators: one line per language, each with `fields`. Not at level `fatal`, which pino writes
 * synchronously, so that the second line could come first.
 */
export function logBoth(
  log: Record<Level, (fields: object, text: string) => void>,
  level: Level,
  { en, uz }: Bilingual,
  fields: object = {},
): void {
  for (const text of [en, uz]) log[level](fields, text);
}
