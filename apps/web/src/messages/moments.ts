import type { AllTexts } from './load-messages.ts';
import type { AgoUnit } from './messages.ts';

const units: readonly (readonly [AgoUnit, number])[] = [
  ['day', 24 * 60 * 60],
  ['hour', 60 * 60],
  ['minute', 60],
];
/** From this age on, a date says more than a number of days. */
const LONG_AGO_SECONDS = 7 * 24 * 60 * 60;

/** `3 soat oldin`, `вчера`, `now`; the date after a week. `now` for a moment in the future: this clock may be behind the API's. */
export function describeMoment(moment: Date, now: Date, texts: AllTexts): string {
  const seconds = (now.getTime() - moment.getTime()) / 1000;
  if (seconds >= LONG_AGO_SECONDS) return describeDay(moment, now, texts);
  const [unit, length] = units.find(([, length]) => seconds >= length) ?? ['second', Number.POSITIVE_INFINITY];
  const count = Math.floor(seconds / length);
  const { ago } = texts.messages.time;
  if (ago) return ago(count, unit);
  return new Intl.RelativeTimeFormat(texts.language, { numeric: 'auto' }).format(-count, unit);
}

/** `21-noyabr`, `21 ноября`; with the year where it is not this one. */
export function describeDay(moment: Date, now: Date, texts: AllTexts): string {
  if (moment.getFullYear() !== now.getFullYear()) return describeDate(moment, texts);
  const { date } = texts.messages.time;
  if (date) return date(moment.getDate(), moment.getMonth());
  return new Intl.DateTimeFormat(texts.language, { day: 'numeric', month: 'long' }).format(moment);
}

/** `2026-yil 21-noyabr`, `21 ноября 2026 г.` */
export function describeDate(moment: Date, { language, messages }: AllTexts): string {
  const { date } = messages.time;
  if (date) return date(moment.getDate(), moment.getMonth(), moment.getFullYear());
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(moment);
}

/** The date with the time of day: `2026-yil 21-noyabr, 16:05`. */
export function describeDateAndTime(moment: Date, texts: AllTexts): string {
  const time = new Intl.DateTimeFormat('ru', { timeStyle: 'short' }).format(moment);
  return `${describeDate(moment, texts)}, ${time}`;
}
