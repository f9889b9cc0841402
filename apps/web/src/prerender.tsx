import { renderToStaticMarkup } from 'react-dom/server';
import { Layout } from './app/Layout.tsx';
import { AuthProvider } from './features/auth/session/AuthContext.tsx';
import { SignupPage } from './features/auth/sign-in/SignupPage.tsx';
import type { BotLinkSource } from './features/auth/sign-in/telegram/bot-link.ts';
import type { Texts } from './messages/load-messages.ts';

const noLink = { count: 0, link: undefined, isReplacement: false };
const botLink: BotLinkSource = { subscribe: () => () => {}, current: () => noLink, settle: () => {} };

export interface FirstScreen {
  texts: Texts;
  bot: string | undefined;
  /** False: the sign-in. True: the wait for the API's answer, so that a signed-in person sees no sign-in. */
  mayBeSignedIn: boolean;
}

/**
 * Renders a first screen as HTML, to be shown before any script runs. The same components render it in the browser, so
 * the layout does not shift.
 */
export function renderFirstScreen({ texts, bot, mayBeSignedIn }: FirstScreen): string {
  const markup = renderToStaticMarkup(
    <AuthProvider baseUrl="/" bot={bot} texts={texts} mayBeSignedIn={mayBeSignedIn}>
      <Layout page="sign-up" onLanguage={() => {}}>
        <SignupPage botLink={botLink} />
      </Layout>
    </AuthProvider>,
  );
  // React adds a preload for the brand's picture, at the wrong place
  return markup.replace(/<link rel="preload"[^>]*>/g, '');
}
