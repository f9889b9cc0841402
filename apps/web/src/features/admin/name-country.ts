import type { Language } from '@raqam/shared/languages';

/** Chromium has no country names in Uzbek: those of the countries that most numbers and visitors are from. */
const UZBEK_NAMES: Readonly<Record<string, Readonly<Partial<Record<Language, string>>>>> = {
  AE: { uz: 'BAA', 'uz-Cyrl': 'БАА' },
  CN: { uz: 'Xitoy', 'uz-Cyrl': 'Хитой' },
  DE: { uz: 'Germaniya', 'uz-Cyrl': 'Германия' },
  KG: { uz: 'Qirg‘iziston', 'uz-Cyrl': 'Қирғизистон' },
  KR: { uz: 'Janubiy Koreya', 'uz-Cyrl': 'Жанубий Корея' },
  KZ: { uz: 'Qozog‘iston', 'uz-Cyrl': 'Қозоғистон' },
  RU: { uz: 'Rossiya', 'uz-Cyrl': 'Россия' },
  TJ: { uz: 'Tojikiston', 'uz-Cyrl': 'Тожикистон' },
  TM: { uz: 'Turkmaniston', 'uz-Cyrl': 'Туркманистон' },
  TR: { uz: 'Turkiya', 'uz-Cyrl': 'Туркия' },
  US: { uz: 'AQSH', 'uz-Cyrl': 'АҚШ' },
  UZ: { uz: 'O‘zbekiston', 'uz-Cyrl': 'Ўзбекистон' },
};

/** The name of a country; in Uzbek the English one for a country that is not in the list. */
export function nameCountry(code: string, { language }: { language: Language }): string {
  const fallback = new Intl.DisplayNames(language === 'ru' ? 'ru' : 'en', { type: 'region' });
  return UZBEK_NAMES[code]?.[language] ?? fallback.of(code) ?? code;
}
