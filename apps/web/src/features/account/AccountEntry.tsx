import { ActionButton } from '../../components/ActionButton.tsx';
import { EmptyPage } from '../../components/page/EmptyPage.tsx';
import { useLazy } from '../../components/use-lazy.ts';
import { Waiting } from '../../components/Waiting.tsx';
import { useTexts } from '../../messages/TextsContext.tsx';

/** Fetches the account page only when somebody opens it. */
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
        <EmptyPage failed title={accountPage.title} explanation={failures.unreachable}>
          {/* Reloads the page: browsers cache a failed import, and after a deployment the file may have another name. */}
          <ActionButton label={session.retry} onPress={() => window.location.reload()} />
        </EmptyPage>
      );
    case 'ready':
      return <page.part.AccountPage />;
  }
}

const loadPage = () => import('./AccountPage.tsx');
