import type { Transaction } from '../../database/database.ts';
import { judgeRefresh } from './judge-refresh.ts';
import type { RefreshClaims } from './refresh-token.ts';
import { deleteSession, lockSession, rotateSession } from './sessions.queries.ts';

export type Refresh =
  | { ok: true; userId: string; role: string; claims: RefreshClaims }
  | { ok: false; error: 'session_invalid' };

/** Rotates a session's refresh token, or ends the session where the token is too old to be honest. */
export async function refreshSession(tx: Transaction, claims: RefreshClaims, address: string): Promise<Refresh> {
  const { sessionId } = claims;
  const [session] = await tx.run(lockSession, { id: sessionId });
  if (session === undefined) return { ok: false, error: 'session_invalid' };

  const verdict = judgeRefresh(session, claims.generation);
  if (verdict.kind === 'end-session') void tx.run(deleteSession, { id: sessionId });
  if (verdict.kind === 'rotate') {
    void tx.run(rotateSession, { id: sessionId, generation: verdict.generation, ip_address: address });
  }
  tx.commit();
  if (verdict.kind === 'end-session') return { ok: false, error: 'session_invalid' };
  return {
    ok: true,
    userId: session.user_id,
    role: session.role,
    claims: { sessionId, generation: verdict.generation },
  };
}
