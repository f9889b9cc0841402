import { createContext, use } from 'react';
import type { Texts } from './load-messages.ts';

/** Provides the texts in the person's language. */
export const TextsContext = createContext<Texts | undefined>(undefined);

export function useTexts(): Texts {
  const texts = use(TextsContext);
  if (!texts) throw new Error('useTexts needs an AuthProvider above it');
  return texts;
}
