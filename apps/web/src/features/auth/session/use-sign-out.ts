import { useAction } from '../../../api/use-action.ts';
import { useAuth } from './AuthContext.tsx';

/** Signs out, with progress and failure. */
export function useSignOut() {
  const { logout } = useAuth();
  const { run, ...action } = useAction();
  return { ...action, signOut: (forget = false) => run(() => logout(forget)) };
}
