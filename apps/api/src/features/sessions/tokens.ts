import type { JWT } from '@fastify/jwt';
import type { Tokens } from '@raqam/shared/contract';
import { type RefreshClaims, readRefreshToken, signRefreshToken } from './refresh-token.ts';

/** What an access token says: who, in which session, and when it was made (Unix seconds). */
export interface AccessClaims {
  userId: string;
  sessionId: string;
  issuedAt: number;
}

/** Makes and reads both kinds of token. */
export interface TokenMint {
  issue(session: { userId: string; role: string; claims: RefreshClaims }): Tokens;
  /** undefined for a token that is expired, of another kind or not ours. */
  readAccess(token: string): AccessClaims | undefined;
  readRefresh(token: string): RefreshClaims | undefined;
}

const ACCESS = 'access';

export function createTokenMint(jwt: JWT, refreshKey: Buffer): TokenMint {
  return {
    issue({ userId, role, claims }) {
      return {
        access: jwt.sign({ sub: userId, sid: claims.sessionId, role, typ: ACCESS }),
        refresh: signRefreshToken(refreshKey, claims),
      };
    },
    readAccess(token) {
      try {
        const { sub, sid, typ, iat } = jwt.verify<Record<'sub' | 'sid' | 'typ' | 'iat', unknown>>(token);
        if (typ !== ACCESS || typeof sub !== 'string' || typeof sid !== 'string' || typeof iat !== 'number')
          return undefined;
        return { userId: sub, sessionId: sid, issuedAt: iat };
      } catch {
        return undefined;
      }
    },
    readRefresh: (token) => readRefreshToken(refreshKey, token),
  };
}
