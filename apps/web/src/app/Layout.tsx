import type { ReactNode } from 'react';
import { useLanguage } from '../features/language/LanguageContext.tsx';
import { LanguageSwitcher } from '../features/language/LanguageSwitcher.tsx';

export function Layout({ children }: { children: ReactNode }) {
  const { messages } = useLanguage();
  return (
    <>
      <header className="header">
        <a className="brand" href="/">
          <img src="/favicon.svg" alt="" width="32" height="32" />
          {messages.product}
        </a>
        <LanguageSwitcher />
      </header>
      <main className="main">{children}</main>
    </>
  );
}
