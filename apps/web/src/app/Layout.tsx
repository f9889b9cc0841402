import type { ReactNode } from 'react';
import { HeaderAccount } from '../features/auth/HeaderAccount.tsx';
import { SignOutNotice } from '../features/auth/SignOutNotice.tsx';
import { useLanguage } from '../features/language/LanguageContext.tsx';
import { LanguageSwitcher } from '../features/language/LanguageSwitcher.tsx';
import type { Page } from './page-at.ts';

interface LayoutProps {
  page: Page;
  botUrl: string | undefined;
  children: ReactNode;
}

export function Layout({ page, botUrl, children }: LayoutProps) {
  const { messages } = useLanguage();
  return (
    <>
      <header className="header">
        <a className="brand" href="/">
          <img src="/favicon.svg" alt="" width="32" height="32" />
          {messages.product}
        </a>
        <div className="header-end">
          <HeaderAccount botUrl={botUrl} isHere={page === 'account'} />
          <LanguageSwitcher />
        </div>
      </header>
      <main className="main">
        <SignOutNotice />
        {children}
      </main>
    </>
  );
}
