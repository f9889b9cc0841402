import { Unavailable } from '../../components/Unavailable.tsx';
import { useLazy } from '../../components/use-lazy.ts';
import { Waiting } from '../../components/Waiting.tsx';
import { useLanguage } from '../language/LanguageContext.tsx';

/** The account's page is fetched only by who opens it. */
export function AccountEntry({ botUrl }: { botUrl: string | undefined }) {
  const { accountPage, session, failures } = useLanguage().messages;
  const page = useLazy(loadPage);
  switch (page.status) {
    case 'loading':
      return (
        <section className="card card-waiting">
          <Waiting label={session.checking} />
        </section>
      );
    case 'failed':
      return (
        <section className="card">
          <h1>{accountPage.title}</h1>
          <Unavailable explanation={failures.unreachable} retryLabel={session.retry} />
        </section>
      );
    case 'ready':
      return <page.part.AccountPage botUrl={botUrl} />;
  }
}

const loadPage = () => import('./AccountPage.tsx');
