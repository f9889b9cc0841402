import type { CookieSerializeOptions } from '@fastify/cookie';
import type { Tokens } from '@raqam/shared/contract';
import { API_BASE_PATH, routes, TELEGRAM_LOGIN_CALLBACK_PATH } from '@raqam/shared/routes';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestError } from '../../http/errors.ts';
import type { KeyRing } from '../../keys.ts';
import {
  ACCESS_TOKEN_LIFETIME,
  CHALLENGE_LIFETIME,
  KNOWN_DEVICE_KEPT,
  REFRESH_TOKEN,
  REPEATED_SIGN_IN_WINDOW,
  TELEGRAM_LOGIN_LIFETIME,
} from '../../policy.ts';
import { readDeviceToken, signDeviceToken } from './device-token.ts';

const ACCESS_COOKIE = 'access_token';
const REFRESH_COOKIE = 'refresh_token';
const CHALLENGE_COOKIE = 'challenge_secret';
const LOGIN_RETURN_COOKIE = 'telegram_login_';
const DEVICE_COOKIE = 'remembered_device';

/** The longest life of a challenge, with the repeated answer. A contact starts the time of `opened` again. Seconds. */
const CHALLENGE_COOKIE_LIFETIME =
  TELEGRAM_LOGIN_LIFETIME + 2 * CHALLENGE_LIFETIME.opened + CHALLENGE_LIFETIME.approved + REPEATED_SIGN_IN_WINDOW;

export interface SessionCookies {
  /** Sets the tokens of a session, and remembers the browser. */
  set(reply: FastifyReply, tokens: Tokens, sessionId: string): void;
  /** Clears the tokens; the browser stays remembered. */
  clear(reply: FastifyReply): void;
  /** The session that was opened last in a remembered browser; it may have ended, or be forgotten. */
  findRemembered(request: FastifyRequest): string | undefined;
  /** Remembers the browser no longer. */
  forget(reply: FastifyReply): void;
  /** The access token of a request, from its `Authorization` header or else its cookie. */
  findAccessToken(request: FastifyRequest): { token: string; isCookie: boolean } | undefined;
  /** The refresh token of the cookie. */
  findRefreshToken(request: FastifyRequest): string | undefined;
  /** Sets the secret of a challenge, for that challenge's endpoints alone: each tab has its own. */
  setChallengeSecret(reply: FastifyReply, challenge: { id: string; secret: string }): void;
  /** The secret of the challenge in the request's path. */
  findChallengeSecret(request: FastifyRequest): string | undefined;
  /**
   * Binds the return from Telegram Login to the browser that starts it: `value` comes back to the callback alone, also
   * by a link of another site. Each challenge has a cookie of its own, so that tabs don't overwrite each other's.
   */
  setLoginReturn(reply: FastifyReply, id: string, value: string): void;
  /** The value that this browser got for the challenge. */
  findLoginReturn(request: FastifyRequest, id: string): string | undefined;
  clearLoginReturn(reply: FastifyReply, id: string): void;
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
  deviceKeys: KeyRing;
}): SessionCookies {
  const { webOrigins, sameSite, deviceKeys } = options;
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
  const loginReturn = { ...base, path: TELEGRAM_LOGIN_CALLBACK_PATH };

  const isOwnOrigin = ({ headers: { origin } }: FastifyRequest) => origin !== undefined && webOrigins.includes(origin);

  return {
    isOwnOrigin,
    set(reply, tokens, sessionId) {
      reply.setCookie(ACCESS_COOKIE, tokens.access, { ...access, maxAge: ACCESS_TOKEN_LIFETIME });
      reply.setCookie(REFRESH_COOKIE, tokens.refresh, { ...refresh, maxAge: REFRESH_TOKEN.idle });
      reply.setCookie(DEVICE_COOKIE, signDeviceToken(deviceKeys, sessionId), { ...refresh, maxAge: KNOWN_DEVICE_KEPT });
    },
    clear(reply) {
      reply.clearCookie(ACCESS_COOKIE, access);
      reply.clearCookie(REFRESH_COOKIE, refresh);
    },
    findRemembered(request) {
      const cookie = findCookie(request, DEVICE_COOKIE);
      return cookie === undefined ? undefined : readDeviceToken(deviceKeys, cookie);
    },
    forget: (reply) => void reply.clearCookie(DEVICE_COOKIE, refresh),
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
    setLoginReturn(reply, id, value) {
      reply.setCookie(LOGIN_RETURN_COOKIE + id, value, { ...loginReturn, maxAge: TELEGRAM_LOGIN_LIFETIME });
    },
    findLoginReturn: (request, id) => findCookie(request, LOGIN_RETURN_COOKIE + id),
    clearLoginReturn: (reply, id) => void reply.clearCookie(LOGIN_RETURN_COOKIE + id, loginReturn),
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
