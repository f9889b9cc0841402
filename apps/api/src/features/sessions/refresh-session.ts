import { type Database, untilUnchanged } from '../../database/database.ts';
import { judgeRefresh } from './judge-refresh.ts';
import type { RefreshClaims } from './refresh-token.ts';
import { endSession, findSession, type Origin, rotateSession } from './sessions.queries.ts';

export type Refresh =
  | { ok: true; userId: string; role: string; claims: RefreshClaims }
  /** `isReuse`: a refresh token that was replaced long ago was used, so one may have been stolen. */
  | { ok: false; error: 'session_invalid'; isReuse: boolean };

/** Rotates a session's refresh token, or ends the session when the token was replaced too long ago. */
export function refreshSession(
  db: Database,
  { sessionId, generation }: RefreshClaims,
  origin: Origin,
): Promise<Refresh> {
  return untilUnchanged(async () => {
    const [session] = await db.run(findSession, { id: sessionId });
    if (session === undefined) return { ok: false, error: 'session_invalid', isReuse: false };
    const refreshed = (newest: number): Refresh => ({
      ok: true,
      userId: session.user_id,
      role: session.role,
      claims: { sessionId, generation: newest },
    });

    const verdict = judgeRefresh(session, generation);
    switch (verdict) {
      case 'ended':
        return { ok: false, error: 'session_invalid', isReuse: false };
      case 'reused':
        await db.run(endSession, { id: sessionId, reason: 'reuse', ...origin });
        return { ok: false, error: 'session_invalid', isReuse: true };
      case 'repeat':
        return refreshed(session.generation);
      case 'rotate': {
        const [rotated] = await db.run(rotateSession, { id: sessionId, generation, ip: origin.ip });
        return rotated && refreshed(generation + 1);
      }
    }
  });
}
