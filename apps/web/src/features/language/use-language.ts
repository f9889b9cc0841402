import type { Language } from '@raqam/shared/languages';
import { useLayoutEffect, useRef, useState } from 'react';
import { loadAllTexts, type Texts } from '../../messages/load-messages.ts';
import { readStored, writeStored } from '../../stored.ts';

const YEAR_S = 365 * 24 * 60 * 60;

export interface LanguageState {
  texts: Texts;
  /** Changes the language to the person's choice, which is stored. */
  choose: (language: Language) => void;
  /** Changes it for this visit, unless the person has ever chosen one. */
  suggest: (language: Language) => Promise<void>;
}

/** The texts of the page in its language. Also sets the document's `lang`. */
export function useLanguage(initial: Texts): LanguageState {
  const [texts, setTexts] = useState(initial);
  const lastChoice = useRef(initial.language);

  useLayoutEffect(() => {
    document.documentElement.lang = texts.language;
  }, [texts.language]);

  /** Resolves to whether it is shown now. */
  async function show(language: Language): Promise<boolean> {
    lastChoice.current = language;
    const loaded = await loadAllTexts(language);
    // Of two quick choices the last one wins, whichever file arrives first
    if (!loaded || lastChoice.current !== language) return false;
    setTexts(loaded);
    return true;
  }

  async function choose(language: Language): Promise<void> {
    if (!(await show(language))) return;
    writeStored('raqam.language', language);
    // For the web server, which chooses the first screen before any script runs
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where the page may be http
    document.cookie = `raqam-language=${language}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
  }

  return {
    texts,
    choose: (language) => void choose(language),
    async suggest(language) {
      if (!readStored('raqam.language')) await show(language);
    },
  };
}
