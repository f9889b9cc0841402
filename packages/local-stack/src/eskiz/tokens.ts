import { randomBytes } from 'node:crypto';
import { SECOND_MS } from 'bot-handset/src/durations';

export interface Tokens {
  issue(): string;
  check(token: string): 'valid' | 'expired' | 'unknown';
  /** Refuses all tokens given so far. */
  expireAll(): void;
}

const MAX_TOKENS = 1_000;

/** Keeps the last 1,000 tokens, each valid for `lifetime` milliseconds. */
export function createTokens(lifetime: number): Tokens {
  const expiries = new Map<string, number>();
  return {
    issue() {
      const now = Date.now();
      const token = writeToken(now, now + lifetime);
      expiries.set(token, now + lifetime);
      const [oldest] = expiries.keys();
      if (expiries.size > MAX_TOKENS && oldest) expiries.delete(oldest);
      return token;
    },
    check(token) {
      const expiry = expiries.get(token);
      if (expiry === undefined) return 'unknown';
      return Date.now() < expiry ? 'valid' : 'expired';
    },
    expireAll() {
      for (const token of expiries.keys()) expiries.set(token, 0);
    },
  };
}

/** Shaped like the JWT that Eskiz gives, for clients that read its `exp`; the signature is random. */
function writeToken(issuedAt: number, expiresAt: number): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const claims = { exp: Math.floor(expiresAt / SECOND_MS), iat: Math.floor(issuedAt / SECOND_MS), role: 'user' };
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${randomBytes(32).toString('base64url')}`;
}
