import { adminRoutes } from '@raqam/shared/admin-routes';
import type { CallOptions } from '@raqam/shared/client';
import type { RequestBody } from '@raqam/shared/contract';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useAdminTexts } from '../../messages/admin/admin-texts.ts';
import { useAuth } from '../auth/session/AuthContext.tsx';
import { ProofDialog } from '../auth/sign-in/dialog/ProofDialog.tsx';
import { type AdminCall, AdminCallContext } from './use-admin-call.ts';

/**
 * Provides `useAdminCall` to everything below it. All calls that need a fresh sign-in wait for one dialog. What is
 * below stays as it is behind that dialog, so nothing typed is lost.
 */
export function AdminCalls({ children }: { children: ReactNode }) {
  const auth = useAuth();
  const texts = useAdminTexts().proof;
  const latest = useRef(auth);
  const [isAsking, setAsking] = useState(false);
  /** Calls that wait for the dialog, and how often somebody has proved who they are. */
  const waiting = useRef<((isProved: boolean) => void)[]>([]);
  const proofs = useRef(0);

  useLayoutEffect(() => {
    latest.current = auth;
  });
  // Another page follows: nobody waits for its answers
  useEffect(() => () => settle(false), []);

  function settle(isProved: boolean): void {
    if (isProved) proofs.current += 1;
    for (const resolve of waiting.current.splice(0)) resolve(isProved);
  }

  function prove(): Promise<boolean> {
    setAsking(true);
    return new Promise((resolve) => waiting.current.push(resolve));
  }

  async function send<Name extends keyof typeof adminRoutes>(
    name: Name,
    body: RequestBody<Name>,
    { params, query }: Pick<CallOptions, 'params' | 'query'> = {},
  ) {
    const known = proofs.current;
    const ask = () => latest.current.call(name, body, params, { route: adminRoutes[name], ...(query && { query }) });
    const result = await ask();
    if (result.ok) return result;
    switch (result.error.code) {
      case 'proof_required':
        // Perhaps another call's dialog was answered in the meantime
        return known !== proofs.current || (await prove()) ? ask() : result;
      case 'session_invalid':
        // The session of a call that was on its way while a new sign-in replaced it
        return known === proofs.current ? result : ask();
      case 'admin_required':
        // No administrator any more: find out who is signed in
        latest.current.retry();
        return result;
      default:
        return result;
    }
  }

  /** The same function every time. */
  const [call] = useState<AdminCall>(() => send);

  function close(isProved: boolean): void {
    setAsking(false);
    settle(isProved);
  }

  return (
    <AdminCallContext value={call}>
      {children}
      {isAsking && <ProofDialog texts={texts} onProved={() => close(true)} onClose={() => close(false)} />}
    </AdminCallContext>
  );
}
