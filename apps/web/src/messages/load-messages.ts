import { DEFAULT_LANGUAGE, type Language } from '@raqam/shared/languages';
import type { Messages } from './messages.ts';
import { uz } from './uz.ts';

/** Each language is a file of its own, fetched on demand; Uzbek is part of the page. */
const load: Readonly<Record<Language, () => Messages | Promise<Messages>>> = {
  uz: () => uz,
  'uz-Cyrl': async () => (await import('./uz-cyrl.ts')).uzCyrl,
  ru: async () => (await import('./ru.ts')).ru,
  en: async () => (await import('./en.ts')).en,
};

export interface Texts {
  language: Language;
  messages: Messages;
}

/** The languages that are loaded. */
export const defaultTexts: Texts = { language: DEFAULT_LANGUAGE, messages: uz };

/** The texts of a language; undefined when they can't be fetched. */
export async function loadTexts(language: Language): Promise<Texts | undefined> {
  try {
    return { language, messages: await load[language]() };
  } catch {
    return undefined;
  }
}
