import type { Language } from '@raqam/shared/languages';
import type { ReactNode } from 'react';
import { BrandLogo } from '../components/brand/BrandLogo.tsx';
import { useBrand } from '../components/brand/brand.ts';
import { AccountMenuEntry } from '../features/account/menu/AccountMenuEntry.tsx';
import { useAuth } from '../features/auth/session/AuthContext.tsx';
import { HeaderAccount } from '../features/auth/sign-in/dialog/HeaderAccount.tsx';
import { LanguageSwitcher } from '../features/language/LanguageSwitcher.tsx';
import { useTexts } from '../messages/TextsContext.tsx';
import { Footer } from './Footer.tsx';
import { OfflineBar } from './OfflineBar.tsx';
import type { Page } from './page-at.ts';

interface LayoutProps {
  page: Page;
  onLanguage: (language: Language) => void;
  children: ReactNode;
}

export function Layout({ page, onLanguage, children }: LayoutProps) {
  const { messages } = useTexts();
  const { logo = '/favicon.svg' } = useBrand();
  const auth = useAuth();
  return (
    <>
      <header className="rq-header">
        <a className="rq-brand" href="/">
          <BrandLogo logo={logo} />
          <span>{messages.product}</span>
        </a>
        <div className="rq-header-end">
          {/* These two name the account themselves. */}
          {page !== 'mini-app' && page !== 'interaction' && (
            <HeaderAccount isSignIn={page === 'sign-up' || page === 'admin'}>
              {auth.status === 'signed-in' && (
                <AccountMenuEntry
                  user={auth.user}
                  arrival={auth.arrival}
                  isHere={page === 'account'}
                  isNamed={page === 'sign-up'}
                />
              )}
            </HeaderAccount>
          )}
          <LanguageSwitcher onChoose={onLanguage} />
        </div>
      </header>
      <main className="rq-main">{children}</main>
      <Footer />
      <div className="rq-bars">
        <OfflineBar />
      </div>
    </>
  );
}
