import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Moves the focus to the new view's title when one view takes another's place: the button that was pressed is gone,
 * and a screen reader would lose its place. A focus elsewhere, such as in a field of the page around it, stays there.
 * The first view leaves the focus alone.
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
