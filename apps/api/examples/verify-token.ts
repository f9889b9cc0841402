import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';

/** Who is signed in. */
export interface SignedIn {
  /** The user's id: the key of your own records. */
  sub: string;
  /** The session's id. */
  sid: string;
  role: 'user' | 'admin';
}

/**
 * Makes a function that verifies access tokens of the issuer, PUBLIC_URL of the api. It returns undefined for a token
 * that is not valid, and throws when the keys can't be fetched. The keys are kept for ten minutes; for a key that is not
 * among them they are fetched anew, at most every half minute.
 */
export function createVerifyToken(issuer: string, audience = 'raqam') {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  return async (token: string): Promise<(JWTPayload & SignedIn) | undefined> => {
    try {
      const { payload } = await jwtVerify<SignedIn>(token, keys, {
        algorithms: ['ES256'],
        typ: 'at+jwt',
        issuer,
        audience,
        requiredClaims: ['sub', 'sid', 'role', 'exp'],
      });
      return payload;
    } catch (error) {
      const isUnanswered = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
      if (error instanceof errors.JOSEError && !isUnanswered) return undefined;
      throw error;
    }
  };
}
