import type { ReactNode, Ref } from 'react';
import { ProblemIcon } from './icons.tsx';
import { SupportLink } from './page/SupportLink.tsx';

/** An error of the whole form. It can take the focus, so that a small screen scrolls to it. */
export function Alert({ children, ref }: { children: ReactNode; ref?: Ref<HTMLParagraphElement> }) {
  return (
    <p className="rq-alert" role="alert" tabIndex={-1} ref={ref}>
      <ProblemIcon />
      {children}
      <SupportLink />
    </p>
  );
}
