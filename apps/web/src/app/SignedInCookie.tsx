import { useEffect } from 'react';
import { useAuth } from '../features/auth/session/AuthContext.tsx';

/** Sessions end after as many idle days. */
const MAX_AGE_S = 14 * 24 * 60 * 60;

/**
 * Tells the web server whether somebody is signed in, for the first screen before any script runs. It is no proof of
 * anything: the API asks for its own cookies.
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
