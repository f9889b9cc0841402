import { Unavailable } from '../../components/Unavailable.tsx';
import { useLazy } from '../../components/use-lazy.ts';
import { Waiting } from '../../components/Waiting.tsx';
import { useTexts } from '../../messages/TextsContext.tsx';

/** The account's page is fetched only by who opens it. */
export function AccountEntry() {
  const { accountPage, session, failures } = useTexts().messages;
  const page = useLazy(loadPage);
  switch (page.status) {
    case 'loading':
      return (
        <section className="rq-card rq-card-waiting">
          <Waiting label={session.checking} />
        </section>
      );
    case 'failed':
      return (
        <section className="rq-card">
          <h1>{accountPage.title}</h1>
          <Unavailable explanation={failures.unreachable} retryLabel={session.retry} />
        </section>
      );
    case 'ready':
      return <page.part.AccountPage />;
  }
}

const loadPage = () => import('./AccountPage.tsx');
