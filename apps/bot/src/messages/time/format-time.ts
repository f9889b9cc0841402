/** `42 soniya`, `2 daqiqa`: Uzbek has one form; from two minutes on, minutes are enough. */
export function formatWait(
  seconds: number,
  units: { second: (count: number) => string; minute: (count: number) => string },
): string {
  return seconds < 120 ? units.second(seconds) : units.minute(Math.ceil(seconds / 60));
}

/** Picks a word's form by the language's own plural rules. */
export function plural(
  language: string,
  count: number,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string },
): string {
  return `${count} ${forms[new Intl.PluralRules(language).select(count)] ?? forms.other}`;
}

/** `42 soniya oldin`; from two minutes on, in minutes. */
export function formatAgo(seconds: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language);
  return seconds < 120
    ? format.format(-Math.max(1, Math.round(seconds)), 'second')
    : format.format(-Math.floor(seconds / 60), 'minute');
}

/** A moment as HTML: Telegram's apps show it in the time zone of the person, older ones in UTC. */
export function formatMoment(at: Date): string {
  const utc = at.toISOString();
  const shown = `${utc.slice(8, 10)}.${utc.slice(5, 7)}.${utc.slice(0, 4)}, ${utc.slice(11, 16)} (UTC)`;
  return `<tg-time unix="${Math.floor(at.getTime() / 1_000)}" format="Dt">${shown}</tg-time>`;
}
