import { type Database, untilUnchanged } from '../../database/database.ts';
import type { Origin } from '../events/events.ts';
import { judgeRefresh } from './judge-refresh.ts';
import type { RefreshClaims } from './refresh-token.ts';
import { endSession, findSession, rotateSession } from './sessions.queries.ts';

export type Refresh =
  | { ok: true; userId: string; role: string; phone: string | null; claims: RefreshClaims }
  /** `isReuse`: a refresh token that was replaced long ago was used, so one may have been stolen. */
  | { ok: false; error: 'session_invalid'; isReuse: boolean; phone: string | null };

/**
 * Rotates a session's refresh token, or ends the session when the token was replaced too long ago. Most tokens are the
 * newest, so the first statement assumes that; it writes nothing if that is wrong.
 */
export function refreshSession(
  db: Database,
  { sessionId, generation }: RefreshClaims,
  origin: Origin,
): Promise<Refresh> {
  return untilUnchanged(async () => {
    const refreshed = (
      { user_id, role, phone }: { user_id: string; role: string; phone: string | null },
      newest: number,
    ): Refresh => ({
      ok: true,
      userId: user_id,
      role,
      phone,
      claims: { sessionId, generation: newest },
    });
    const [rotated] = await db.run(rotateSession, { id: sessionId, generation, ip: origin.ip });
    if (rotated) return refreshed(rotated, generation + 1);

    const [session] = await db.run(findSession, { id: sessionId });
    if (session === undefined) return { ok: false, error: 'session_invalid', isReuse: false, phone: null };
    const { phone } = session;
    switch (judgeRefresh(session, generation)) {
      case 'rotate': // another refresh was in the way when it was tried
        return undefined;
      case 'repeat':
        return refreshed(session, session.generation);
      case 'ended':
        return { ok: false, error: 'session_invalid', isReuse: false, phone };
      case 'reused':
        await db.run(endSession, { id: sessionId, reason: 'reuse', forgets: true, ...origin });
        return { ok: false, error: 'session_invalid', isReuse: true, phone };
    }
  });
}
