/** What operators read: in English and in Uzbek. */
export interface Bilingual {
  en: string;
  uz: string;
}

type Log<Level extends string> = Record<Level, (fields: object, text: string) => void>;

/** Logs a text for operators: one line in each language, each with `fields`. Not `fatal`: pino may swap its lines. */
export function logBoth<Level extends 'error' | 'warn' | 'fatal'>(
  log: Log<Level>,
  level: Level,
  { en, uz }: Bilingual,
  fields: object = {},
): void {
  for (const text of [en, uz]) log[level](fields, text);
}

/** Both in one line. */
export function inBoth({ en, uz }: Bilingual): string {
  return `${en} | ${uz}`;
}
