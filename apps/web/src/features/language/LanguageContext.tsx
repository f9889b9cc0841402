import type { Language } from '@raqam/shared/languages';
import { createContext, type ReactNode, use, useLayoutEffect, useRef, useState } from 'react';
import { loadTexts, type Texts } from '../../messages/load-messages.ts';
import { writeStored } from '../../stored.ts';

export interface LanguageValue extends Texts {
  setLanguage: (language: Language) => void;
}

const LanguageContext = createContext<LanguageValue | undefined>(undefined);

/** Gives everything below it the texts in the person's language, and tells the browser which one that is. */
export function LanguageProvider({ initial, children }: { initial: Texts; children: ReactNode }) {
  const [texts, setTexts] = useState(initial);
  const lastChoice = useRef(initial.language);

  useLayoutEffect(() => {
    document.documentElement.lang = texts.language;
  }, [texts.language]);

  async function setLanguage(language: Language): Promise<void> {
    writeStored('raqam.language', language);
    lastChoice.current = language;
    const loaded = await loadTexts(language);
    // Of two quick choices the last one counts, whichever was fetched first.
    if (loaded && lastChoice.current === language) setTexts(loaded);
  }

  return (
    <LanguageContext value={{ ...texts, setLanguage: (language) => void setLanguage(language) }}>
      {children}
    </LanguageContext>
  );
}

export function useLanguage(): LanguageValue {
  const value = use(LanguageContext);
  if (!value) throw new Error('useLanguage needs a LanguageProvider above it');
  return value;
}
