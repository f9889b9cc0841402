import type { Language } from '@raqam/shared/languages';
import { useLayoutEffect, useRef, useState } from 'react';
import { loadAllTexts, type Texts } from '../../messages/load-messages.ts';
import { writeStored } from '../../stored.ts';

const YEAR_S = 365 * 24 * 60 * 60;

/** The texts in the chosen language, and a setter that stores the choice. Also sets the document's `lang`. */
export function useLanguage(initial: Texts): [Texts, (language: Language) => void] {
  const [texts, setTexts] = useState(initial);
  const lastChoice = useRef(initial.language);

  useLayoutEffect(() => {
    document.documentElement.lang = texts.language;
  }, [texts.language]);

  async function choose(language: Language): Promise<void> {
    lastChoice.current = language;
    const loaded = await loadAllTexts(language);
    // Of two quick choices the last one wins, whichever file arrives first
    if (!loaded || lastChoice.current !== language) return;
    writeStored('raqam.language', language);
    // For the web server, which chooses the first screen before any script runs
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where the page may be http
    document.cookie = `raqam-language=${language}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
    setTexts(loaded);
  }

  return [texts, (language) => void choose(language)];
}
