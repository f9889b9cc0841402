import type { ApiClient } from '@raqam/shared/client';
import { AccountEntry } from '../features/account/AccountEntry.tsx';
import { AuthProvider } from '../features/auth/AuthContext.tsx';
import type { BotLinkSource } from '../features/auth/bot-link.ts';
import { SignupPage } from '../features/auth/SignupPage.tsx';
import { LanguageProvider } from '../features/language/LanguageContext.tsx';
import type { Texts } from '../messages/load-messages.ts';
import { Layout } from './Layout.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { pageAt } from './page-at.ts';

export interface AppProps {
  /** In the language to begin with. */
  texts: Texts;
  api: ApiClient;
  botLink: BotLinkSource;
  botUrl: string | undefined;
}

/** The whole site: what it needs from outside comes in here. */
export function App({ texts, api, botLink, botUrl }: AppProps) {
  const page = pageAt(window.location.pathname);
  return (
    <LanguageProvider initial={texts}>
      <AuthProvider api={api}>
        <Layout page={page} botUrl={botUrl}>
          {page === 'sign-up' && <SignupPage botLink={botLink} botUrl={botUrl} />}
          {page === 'account' && <AccountEntry botUrl={botUrl} />}
          {page === 'not-found' && <NotFoundPage />}
        </Layout>
      </AuthProvider>
    </LanguageProvider>
  );
}
