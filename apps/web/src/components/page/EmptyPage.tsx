import type { ReactNode, Ref } from 'react';
import { SupportLink } from './SupportLink.tsx';

interface EmptyPageProps {
  /** Shown above the title: `404`, or an icon. */
  sign?: ReactNode;
  title: string;
  titleRef?: Ref<HTMLHeadingElement>;
  /** News that come before the explanation. */
  notice?: ReactNode;
  explanation: ReactNode;
  /** Whether it is an error: screen readers announce it, and the support link is shown. */
  failed?: boolean;
  /** Buttons and links for the next step. */
  children: ReactNode;
}

/** A page without content: the reason and the next step, in the middle of the screen. */
export function EmptyPage({ sign, title, titleRef, notice, explanation, failed = false, children }: EmptyPageProps) {
  return (
    <section className="rq-empty" role={failed ? 'alert' : undefined}>
      {sign && (
        <div className="rq-empty-sign" aria-hidden="true">
          {sign}
        </div>
      )}
      <h1 ref={titleRef} tabIndex={-1}>
        {title}
      </h1>
      {notice}
      <p className="rq-lead">{explanation}</p>
      <div className="rq-actions">{children}</div>
      {failed && <SupportLink />}
    </section>
  );
}
