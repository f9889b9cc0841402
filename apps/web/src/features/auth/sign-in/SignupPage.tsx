import { useSyncExternalStore } from 'react';
import { useTitleFocus } from '../../../components/use-title-focus.ts';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { useAuth } from '../session/AuthContext.tsx';
import { SessionCheck } from '../session/SessionCheck.tsx';
import { AccountSummary } from './AccountSummary.tsx';
import { type BotLinkSource, pageBotLink } from './bot-link.ts';
import { OtherAccount } from './OtherAccount.tsx';
import { SignupJourney } from './SignupJourney.tsx';

export interface SignupPageProps {
  /** Of the element around it: a place for colours and sizes of one's own. */
  className?: string;
  /** Where profile and devices are; without it no link leads there. */
  accountUrl?: string;
  /** The bot's links; those of this page's address where left out. */
  botLink?: BotLinkSource;
}

/** Sign-up for who is signed out, the account for who is signed in, and a question where the bot's link disagrees. */
export function SignupPage({ className = '', ...views }: SignupPageProps) {
  const { language } = useTexts();
  return (
    <div className={`rq ${className}`} lang={language}>
      <View {...views} />
    </div>
  );
}

function View({ accountUrl, botLink = pageBotLink() }: Omit<SignupPageProps, 'className'>) {
  const auth = useAuth();
  const { count, link } = useSyncExternalStore(botLink.subscribe, botLink.current);
  const disagrees = auth.status === 'signed-in' && link !== undefined && link.phone !== auth.user.phone;
  const title = useTitleFocus(`${auth.status} ${disagrees} ${count}`);

  switch (auth.status) {
    case 'loading':
      return <SessionCheck problem={auth.problem} onRetry={auth.retry} />;
    case 'signed-out':
      // A further link starts over, with its values.
      return <SignupJourney key={count} link={link} onLinkSettled={botLink.settle} titleRef={title} />;
    case 'signed-in':
      return disagrees ? (
        <OtherAccount user={auth.user} link={link} onStay={botLink.settle} titleRef={title} />
      ) : (
        <AccountSummary
          user={auth.user}
          arrival={auth.arrival}
          accountUrl={accountUrl}
          onSignOut={botLink.settle}
          titleRef={title}
        />
      );
  }
}
