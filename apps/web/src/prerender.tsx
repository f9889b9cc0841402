import { renderToStaticMarkup } from 'react-dom/server';
import { Layout } from './app/Layout.tsx';
import type { Brand } from './components/brand/brand.ts';
import type { SiteLinks } from './components/page/site-links.ts';
import { SignupPage } from './features/auth/sign-in/SignupPage.tsx';
import type { Texts } from './messages/load-messages.ts';
import { RaqamProvider } from './parts/RaqamProvider.tsx';

export interface FirstScreen {
  texts: Texts;
  bot: string | undefined;
  brand: Brand;
  links: SiteLinks;
  /** False: the sign-in. True: the wait for the API's answer, so that a signed-in person sees no sign-in. */
  mayBeSignedIn: boolean;
}

/**
 * Renders a first screen as HTML, to be shown before any script runs. The same components render it in the browser, so
 * the layout does not shift.
 */
export function renderFirstScreen({ bot, mayBeSignedIn, ...shown }: FirstScreen): string {
  const markup = renderToStaticMarkup(
    <RaqamProvider apiBaseUrl="/" botUsername={bot} mayBeSignedIn={mayBeSignedIn} {...shown}>
      <Layout page="sign-up" onLanguage={() => {}}>
        <SignupPage bare />
      </Layout>
    </RaqamProvider>,
  );
  // React adds a preload for the brand's picture, at the wrong place
  return markup.replace(/<link rel="preload"[^>]*>/g, '');
}
