import { useEffect } from 'react';
import { useAuth } from '../features/auth/session/AuthContext.tsx';
import { useTexts } from '../messages/TextsContext.tsx';
import type { Page } from './page-at.ts';

/** Sets document.title: React's <title> would be a second one beside that of index.html. The admin page sets its own. */
export function PageTitle({ page }: { page: Page }): null {
  const { status } = useAuth();
  const { messages } = useTexts();
  const { signUp, account, accountPage, notFound, product } = messages;
  const titles: Record<Exclude<Page, 'admin'>, string> = {
    'sign-up': status === 'signed-in' ? account.titleRestored : signUp.title,
    account: accountPage.title,
    interaction: signUp.title,
    'mini-app': signUp.title,
    'not-found': notFound.title,
  };
  const title = page !== 'admin' && `${titles[page]} — ${product}`;
  useEffect(() => {
    if (title) document.title = title;
  }, [title]);
  return null;
}
