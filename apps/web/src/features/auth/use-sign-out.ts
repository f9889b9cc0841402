import { useAuth } from './AuthContext.tsx';
import { useAction } from './use-action.ts';

/** Signing out, with its wait and its failure. */
export function useSignOut() {
  const { logout } = useAuth();
  const { run, ...action } = useAction();
  return { ...action, signOut: () => run(logout) };
}
