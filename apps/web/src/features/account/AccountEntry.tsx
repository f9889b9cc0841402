import { LazyPage } from '../../components/page/LazyPage.tsx';
import { useTexts } from '../../messages/TextsContext.tsx';

/** Fetches the account page only when somebody opens it. */
export function AccountEntry() {
  const { accountPage } = useTexts().messages;
  return (
    <LazyPage title={accountPage.title} load={loadPage}>
      {({ AccountPage }) => <AccountPage />}
    </LazyPage>
  );
}

const loadPage = () => import('./AccountPage.tsx');
