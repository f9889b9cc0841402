import type { ReactNode } from 'react';
import { useTexts } from '../../messages/TextsContext.tsx';
import { ActionButton } from '../ActionButton.tsx';
import { useLazyWithTexts } from '../use-lazy.ts';
import { Waiting } from '../Waiting.tsx';
import { EmptyPage } from './EmptyPage.tsx';

interface LazyPageProps<Part> {
  /** Shown if the page can't be fetched. */
  title: string;
  /** The same function every time. */
  load: () => Promise<Part>;
  children: (part: Part) => ReactNode;
}

/** Fetches a page only when somebody opens it. */
export function LazyPage<Part>({ title, load, children }: LazyPageProps<Part>) {
  const { session, failures } = useTexts().messages;
  const page = useLazyWithTexts(load);
  switch (page.status) {
    case 'loading':
      return (
        <section className="rq-card rq-card-waiting">
          <Waiting label={session.checking} />
        </section>
      );
    case 'failed':
      return (
        <EmptyPage failed title={title} explanation={failures.unreachable}>
          {/* Reloads the page: browsers cache a failed import, and after a deployment the file may have another name. */}
          <ActionButton label={session.retry} onPress={() => window.location.reload()} />
        </EmptyPage>
      );
    case 'ready':
      return children(page.part);
  }
}
