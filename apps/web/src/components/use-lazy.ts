import { useCallback, useEffect, useState } from 'react';
import { completeTexts, loadLater } from '../messages/load-messages.ts';
import { useTexts } from '../messages/TextsContext.tsx';

export type Lazy<Part> = { status: 'loading' } | { status: 'failed' } | { status: 'ready'; part: Part };

/**
 * Loads a part of the site from a file of its own. Unlike React.lazy it reports a file that can't be fetched, as on a
 * phone without a network. `load` must be the same function every time. `loaded` is the part if it was fetched before,
 * so that it renders at once.
 */
export function useLazy<Part>(load: () => Promise<Part>, loaded?: () => Part | undefined): Lazy<Part> {
  const [state, setState] = useState<Lazy<Part>>(() => {
    const part = loaded?.();
    return part === undefined ? { status: 'loading' } : { status: 'ready', part };
  });

  useEffect(() => {
    let wanted = true;
    load().then(
      (part) => wanted && setState({ status: 'ready', part }),
      () => wanted && setState({ status: 'failed' }),
    );
    return () => {
      wanted = false;
    };
  }, [load]);

  return state;
}

/** The same for a part that calls `useAllTexts`: it is ready once its texts are too. */
export function useLazyWithTexts<Part>(load: () => Promise<Part>, loaded?: () => Part | undefined): Lazy<Part> {
  const texts = useTexts();
  const { language } = texts;
  const part = useLazy(load, loaded);
  const loadTexts = useCallback(() => loadLater(language), [language]);
  const later = useLazy(loadTexts);
  if (part.status !== 'ready' || completeTexts(texts)) return part;
  return { status: later.status === 'failed' ? 'failed' : 'loading' };
}
