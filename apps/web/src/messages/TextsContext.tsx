import { createContext, use, useMemo } from 'react';
import { type AllTexts, completeTexts, type Texts } from './load-messages.ts';

/** Provides the texts in the person's language. */
export const TextsContext = createContext<Texts | undefined>(undefined);

/** The texts of the first screen. */
export function useTexts(): Texts {
  const texts = use(TextsContext);
  if (!texts) throw new Error('useTexts needs an AuthProvider above it');
  return texts;
}

/** The texts of everything, for lazy parts: those that `useLazyWithTexts` loads. */
export function useAllTexts(): AllTexts {
  const texts = useTexts();
  const all = useMemo(() => completeTexts(texts), [texts]);
  if (!all) throw new Error('useAllTexts needs a useLazyWithTexts above it');
  return all;
}
