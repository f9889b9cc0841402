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
