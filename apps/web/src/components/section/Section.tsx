import { type ReactNode, type Ref, useId } from 'react';
import { useAllTexts } from '../../messages/TextsContext.tsx';
import { ActionButton } from '../ActionButton.tsx';
import { SupportLink } from '../page/SupportLink.tsx';
import { Waiting } from '../Waiting.tsx';
import type { Loaded } from './use-loaded.ts';

interface SectionProps {
  title: string;
  titleRef?: Ref<HTMLHeadingElement>;
  children: ReactNode;
}

/** A card with a title. */
export function Section({ title, titleRef, children }: SectionProps) {
  const id = useId();
  return (
    <section className="rq-card" aria-labelledby={id}>
      <h2 id={id} ref={titleRef} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** The spinner while data loads, or the error with a retry button. */
export function Pending({ of }: { of: Pick<Loaded<unknown>, 'problem' | 'reload'> }) {
  const language = useAllTexts();
  if (!of.problem) return <Waiting label={language.messages.session.checking} />;
  return (
    <div className="rq-actions" role="alert">
      <p>{of.problem(language)}</p>
      <ActionButton label={language.messages.session.retry} kind="secondary" onPress={() => void of.reload()} />
      <SupportLink />
    </div>
  );
}
