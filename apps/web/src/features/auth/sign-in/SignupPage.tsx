import { useEffect, useRef, useSyncExternalStore } from 'react';
import { BrandMark } from '../../../components/brand/BrandMark.tsx';
import { useBrandStyle } from '../../../components/brand/brand.ts';
import { LinkList } from '../../../components/page/LinkList.tsx';
import { useTitleFocus } from '../../../components/page/use-title-focus.ts';
import { useIsClient } from '../../../components/use-is-client.ts';
import { useLazyWithTexts } from '../../../components/use-lazy.ts';
import type { Texts } from '../../../messages/load-messages.ts';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { useAuth } from '../session/AuthContext.tsx';
import { SessionCheck } from '../session/SessionCheck.tsx';
import { loadedSignedIn, loadSignedIn } from '../signed-in/load-signed-in.ts';
import { FirstCard } from './FirstCard.tsx';
import { SignInCard } from './SignInCard.tsx';
import { type BotLinkSource, pageBotLink } from './telegram/bot-link.ts';

export interface SignupPageProps {
  /** Class of the outermost element, for colours and sizes. */
  className?: string;
  /** URL of the account page; without it there is no link. */
  accountUrl?: string;
  /** The URL to open after sign-in. The caller checks it: see `readReturnTo`. */
  returnTo?: string | undefined;
  /** The bot's links; those in this page's URL if omitted. */
  botLink?: BotLinkSource;
  /** Leaves out the brand and the links to the owner's pages, where the page around it shows them. */
  bare?: boolean;
}

/** The sign-in; for people who are signed in, their account, or a question if the bot's link is for another number. */
export function SignupPage({ className = '', bare = false, ...views }: SignupPageProps) {
  const { language } = useTexts();
  const isClient = useIsClient();
  const style = useBrandStyle();
  return (
    // A new element in the browser: a Content-Security-Policy may refuse the style that a server wrote
    <div
      key={String(isClient)}
      className={`rq ${bare ? className : `rq-framed ${className}`}`}
      style={style}
      lang={language}
    >
      {!bare && <BrandMark />}
      {isClient ? <View {...views} /> : <FirstView />}
      {!bare && <LinkList />}
    </div>
  );
}

/** As a server renders it, which knows nothing of what the browser keeps. */
function FirstView() {
  const { status, retry } = useAuth();
  if (status !== 'loading') return <FirstCard />;
  return <SessionCheck className="rq-card-sign-in" problem={null} onRetry={retry} />;
}

function View({ accountUrl, returnTo, botLink = pageBotLink() }: Omit<SignupPageProps, 'className' | 'bare'>) {
  const auth = useAuth();
  const { count, link, isReplacement } = useSyncExternalStore(botLink.subscribe, botLink.current, botLink.current);
  const otherLink = auth.status === 'signed-in' && link?.phone !== auth.user.phone ? link : undefined;
  // Fetched in the background, while the person signs in
  const signedIn = useLazyWithTexts(loadSignedIn, loadedSignedIn);
  const isReady = auth.status !== 'signed-in' || signedIn.status === 'ready';
  const title = useTitleFocus([auth.status, otherLink?.phone, count, isReady, 'notice' in auth && auth.notice].join());
  /** Whether the sign-in happened while this page was open, here or in another tab, rather than on an earlier visit. */
  const sawSignedOut = useRef(false);
  useEffect(() => {
    if (auth.status === 'signed-out') sawSignedOut.current = true;
  }, [auth.status]);

  switch (auth.status) {
    case 'loading':
      return <SessionCheck className="rq-card-sign-in" problem={auth.problem} onRetry={auth.retry} />;
    case 'signed-out':
      // Another link starts over with its values
      return (
        <SignInCard
          key={count}
          link={link}
          isReplacement={isReplacement}
          onLinkSettled={botLink.settle}
          titleRef={title}
        />
      );
    case 'signed-in':
      if (signedIn.status !== 'ready') {
        // Reloads the page: browsers cache a failed import, and after a deployment the file may have another name
        const problem = signedIn.status === 'failed' ? ({ messages }: Texts) => messages.failures.unreachable : null;
        return <SessionCheck className="rq-card-sign-in" problem={problem} onRetry={() => window.location.reload()} />;
      }
      return (
        <signedIn.part.SignedIn
          user={auth.user}
          arrival={auth.arrival}
          otherLink={otherLink}
          onStay={() => botLink.settle('dropped')}
          accountUrl={accountUrl}
          returnTo={returnTo}
          isFresh={sawSignedOut.current || auth.arrival !== 'restored'}
          onSignOut={() => botLink.settle('dropped')}
          titleRef={title}
        />
      );
  }
}
