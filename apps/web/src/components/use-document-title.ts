import { useEffect } from 'react';

/** Sets the title itself: a <title> of React's would stand beside the one that index.html has for the first moment. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
