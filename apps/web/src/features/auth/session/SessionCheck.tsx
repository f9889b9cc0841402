import type { FirstText } from '../../../api/describe-failure.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { EmptyPage } from '../../../components/page/EmptyPage.tsx';
import { useTitleFocus } from '../../../components/page/use-title-focus.ts';
import { Waiting } from '../../../components/Waiting.tsx';
import { useTexts } from '../../../messages/TextsContext.tsx';

interface SessionCheckProps {
  /** Class of the waiting card, which has the width of what follows. */
  className?: string;
  problem: FirstText | null;
  onRetry: () => void;
}

/** Shown while it is not known who is signed in; with a retry button if the check failed. */
export function SessionCheck({ className = '', problem, onRetry }: SessionCheckProps) {
  const language = useTexts();
  const { session, product } = language.messages;
  const title = useTitleFocus(problem ? 'problem' : 'waiting');

  if (!problem) {
    return (
      <section className={`rq-card rq-card-waiting ${className}`}>
        <h1 className="rq-visually-hidden" ref={title} tabIndex={-1}>
          {product}
        </h1>
        <Waiting label={session.checking} />
      </section>
    );
  }
  return (
    <EmptyPage failed title={session.failedTitle} titleRef={title} explanation={problem(language)}>
      <ActionButton label={session.retry} onPress={onRetry} />
    </EmptyPage>
  );
}
