import { useDocumentTitle } from '../../components/use-document-title.ts';
import { useTitleFocus } from '../../components/use-title-focus.ts';
import { useAuth } from '../auth/AuthContext.tsx';
import { LoginButton } from '../auth/LoginButton.tsx';
import { SessionCheck } from '../auth/SessionCheck.tsx';
import { useLanguage } from '../language/LanguageContext.tsx';
import { AccountEnd } from './AccountEnd.tsx';
import { DevicesSection } from './DevicesSection.tsx';
import { ProfileSection } from './ProfileSection.tsx';
import './account.css';

/** Profile, devices and the end of the account; a way in for who is signed out. */
export function AccountPage({ botUrl }: { botUrl: string | undefined }) {
  const auth = useAuth();
  const { accountPage, header, product } = useLanguage().messages;
  const title = useTitleFocus(auth.status);
  useDocumentTitle(`${accountPage.title} — ${product}`);

  switch (auth.status) {
    case 'loading':
      return <SessionCheck problem={auth.problem} onRetry={auth.retry} />;
    case 'signed-out':
      return (
        <section className="card">
          <h1 ref={title} tabIndex={-1}>
            {accountPage.title}
          </h1>
          <p>{accountPage.signedOut}</p>
          <LoginButton label={header.signIn} kind="primary" botUrl={botUrl} />
        </section>
      );
    case 'signed-in':
      // Another account, signed in by another tab, starts over.
      return (
        <div className="account" key={auth.user.id}>
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
