import type { Raqam } from './create-raqam.ts';
import { RaqamError } from './raqam-error.ts';
import type { SignedInUser } from './verify-token.ts';

/** What is read of a request of Node.js, Express or Fastify. */
export interface IncomingRequest {
  method?: string | undefined;
  headers: Record<string, string | string[] | undefined>;
}

export interface RequireUserOptions {
  /** Further origins, such as `https://admin.shop.uz`, whose pages may send changes with the cookie. */
  origins?: readonly string[] | undefined;
}

/** An answer in the one shape of Raqam's errors. */
export interface Refusal {
  status: number;
  headers: Record<string, string>;
  body: { error: { code: string; message: string }; detail: string };
}

/** They change nothing (RFC 9110 §9.2.1). */
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];
const COOKIE = 'access_token=';
const RETRY_AFTER_SECONDS = 5;

const users = new WeakMap<object, SignedInUser>();

/** The user of a request that `requireUser` let pass. Throws where it did not guard the route. */
export function userOf(request: object): SignedInUser {
  const user = users.get(request);
  if (user === undefined) throw new TypeError('requireUser does not guard this route');
  return user;
}

/**
 * Finds the user of a request by its access token: in the `Authorization` header, or else in the cookie. undefined: the
 * request may pass, and `userOf` gives its user.
 */
export async function authenticateRequest(
  raqam: Pick<Raqam, 'verifyAccessToken'>,
  request: IncomingRequest,
  { origins = [] }: RequireUserOptions,
): Promise<Refusal | undefined> {
  const bearer = /^bearer +(\S+)$/i.exec(String(request.headers['authorization'] ?? ''))?.[1];
  const token = bearer ?? findCookie(request);
  if (token === undefined) return refuse(401, 'session_invalid', 'Please sign in.');
  if (bearer === undefined && !isFromOwnPage(request, origins)) {
    return refuse(403, 'origin_forbidden', 'Requests from this site aren’t allowed.');
  }
  try {
    users.set(request, await raqam.verifyAccessToken(token));
    return undefined;
  } catch (error) {
    if (!(error instanceof RaqamError)) throw error;
    if (error.code === 'token_invalid') return refuse(401, 'session_invalid', 'Please sign in again.');
    return refuse(503, 'not_ready', 'The service isn’t available right now.');
  }
}

/** Two different cookies of the name: another host of the domain set one, and nothing tells which (RFC 6265 §8.6). */
function findCookie({ headers }: IncomingRequest): string | undefined {
  const pairs = String(headers['cookie'] ?? '').split(';');
  const values = new Set(pairs.map((pair) => pair.trim()).filter((pair) => pair.startsWith(COOKIE)));
  const [pair] = values.size === 1 ? values : [];
  return pair?.slice(COOKIE.length);
}

/** Browsers attach cookies to requests of other sites too, so a change by cookie must come from an own page (CSRF). */
function isFromOwnPage({ method = '', headers }: IncomingRequest, origins: readonly string[]): boolean {
  if (SAFE_METHODS.includes(method)) return true;
  return headers['sec-fetch-site'] === 'same-origin' || origins.includes(String(headers['origin']));
}

function refuse(status: number, code: string, message: string): Refusal {
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...(status === 401 && { 'www-authenticate': 'Bearer realm="raqam"' }),
      ...(status === 503 && { 'retry-after': String(RETRY_AFTER_SECONDS) }),
    },
    body: { error: { code, message }, detail: message },
  };
}
