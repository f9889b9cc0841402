import type { ReactNode, Ref } from 'react';
import { DoneIcon } from './icons.tsx';

/** What has been done. Takes the focus where the button that did it is gone. */
export function Notice({ children, ref }: { children: ReactNode; ref?: Ref<HTMLParagraphElement> }) {
  return (
    <p className="rq-notice" role="status" tabIndex={-1} ref={ref}>
      <DoneIcon />
      {children}
    </p>
  );
}
