import { renderToStaticMarkup } from 'react-dom/server';
import { Layout } from './app/Layout.tsx';
import { AuthProvider } from './features/auth/session/AuthContext.tsx';
import type { BotLinkSource } from './features/auth/sign-in/bot-link.ts';
import { SignupPage } from './features/auth/sign-in/SignupPage.tsx';
import type { Texts } from './messages/load-messages.ts';

const noLink = { count: 0, link: undefined, isReplacement: false };
const botLink: BotLinkSource = { subscribe: () => () => {}, current: () => noLink, settle: () => {} };

/**
 * The first screen as HTML, for a person who is signed out: what a browser shows before any script. Drawn by the same
 * components, so that the script puts the same in its place and nothing moves.
 */
export function renderFirstScreen(texts: Texts, bot: string | undefined): string {
  const markup = renderToStaticMarkup(
    <AuthProvider baseUrl="/" bot={bot} texts={texts}>
      <Layout page="sign-up" onLanguage={() => {}}>
        <SignupPage botLink={botLink} />
      </Layout>
    </AuthProvider>,
  );
  // React asks for the brand's picture early, in the wrong place for that.
  return markup.replace(/<link rel="preload"[^>]*>/g, '');
}
