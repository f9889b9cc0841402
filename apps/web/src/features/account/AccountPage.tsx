import { useTitleFocus } from '../../components/use-title-focus.ts';
import { useTexts } from '../../messages/TextsContext.tsx';
import { useAuth } from '../auth/session/AuthContext.tsx';
import { SessionCheck } from '../auth/session/SessionCheck.tsx';
import { LoginButton } from '../auth/sign-in/LoginButton.tsx';
import { SignOutNotice } from '../auth/sign-in/SignOutNotice.tsx';
import { AccountEnd } from './AccountEnd.tsx';
import { DevicesSection } from './DevicesSection.tsx';
import { ProfileSection } from './ProfileSection.tsx';
import './account.css';

/** Profile, devices and the end of the account; a way in for who is signed out. */
export function AccountPage() {
  const auth = useAuth();
  const { accountPage, header } = useTexts().messages;
  const title = useTitleFocus(auth.status);

  switch (auth.status) {
    case 'loading':
      return <SessionCheck problem={auth.problem} onRetry={auth.retry} />;
    case 'signed-out':
      return (
        <section className="rq-card">
          <SignOutNotice />
          <h1 ref={title} tabIndex={-1}>
            {accountPage.title}
          </h1>
          <p>{accountPage.signedOut}</p>
          <LoginButton label={header.signIn} kind="primary" />
        </section>
      );
    case 'signed-in':
      // Another account, signed in by another tab, starts over.
      return (
        <div className="rq-account" key={auth.user.id}>
          <h1 ref={title} tabIndex={-1}>
            {accountPage.title}
          </h1>
          <ProfileSection />
          <DevicesSection />
          <AccountEnd />
        </div>
      );
  }
}
