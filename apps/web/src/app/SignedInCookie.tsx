import { useEffect } from 'react';
import { useAuth } from '../features/auth/session/AuthContext.tsx';

/** 14 days: as long as a session may be idle. */
const MAX_AGE_S = 14 * 24 * 60 * 60;

/**
 * Tells the web server whether somebody is signed in, for the first screen before any script runs. It proves
 * nothing: the API asks for its own cookies.
 */
export function SignedInCookie(): null {
  const { status } = useAuth();
  useEffect(() => {
    if (status === 'loading') return;
    const maxAge = status === 'signed-in' ? MAX_AGE_S : 0;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where the page may be http
    document.cookie = `raqam-signed-in=1; Path=/; Max-Age=${maxAge}; SameSite=Lax`;
  }, [status]);
  return null;
}
