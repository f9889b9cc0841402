import { useEffect } from 'react';
import { useAuth } from '../features/auth/session/AuthContext.tsx';
import { useTexts } from '../messages/TextsContext.tsx';
import type { Page } from './page-at.ts';

/** Sets the title itself: a <title> of React's would stand beside the one that index.html has for the first moment. */
export function PageTitle({ page }: { page: Page }): null {
  const { status } = useAuth();
  const { messages } = useTexts();
  const { signUp, account, accountPage, notFound, product } = messages;
  const titles: Record<Page, string> = {
    'sign-up': status === 'signed-in' ? account.titleRestored : signUp.title,
    account: accountPage.title,
    'not-found': notFound.title,
  };
  const title = `${titles[page]} — ${product}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}
