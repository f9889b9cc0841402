import type { ReactNode } from 'react';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { useAuth } from '../session/AuthContext.tsx';
import { LoginButton } from './LoginButton.tsx';

/** The way in, or, for people who are signed in, the menu of their account; nothing while it is not known which. */
export function HeaderAccount({ children }: { children: ReactNode }) {
  const { status } = useAuth();
  const { header } = useTexts().messages;
  if (status === 'loading') return null;
  return status === 'signed-out' ? <LoginButton label={header.signIn} kind="header" /> : children;
}
