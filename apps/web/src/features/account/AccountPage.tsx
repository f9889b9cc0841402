import { EmptyPage } from '../../components/page/EmptyPage.tsx';
import { LazyPage } from '../../components/page/LazyPage.tsx';
import { useTitleFocus } from '../../components/page/use-title-focus.ts';
import { useAllTexts } from '../../messages/TextsContext.tsx';
import { useAuth } from '../auth/session/AuthContext.tsx';
import { SessionCheck } from '../auth/session/SessionCheck.tsx';
import { LoginButton } from '../auth/sign-in/dialog/LoginButton.tsx';
import { SignOutNotice } from '../auth/sign-in/SignOutNotice.tsx';
import { AccountEnd } from './AccountEnd.tsx';
import { AccountHead } from './AccountHead.tsx';
import { Avatar } from './Avatar.tsx';
import { DevicesSection } from './devices/DevicesSection.tsx';
import { PasskeysSection } from './passkeys/PasskeysSection.tsx';
import { ProfileSection } from './profile/ProfileSection.tsx';
import './account.css';

const loadNumberPage = () => import('./number/NumberPage.tsx');
const isNumberPage = () => /^\/account\/phone\/?$/.test(window.location.pathname);

/** The account page; a sign-in button for people who are signed out. */
export function AccountPage() {
  const auth = useAuth();
  const { accountPage, header } = useAllTexts().messages;
  const title = useTitleFocus(auth.status + ('notice' in auth && auth.notice));

  switch (auth.status) {
    case 'loading':
      return <SessionCheck problem={auth.problem} onRetry={auth.retry} />;
    case 'signed-out':
      return (
        <EmptyPage
          sign={<Avatar name="" />}
          title={accountPage.title}
          titleRef={title}
          notice={<SignOutNotice />}
          explanation={accountPage.signedOut}
        >
          <LoginButton label={header.signIn} kind="primary" />
        </EmptyPage>
      );
    case 'signed-in':
      if (isNumberPage()) {
        return (
          <LazyPage key={auth.user.id} title={accountPage.title} load={loadNumberPage}>
            {({ NumberPage }) => <NumberPage user={auth.user} />}
          </LazyPage>
        );
      }
      // Another account, signed in by another tab, starts over.
      return (
        <div className="rq-account" key={auth.user.id}>
          <h1 ref={title} tabIndex={-1}>
            {accountPage.title}
          </h1>
          <AccountHead user={auth.user} />
          {auth.user.role === 'admin' && (
            <a className="rq-button rq-button-secondary" href="/admin">
              {accountPage.administration}
            </a>
          )}
          <ProfileSection />
          <PasskeysSection mayAdd={auth.user.is_verified} />
          <DevicesSection />
          <AccountEnd />
        </div>
      );
  }
}
