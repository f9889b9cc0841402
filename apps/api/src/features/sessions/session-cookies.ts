import type { CookieSerializeOptions } from '@fastify/cookie';
import type { Tokens } from '@raqam/shared/contract';
import { API_BASE_PATH, routes } from '@raqam/shared/routes';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestError } from '../../http/errors.ts';
import { ACCESS_TOKEN_LIFETIME, CHALLENGE_LIFETIME, REFRESH_TOKEN, REPEATED_SIGN_IN_WINDOW } from '../../policy.ts';

const ACCESS_COOKIE = 'access_token';
const REFRESH_COOKIE = 'refresh_token';
const CHALLENGE_COOKIE = 'challenge_secret';

/** The longest life of a challenge, with the repeated answer. A contact starts the time of `opened` again. Seconds. */
const CHALLENGE_COOKIE_LIFETIME =
  CHALLENGE_LIFETIME.waiting + 2 * CHALLENGE_LIFETIME.opened + CHALLENGE_LIFETIME.approved + REPEATED_SIGN_IN_WINDOW;

export interface SessionCookies {
  set(reply: FastifyReply, tokens: Tokens): void;
  clear(reply: FastifyReply): void;
  /** The access token of a request, from its `Authorization` header or else its cookie. */
  findAccessToken(request: FastifyRequest): { token: string; isCookie: boolean } | undefined;
  /** The refresh token of the cookie. */
  findRefreshToken(request: FastifyRequest): string | undefined;
  /** Sets the secret of a challenge, for that challenge's endpoints alone: each tab has its own. */
  setChallengeSecret(reply: FastifyReply, challenge: { id: string; secret: string }): void;
  /** The secret of the challenge in the request's path. */
  findChallengeSecret(request: FastifyRequest): string | undefined;
  /** Whether a request comes from the web app's own pages. */
  isOwnOrigin(request: FastifyRequest): boolean;
  /**
   * Browsers also attach cookies to requests of other sites (CSRF), so a request that changes something and is
   * authenticated by cookie must come from the web app. Throws `origin_forbidden`.
   */
  refuseForeignOrigin(request: FastifyRequest): void;
}

export function createSessionCookies(options: {
  webOrigins: readonly string[];
  sameSite: 'lax' | 'none';
}): SessionCookies {
  const { webOrigins, sameSite } = options;
  const crossSite = sameSite === 'none';
  const base: CookieSerializeOptions = {
    httpOnly: true,
    sameSite,
    // not every browser keeps a Secure cookie of http://localhost; Partitioned needs Secure
    secure: crossSite || !webOrigins.every(isLocalhost),
    partitioned: crossSite,
  };
  const access = { ...base, path: '/' };
  const refresh = { ...base, path: `${API_BASE_PATH}/auth/` };

  const isOwnOrigin = ({ headers: { origin } }: FastifyRequest) => origin !== undefined && webOrigins.includes(origin);

  return {
    isOwnOrigin,
    set(reply, tokens) {
      reply.setCookie(ACCESS_COOKIE, tokens.access, { ...access, maxAge: ACCESS_TOKEN_LIFETIME });
      reply.setCookie(REFRESH_COOKIE, tokens.refresh, { ...refresh, maxAge: REFRESH_TOKEN.idle });
    },
    clear(reply) {
      reply.clearCookie(ACCESS_COOKIE, access);
      reply.clearCookie(REFRESH_COOKIE, refresh);
    },
    findAccessToken(request) {
      const [, bearer] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
      if (bearer !== undefined) return { token: bearer, isCookie: false };
      const cookie = findCookie(request, ACCESS_COOKIE);
      return cookie === undefined ? undefined : { token: cookie, isCookie: true };
    },
    findRefreshToken: (request) => findCookie(request, REFRESH_COOKIE),
    setChallengeSecret(reply, { id, secret }) {
      const path = `${API_BASE_PATH}${routes.startChallenge.path}${id}`;
      reply.setCookie(CHALLENGE_COOKIE, secret, { ...base, path, maxAge: CHALLENGE_COOKIE_LIFETIME });
    },
    findChallengeSecret: (request) => findCookie(request, CHALLENGE_COOKIE),
    refuseForeignOrigin(request) {
      if (!isOwnOrigin(request)) throw new RequestError('origin_forbidden');
    },
  };
}

/**
 * The value of a cookie. undefined for two different values of one name: another host of the same domain set one of
 * them, and nothing tells which one is ours (RFC 6265 §8.6).
 */
function findCookie(request: FastifyRequest, name: string): string | undefined {
  const prefix = `${name}=`;
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const values = new Set(pairs.filter((pair) => pair.startsWith(prefix)));
  return values.size === 1 ? request.cookies[name] : undefined;
}

function isLocalhost(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'http:' && hostname === 'localhost';
}
