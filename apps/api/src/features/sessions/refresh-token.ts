import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';

/** The session of a refresh token, and the number of rotations before it. */
export interface RefreshClaims {
  sessionId: string;
  generation: number;
}

const TOKEN = /^([0-9a-f-]{36})\.(0|[1-9][0-9]{0,8})\.([\w-]{43})$/;

/**
 * A refresh token is its session, its generation and a MAC over both, under a key of its own. The database
 * stores only the generation: it holds nothing that opens a session, and the newest token can be made again for a
 * client that lost the answer.
 */
export function signRefreshToken(key: KeyObject, { sessionId, generation }: RefreshClaims): string {
  const claims = `${sessionId}.${generation}`;
  return `${claims}.${mac(key, claims).toString('base64url')}`;
}

/** The claims of a token that we made; undefined for any other text. */
export function readRefreshToken(key: KeyObject, token: string): RefreshClaims | undefined {
  const [, sessionId, generation, signature] = TOKEN.exec(token) ?? [];
  if (sessionId === undefined || generation === undefined || signature === undefined) return undefined;
  const given = Buffer.from(signature, 'base64url');
  const right = mac(key, `${sessionId}.${generation}`);
  // 43 characters carry 258 bits, a MAC 256: comparing the text too leaves one spelling per token
  const matches =
    given.length === right.length && timingSafeEqual(given, right) && right.toString('base64url') === signature;
  return matches ? { sessionId, generation: Number(generation) } : undefined;
}

function mac(key: KeyObject, claims: string): Buffer {
  return createHmac('sha256', key).update(claims).digest();
}
