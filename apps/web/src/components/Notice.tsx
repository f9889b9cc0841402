import type { ReactNode, Ref } from 'react';
import { DoneIcon } from './icons.tsx';

/** A success message. It can take the focus when the pressed button is gone. */
export function Notice({ children, ref }: { children: ReactNode; ref?: Ref<HTMLParagraphElement> }) {
  return (
    <p className="rq-notice" role="status" tabIndex={-1} ref={ref}>
      <DoneIcon />
      {children}
    </p>
  );
}
