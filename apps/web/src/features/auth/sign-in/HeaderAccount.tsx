import type { ReactNode } from 'react';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { useAuth } from '../session/AuthContext.tsx';
import { LoginButton } from './LoginButton.tsx';

interface HeaderAccountProps {
  /** The page is the sign-in itself: then there is no button to it. */
  isSignIn: boolean;
  children: ReactNode;
}

/** The way in, or, for people who are signed in, the menu of their account; nothing while it is not known which. */
export function HeaderAccount({ isSignIn, children }: HeaderAccountProps) {
  const { status } = useAuth();
  const { header } = useTexts().messages;
  if (status === 'loading') return null;
  if (status !== 'signed-out') return children;
  return isSignIn ? null : <LoginButton label={header.signIn} kind="header" />;
}
