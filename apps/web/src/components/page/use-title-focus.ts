import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Moves the focus to the title of a view that replaces another one: the pressed button is gone, and a screen reader
 * would lose its position. A focus elsewhere, such as in a field of the page around it, stays there. The first view
 * does not take the focus.
 */
export function useTitleFocus(view: string): RefObject<HTMLHeadingElement | null> {
  const title = useRef<HTMLHeadingElement>(null);
  const shown = useRef(view);
  useLayoutEffect(() => {
    if (shown.current === view) return;
    shown.current = view;
    if (document.activeElement === null || document.activeElement === document.body) title.current?.focus();
  }, [view]);
  return title;
}
