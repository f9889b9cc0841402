import type { Texts } from '../../messages/load-messages.ts';
import type { AgoUnit } from '../../messages/messages.ts';

const units: readonly (readonly [AgoUnit, number])[] = [
  ['day', 24 * 60 * 60],
  ['hour', 60 * 60],
  ['minute', 60],
];
/** From here on a date says more than a number of days. */
const LONG_AGO = 7 * 24 * 60 * 60;

/** `3 soat oldin`, `вчера`, `just now`; the date after a week. On a clock that is behind the API's: now. */
export function describeMoment(moment: Date, now: Date, texts: Texts): string {
  const seconds = (now.getTime() - moment.getTime()) / 1000;
  if (seconds >= LONG_AGO) return formatDate(moment, texts);
  const [unit, length] = units.find(([, length]) => seconds >= length) ?? ['second', Number.POSITIVE_INFINITY];
  const count = Math.floor(seconds / length);
  const { ago } = texts.messages.time;
  if (ago) return ago(count, unit);
  return new Intl.RelativeTimeFormat(texts.language, { numeric: 'auto' }).format(-count, unit);
}

/** In Uzbek in digits: Chromium has no names for its months (“2026 M11 20”). Uzbekistan writes digits as Russia does. */
export function formatDate(moment: Date, { language, messages }: Texts): string {
  return messages.time.ago
    ? new Intl.DateTimeFormat('ru', { dateStyle: 'short', timeStyle: 'short' }).format(moment)
    : new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(moment);
}
