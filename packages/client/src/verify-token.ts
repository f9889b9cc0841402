import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { RaqamError } from './raqam-error.ts';

/** The user of an access token. */
export interface SignedInUser {
  id: string;
  sessionId: string;
  role: string;
  /** The client that the token was issued to. */
  clientId: string;
  expiresAt: Date;
}

/** A number that somebody has just proved, without an account. */
export interface ProvedPhone {
  /** E.164. */
  phone: string;
  /** Of the token: remember it for five minutes, if a token must not be used twice. */
  tokenId: string;
  expiresAt: Date;
}

export interface TokenVerifier {
  /**
   * Verifies an access token by the public keys of the API, which are cached. It can't tell whether the session has
   * ended meanwhile: a token lives for ten minutes. Throws RaqamError `token_invalid`, or `unreachable` without keys.
   */
  verifyAccessToken(token: string): Promise<SignedInUser>;
  /**
   * Verifies the proof of a phone number. Throws like `verifyAccessToken`.
   *
   * @param options `audience`: your client's id, unless it is the one of `createRaqam`
   */
  verifyPhoneToken(token: string, options?: { audience?: string | undefined }): Promise<ProvedPhone>;
}

/** The errors of jose that blame the token; all others mean that there are no keys to verify it with. */
const TOKEN_ERRORS = [
  errors.JWTInvalid,
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys, // it names no key
];

/** Makes the verifier of the tokens of one API. */
export function createTokenVerifier({
  url,
  issuer,
  audience: ownAudience,
  timeoutMs,
}: {
  url: string;
  issuer: string;
  audience: string;
  timeoutMs: number;
}): TokenVerifier {
  const keys = createRemoteJWKSet(new URL(`${url}/.well-known/jwks.json`), { timeoutDuration: timeoutMs });

  async function verify(token: string, typ: string, audience: string, requiredClaims: string[]): Promise<JWTPayload> {
    try {
      const rules = { algorithms: ['ES256'], typ, issuer, audience, requiredClaims: ['exp', ...requiredClaims] };
      return (await jwtVerify(String(token), keys, rules)).payload;
    } catch (cause) {
      if (TOKEN_ERRORS.some((kind) => cause instanceof kind)) {
        throw new RaqamError('token_invalid', 'The token is not valid', { cause });
      }
      throw new RaqamError('unreachable', `The public keys of ${url} can’t be fetched`, { cause });
    }
  }

  return {
    async verifyAccessToken(token) {
      const { sub, sid, role, client_id, exp } = await verify(token, 'at+jwt', ownAudience, ['sub', 'sid', 'role']);
      return {
        id: String(sub),
        sessionId: String(sid),
        role: String(role),
        clientId: String(client_id),
        expiresAt: readTime(exp),
      };
    },
    async verifyPhoneToken(token, { audience = ownAudience } = {}) {
      const { phone_number, jti, exp } = await verify(token, 'phone+jwt', audience, ['phone_number', 'jti']);
      return { phone: String(phone_number), tokenId: String(jti), expiresAt: readTime(exp) };
    },
  };
}

function readTime(seconds: number | undefined): Date {
  return new Date((seconds ?? 0) * 1000);
}
