import type { Language } from '@raqam/shared/languages';
import { type ReactNode, use, useDeferredValue, useMemo } from 'react';
import { type Brand, BrandContext } from '../components/brand/brand.ts';
import { type SiteLinks, SiteLinksContext } from '../components/page/site-links.ts';
import { AuthProvider } from '../features/auth/session/AuthContext.tsx';
import { type Texts, textsIn } from '../messages/load-messages.ts';

export interface RaqamProviderProps {
  /** The API's base, absolute or (same origin) `/api/v1`. Read once. */
  apiBaseUrl: string;
  /** The bot's username, with or without @; or another URL that opens it, such as a local emulator's. */
  botUsername?: string | undefined;
  /** Its texts are fetched; Uzbek, whose texts are there at once, if omitted. */
  language?: Language | undefined;
  /** In place of `language`: the texts themselves, perhaps changed. Not made anew for each render. */
  texts?: Texts | undefined;
  brand?: Brand | undefined;
  /** Pages of the site's owner. */
  links?: SiteLinks | undefined;
  /** Whether somebody may be signed in, for rendering on a server. In the browser its storage says so. */
  mayBeSignedIn?: boolean | undefined;
  children: ReactNode;
}

const noBrand: Brand = {};
const noLinks: SiteLinks = {};

/** Provides the signed-in person, texts, brand and links to everything below it. Tokens never leave it. */
export function RaqamProvider({ texts, language = 'uz', ...others }: RaqamProviderProps) {
  return texts ? <WithTexts {...others} texts={texts} /> : <WithLanguage {...others} language={language} />;
}

type Others = Omit<RaqamProviderProps, 'texts' | 'language'>;

/** Another language is shown once its texts are fetched; until then the page keeps those it has. */
function WithLanguage({ language, ...others }: Others & { language: Language }) {
  return <WithFetchedTexts {...others} language={useDeferredValue(language)} />;
}

/** Suspends, so it has no hooks but `use`. */
function WithFetchedTexts({ language, ...others }: Others & { language: Language }) {
  const texts = textsIn(language);
  return <WithTexts {...others} texts={texts instanceof Promise ? use(texts) : texts} />;
}

function WithTexts(props: Others & { texts: Texts }) {
  const { apiBaseUrl, botUsername, brand = noBrand, links = noLinks, mayBeSignedIn, children } = props;
  const texts = useBrandedTexts(props.texts, brand.name);
  return (
    <BrandContext value={brand}>
      <SiteLinksContext value={links}>
        <AuthProvider baseUrl={apiBaseUrl} bot={botUsername} texts={texts} mayBeSignedIn={mayBeSignedIn}>
          {children}
        </AuthProvider>
      </SiteLinksContext>
    </BrandContext>
  );
}

function useBrandedTexts(texts: Texts, name: string | undefined): Texts {
  return useMemo(() => (name ? { ...texts, messages: { ...texts.messages, product: name } } : texts), [texts, name]);
}
