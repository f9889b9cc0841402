import type { ReactNode, Ref } from 'react';
import { ProblemIcon } from './icons.tsx';
import { SupportLink } from './SupportLink.tsx';

/** What went wrong with the whole form. Takes the focus, so that it is not below the edge of a small screen. */
export function Alert({ children, ref }: { children: ReactNode; ref?: Ref<HTMLParagraphElement> }) {
  return (
    <p className="rq-alert" role="alert" tabIndex={-1} ref={ref}>
      <ProblemIcon />
      {children}
      <SupportLink />
    </p>
  );
}
