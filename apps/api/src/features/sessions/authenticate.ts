import type { FastifyRequest } from 'fastify';
import type { Database } from '../../database/database.ts';
import type { RowsOf } from '../../database/prepare.ts';
import { RequestError } from '../../http/errors.ts';
import type { SessionCookies } from './session-cookies.ts';
import { findSignedInUser, markUsed } from './sessions.queries.ts';
import type { TokenMint } from './tokens.ts';

export interface Authentication {
  user: RowsOf<typeof findSignedInUser>;
  sessionId: string;
}

/** They change nothing (RFC 9110 §9.2.1). */
const SAFE_METHODS = ['GET', 'HEAD'];

/** Finds the user and the session of a request. */
export type Authenticate = (request: FastifyRequest) => Promise<Authentication>;

/**
 * Makes the guard for everything that needs a session. The access token must be ours, its session alive and its user
 * active. A request that changes something and is authenticated by cookie must come from the web app.
 *
 * @returns a function that throws `session_invalid` or `origin_forbidden`
 */
export function createAuthenticate(deps: { db: Database; mint: TokenMint; cookies: SessionCookies }): Authenticate {
  const { db, mint, cookies } = deps;
  return async (request) => {
    const found = cookies.findAccessToken(request);
    const claims = found && mint.readAccess(found.token);
    if (claims === undefined) throw new RequestError('session_invalid');
    if (found?.isCookie && !SAFE_METHODS.includes(request.method)) cookies.refuseForeignOrigin(request);
    const { sessionId, userId, generation } = claims;
    const [user] = await db.run(findSignedInUser, { session_id: sessionId, user_id: userId, generation });
    if (user === undefined) throw new RequestError('session_invalid');
    request.aboutPhone ??= user.phone;
    if (user.is_mark_due) await db.run(markUsed, { session_id: sessionId, generation });
    return { user, sessionId };
  };
}

/** The session of the access token that came with a request; a cookie counts only from the web app's own pages. */
export function findSessionOf(
  request: FastifyRequest,
  { cookies, mint }: { cookies: SessionCookies; mint: TokenMint },
): string | undefined {
  const found = cookies.findAccessToken(request);
  if (found === undefined || (found.isCookie && !cookies.isOwnOrigin(request))) return undefined;
  return mint.readAccess(found.token)?.sessionId;
}
