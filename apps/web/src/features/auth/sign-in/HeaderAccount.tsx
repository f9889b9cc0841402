import { useEffect, useRef } from 'react';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { useAuth } from '../session/AuthContext.tsx';
import { LoginButton } from './LoginButton.tsx';

interface HeaderAccountProps {
  /** The page is the account's own. */
  isHere: boolean;
  /** The page is the sign-in itself: then there is no button to it. */
  isSignIn?: boolean;
}

/** The way in, or to one's account; nothing while it is not known which. */
export function HeaderAccount({ isHere, isSignIn = false }: HeaderAccountProps) {
  const { status } = useAuth();
  const { header } = useTexts().messages;
  const link = useRef<HTMLAnchorElement>(null);
  const before = useRef(status);

  // After a sign-in the button is gone. Where the page has nothing of its own to focus, the focus would be nowhere.
  useEffect(() => {
    if (before.current === 'signed-out' && document.activeElement === document.body) link.current?.focus();
    before.current = status;
  }, [status]);

  if (status === 'loading') return null;
  if (status === 'signed-out') return isSignIn ? null : <LoginButton label={header.signIn} kind="header" />;
  return (
    <a className="rq-button rq-button-header" href="/account" aria-current={isHere ? 'page' : undefined} ref={link}>
      {header.account}
    </a>
  );
}
