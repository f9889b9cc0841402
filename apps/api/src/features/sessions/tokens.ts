import type { KeyObject } from 'node:crypto';
import type { JWT } from '@fastify/jwt';
import type { Tokens } from '@raqam/shared/contract';
import { type RefreshClaims, readRefreshToken, signRefreshToken } from './refresh-token.ts';
import { isUuid } from './uuid.ts';

/** The claims of an access token: its user, its session, and the refresh token that it was issued with. */
export interface AccessClaims {
  userId: string;
  sessionId: string;
  generation: number;
}

/** Makes and reads both kinds of token. */
export interface TokenMint {
  issue(session: { userId: string; role: string; claims: RefreshClaims }): Tokens;
  /** undefined for a token that is expired, of another kind or not ours. */
  readAccess(token: string): AccessClaims | undefined;
  readRefresh(token: string): RefreshClaims | undefined;
}

const ACCESS = 'access';

export function createTokenMint(jwt: JWT, refreshKey: KeyObject): TokenMint {
  return {
    issue({ userId, role, claims }) {
      return {
        access: jwt.sign({ sub: userId, sid: claims.sessionId, role, typ: ACCESS, gen: claims.generation }),
        refresh: signRefreshToken(refreshKey, claims),
      };
    },
    readAccess(token) {
      try {
        const { sub, sid, typ, gen } = jwt.verify<Record<'sub' | 'sid' | 'typ' | 'gen', unknown>>(token);
        if (typ !== ACCESS || !isUuid(sub) || !isUuid(sid) || !Number.isInteger(gen)) return undefined;
        return { userId: sub, sessionId: sid, generation: Number(gen) };
      } catch {
        return undefined;
      }
    },
    readRefresh: (token) => readRefreshToken(refreshKey, token),
  };
}
