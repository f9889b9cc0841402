import type { Brand } from '../components/brand/brand.ts';
import type { SiteLinks } from '../components/page/site-links.ts';
import { AccountEntry } from '../features/account/AccountEntry.tsx';
import { AdminEntry } from '../features/admin/AdminEntry.tsx';
import { SignupPage } from '../features/auth/sign-in/SignupPage.tsx';
import type { BotLinkSource } from '../features/auth/sign-in/telegram/bot-link.ts';
import { InteractionEntry } from '../features/interaction/InteractionEntry.tsx';
import { useLanguage } from '../features/language/use-language.ts';
import { MiniAppEntry } from '../features/mini-app/MiniAppEntry.tsx';
import type { Texts } from '../messages/load-messages.ts';
import { RaqamProvider } from '../parts/RaqamProvider.tsx';
import { Layout } from './Layout.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { PageTitle } from './PageTitle.tsx';
import { interactionIn, pageAt } from './page-at.ts';
import { SignedInCookie } from './SignedInCookie.tsx';

export interface AppProps {
  /** The texts of the first language. */
  texts: Texts;
  baseUrl: string;
  bot: string | undefined;
  botLink: BotLinkSource;
  /** The checked URL to open after sign-in. */
  returnTo?: string | undefined;
  brand?: Brand;
  links?: SiteLinks;
}

/** The whole site. Everything that it needs from outside is a prop. */
export function App({ texts: initial, baseUrl, bot, botLink, returnTo, brand, links }: AppProps) {
  const { texts, choose, suggest } = useLanguage(initial);
  const { pathname, search } = window.location;
  const page = pageAt(pathname, search);
  const interaction = interactionIn(search);
  return (
    <RaqamProvider apiBaseUrl={baseUrl} botUsername={bot} texts={texts} brand={brand} links={links}>
      <PageTitle page={page} />
      <SignedInCookie />
      <Layout page={page} onLanguage={choose}>
        {page === 'sign-up' && <SignupPage bare botLink={botLink} accountUrl="/account" returnTo={returnTo} />}
        {page === 'account' && <AccountEntry />}
        {page === 'interaction' && interaction && (
          <InteractionEntry id={interaction} baseUrl={baseUrl} onLanguage={suggest} />
        )}
        {page === 'mini-app' && <MiniAppEntry returnTo={returnTo} />}
        {page === 'admin' && <AdminEntry />}
        {page === 'not-found' && <NotFoundPage />}
      </Layout>
    </RaqamProvider>
  );
}
