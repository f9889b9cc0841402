import { useAction } from '../../../api/use-action.ts';
import { useAuth } from './AuthContext.tsx';

/** Signing out, with its wait and its failure. */
export function useSignOut() {
  const { logout } = useAuth();
  const { run, ...action } = useAction();
  return { ...action, signOut: () => run(logout) };
}
