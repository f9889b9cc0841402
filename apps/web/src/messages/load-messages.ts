import { DEFAULT_LANGUAGE, type Language } from '@raqam/shared/languages';
import { combineMessages } from './combine-messages.ts';
import { uz } from './first/uz.ts';
import type { FirstMessages, LaterMessages, Messages } from './messages.ts';

/** The texts of the first screen. The API's are among the later ones. */
export interface Texts {
  language: Language;
  messages: FirstMessages & Partial<Pick<LaterMessages, 'api'>>;
}

/** The texts of everything. */
export interface AllTexts {
  language: Language;
  messages: Messages;
}

/** Each language is a file of its own, fetched on demand; Uzbek is part of the page. */
const first: Readonly<Record<Language, () => FirstMessages | Promise<FirstMessages>>> = {
  uz: () => uz,
  'uz-Cyrl': async () => (await import('./first/uz-cyrl.ts')).uzCyrl,
  ru: async () => (await import('./first/ru.ts')).ru,
  en: async () => (await import('./first/en.ts')).en,
};

/** The texts of lazy parts, one file for each language too. */
const later: Readonly<Record<Language, () => Promise<LaterMessages>>> = {
  uz: async () => (await import('./later/later-uz.ts')).uz,
  'uz-Cyrl': async () => (await import('./later/later-uz-cyrl.ts')).uzCyrl,
  ru: async () => (await import('./later/later-ru.ts')).ru,
  en: async () => (await import('./later/later-en.ts')).en,
};

const loadedLater: Partial<Record<Language, LaterMessages>> = {};

export const defaultTexts: Texts = { language: DEFAULT_LANGUAGE, messages: uz };

/** The texts of the first screen; undefined when they can't be fetched. */
export async function loadTexts(language: Language): Promise<Texts | undefined> {
  try {
    return { language, messages: await first[language]() };
  } catch {
    return undefined;
  }
}

const loaded: Partial<Record<Language, Texts>> = { [DEFAULT_LANGUAGE]: defaultTexts };
const loading: Partial<Record<Language, Promise<Texts>>> = {};

/** The texts of the first screen, once they are fetched; those of Uzbek when they can't be. For React's `use`. */
export function textsIn(language: Language): Texts | Promise<Texts> {
  loading[language] ??= loadTexts(language).then((texts = defaultTexts) => {
    loaded[language] = texts;
    return texts;
  });
  return loaded[language] ?? loading[language];
}

/** The texts of everything; undefined when they can't be fetched. */
export async function loadAllTexts(language: Language): Promise<AllTexts | undefined> {
  try {
    const [texts] = await Promise.all([loadTexts(language), loadLater(language)]);
    return texts && completeTexts(texts);
  } catch {
    return undefined;
  }
}

/** Fetches the texts of lazy parts, for `completeTexts`. */
export async function loadLater(language: Language): Promise<LaterMessages> {
  loadedLater[language] ??= await later[language]();
  return loadedLater[language];
}

/** Adds the texts of lazy parts; undefined if they were not fetched. */
export function completeTexts({ language, messages }: Texts): AllTexts | undefined {
  if (isComplete(messages)) return { language, messages };
  const others = loadedLater[language];
  return others && { language, messages: combineMessages(messages, others) };
}

/** Embedding apps pass all texts, perhaps changed. */
function isComplete(messages: Texts['messages']): messages is Messages {
  return 'profile' in messages;
}
