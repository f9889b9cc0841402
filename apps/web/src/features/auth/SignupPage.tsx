import { useSyncExternalStore } from 'react';
import { useDocumentTitle } from '../../components/use-document-title.ts';
import { useTitleFocus } from '../../components/use-title-focus.ts';
import { useLanguage } from '../language/LanguageContext.tsx';
import { AccountSummary } from './AccountSummary.tsx';
import { useAuth } from './AuthContext.tsx';
import type { BotLinkSource } from './bot-link.ts';
import { OtherAccount } from './OtherAccount.tsx';
import { SessionCheck } from './SessionCheck.tsx';
import { SignupJourney } from './SignupJourney.tsx';

export interface SignupPageProps {
  botLink: BotLinkSource;
  /** Where the button to the bot leads; without it the page says in words to open the bot. */
  botUrl: string | undefined;
}

/** Sign-up for who is signed out, the account for who is signed in, and a question where the bot's link disagrees. */
export function SignupPage({ botLink, botUrl }: SignupPageProps) {
  const auth = useAuth();
  const { messages } = useLanguage();
  const { count, link } = useSyncExternalStore(botLink.subscribe, botLink.current);
  const disagrees = auth.status === 'signed-in' && link !== undefined && link.phone !== auth.user.phone;
  const title = useTitleFocus(`${auth.status} ${disagrees} ${count}`);
  useDocumentTitle(
    `${auth.status === 'signed-in' ? messages.account.titleRestored : messages.signUp.title} — ${messages.product}`,
  );

  switch (auth.status) {
    case 'loading':
      return <SessionCheck problem={auth.problem} onRetry={auth.retry} />;
    case 'signed-out':
      // A further link starts over, with its values.
      return <SignupJourney key={count} link={link} onLinkSettled={botLink.settle} botUrl={botUrl} titleRef={title} />;
    case 'signed-in':
      return disagrees ? (
        <OtherAccount user={auth.user} link={link} onStay={botLink.settle} titleRef={title} />
      ) : (
        <AccountSummary user={auth.user} arrival={auth.arrival} onSignOut={botLink.settle} titleRef={title} />
      );
  }
}
