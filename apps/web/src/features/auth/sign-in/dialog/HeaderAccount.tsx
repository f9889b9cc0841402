import type { ReactNode } from 'react';
import { useTexts } from '../../../../messages/TextsContext.tsx';
import { useAuth } from '../../session/AuthContext.tsx';
import { LoginButton } from './LoginButton.tsx';

interface HeaderAccountProps {
  /** Whether the page is the sign-in itself, which needs no button to it. */
  isSignIn: boolean;
  children: ReactNode;
}

/** The sign-in button, or the account menu for people who are signed in; nothing until that is known. */
export function HeaderAccount({ isSignIn, children }: HeaderAccountProps) {
  const { status } = useAuth();
  const { header } = useTexts().messages;
  if (status === 'loading') return null;
  if (status !== 'signed-out') return children;
  return isSignIn ? null : <LoginButton label={header.signIn} kind="header" />;
}
