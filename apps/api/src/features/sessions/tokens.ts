import { createPublicKey } from 'node:crypto';
import fastifyJwt, { type JWT } from '@fastify/jwt';
import type { Tokens } from '@raqam/shared/contract';
import type { FastifyInstance } from 'fastify';
import type { KeyRing, SigningKey } from '../../keys.ts';
import { ACCESS_TOKEN_LIFETIME } from '../../policy.ts';
import { isUuid } from '../../uuid.ts';
import { type RefreshClaims, readRefreshToken, signRefreshToken } from './refresh-token.ts';

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

/** The client of the site itself: the audience of the access tokens that sign-ins on it get. */
export const SITE_CLIENT = 'raqam';

/** The type of access tokens (RFC 9068), so that no other token that this service signs is taken for one. */
const ACCESS_TOKEN_TYPE = 'at+jwt';

/** Verified tokens that a process remembers: checking a signature takes 120 µs, as long as all else of `me`. About 1 KB each. */
const CACHED_TOKENS = 20_000;

declare module '@fastify/jwt' {
  interface FastifyJWT {
    /** The keys of the first value of SECRET_KEY, and of the second one during a rotation. */
    namespaces: 'newest' | 'previous';
  }
}

/**
 * Makes the mint of access and refresh tokens. Access tokens are JWTs (ES256) that any service can verify by the public
 * keys at /.well-known/jwks.json.
 *
 * @param issuer the `iss` claim
 */
export async function createTokenMint(
  app: FastifyInstance,
  { issuer, signing, refreshKeys }: { issuer: string; signing: KeyRing<SigningKey>; refreshKeys: KeyRing },
): Promise<TokenMint> {
  const optionsOf = ({ kid, privateKey }: SigningKey) => ({
    secret: {
      private: privateKey.export({ format: 'pem', type: 'pkcs8' }),
      public: createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }),
    },
    sign: {
      algorithm: 'ES256' as const,
      kid,
      typ: ACCESS_TOKEN_TYPE,
      iss: issuer,
      aud: SITE_CLIENT,
      expiresIn: `${ACCESS_TOKEN_LIFETIME}s`,
    },
    verify: {
      cache: CACHED_TOKENS, // until they expire
      algorithms: ['ES256' as const],
      checkTyp: ACCESS_TOKEN_TYPE,
      allowedIss: issuer,
      allowedAud: SITE_CLIENT,
      requiredClaims: ['sub', 'sid', 'role', 'iss', 'aud', 'iat', 'exp'],
    },
  });
  const [newest, previous] = signing;
  await app.register(fastifyJwt, { ...optionsOf(newest), namespace: 'newest' });
  if (previous) await app.register(fastifyJwt, { ...optionsOf(previous), namespace: 'previous' });
  const verifiers = previous ? [app.jwt.newest, app.jwt.previous] : [app.jwt.newest];
  const [refreshKey] = refreshKeys;

  return {
    issue({ userId, role, claims }) {
      return {
        access: app.jwt.newest.sign({
          sub: userId,
          sid: claims.sessionId,
          role,
          client_id: SITE_CLIENT,
          jti: `${claims.sessionId}.${claims.generation}`,
          gen: claims.generation,
        }),
        refresh: signRefreshToken(refreshKey, claims),
      };
    },
    readAccess(token) {
      for (const jwt of verifiers) {
        const claims = verifyAccess(jwt, token);
        if (claims) return claims;
      }
      return undefined;
    },
    readRefresh(token) {
      for (const key of refreshKeys) {
        const claims = readRefreshToken(key, token);
        if (claims) return claims;
      }
      return undefined;
    },
  };
}

function verifyAccess(jwt: JWT, token: string): AccessClaims | undefined {
  try {
    const { sub, sid, gen } = jwt.verify<Record<'sub' | 'sid' | 'gen', unknown>>(token);
    if (!isUuid(sub) || !isUuid(sid) || !Number.isInteger(gen)) return undefined;
    return { userId: sub, sessionId: sid, generation: Number(gen) };
  } catch {
    return undefined;
  }
}
