import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLanguage } from '../language/LanguageContext.tsx';
import { useAuth } from './AuthContext.tsx';
import { describeFailure, type Text } from './describe-failure.ts';

/** Signing out, with its wait and its failure. */
export function useSignOut() {
  const { logout } = useAuth();
  const { language } = useLanguage();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Text>();
  const alert = useRef<HTMLParagraphElement>(null);

  async function signOut(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    const result = await logout();
    flushSync(() => {
      setBusy(false);
      // A function in a state is taken for an update: hence the wrapper.
      if (!result.ok) setProblem(() => describeFailure(result.error, language, new Date()));
    });
    alert.current?.focus();
  }

  return { busy, problem, alert, signOut };
}
