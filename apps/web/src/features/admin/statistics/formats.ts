import type { Statistics } from '@raqam/shared/contract/admin-statistics';
import type { Language } from '@raqam/shared/languages';

/** Browsers lack Uzbek, which writes numbers and short dates as Russian does: `1 234,5`, `21.11`. */
const localeOf = (language: Language) => (language === 'en' ? 'en' : 'ru');

export function formatCount(count: number, language: Language): string {
  return new Intl.NumberFormat(localeOf(language)).format(count);
}

/** `34 %`; a dash where nothing was started. */
export function formatShare(part: number, whole: number, language: Language): string {
  if (whole === 0) return '–';
  return new Intl.NumberFormat(localeOf(language), { style: 'percent' }).format(part / whole);
}

export type Money = NonNullable<Statistics['conversion'][number]['cost']>;

/** `1 140 UZS`. */
export function formatMoney({ amount, currency }: Money, language: Language): string {
  const digits = { maximumFractionDigits: amount < 1 ? 4 : amount < 100 ? 2 : 0 };
  return `${new Intl.NumberFormat(localeOf(language), digits).format(amount)}\u00a0${currency}`;
}

/** The day of a date such as `2026-11-21`, wherever the browser is. */
export function readDay(date: string): Date {
  return new Date(`${date}T00:00`);
}

/** `21.11`, `Nov 21`. */
export function formatShortDay(date: string, language: Language): string {
  const form =
    language === 'en' ? ({ day: 'numeric', month: 'short' } as const) : ({ day: '2-digit', month: '2-digit' } as const);
  return new Intl.DateTimeFormat(localeOf(language), form).format(readDay(date));
}

/** The dates from one to another, both inclusive. */
export function listDays(from: string, to: string): string[] {
  const dates: string[] = [];
  for (const day = new Date(`${from}T00:00Z`); day <= new Date(`${to}T00:00Z`); day.setUTCDate(day.getUTCDate() + 1)) {
    dates.push(day.toISOString().slice(0, 'YYYY-MM-DD'.length));
  }
  return dates;
}
