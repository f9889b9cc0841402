import type { FastifyRequest } from 'fastify';
import type { Database } from '../../database/database.ts';
import { RequestError } from '../../http/errors.ts';
import type { SessionCookies } from './session-cookies.ts';
import { findSignedInUser, type SignedInUser } from './sessions.queries.ts';
import type { TokenMint } from './tokens.ts';

export interface Authentication {
  user: SignedInUser;
  sessionId: string;
}

/** Tells whose request it is. */
export type Authenticate = (request: FastifyRequest) => Promise<Authentication>;

/**
 * Makes the guard of everything that needs a session: the access token must be ours, its session alive, its
 * user active; by cookie, what changes something must come from the web app. Throws `session_invalid` or
 * `origin_forbidden`.
 */
export function createAuthenticate(deps: { db: Database; mint: TokenMint; cookies: SessionCookies }): Authenticate {
  const { db, mint, cookies } = deps;
  return async (request) => {
    const token = cookies.findAccessToken(request);
    const claims = token === undefined ? undefined : mint.readAccess(token);
    if (claims === undefined) throw new RequestError('session_invalid');
    if (request.method !== 'GET' && request.headers.authorization === undefined) cookies.refuseForeignOrigin(request);
    const { sessionId, userId, issuedAt } = claims;
    const [user] = await db.run(findSignedInUser, { session_id: sessionId, user_id: userId, issued_at: issuedAt });
    if (user === undefined) throw new RequestError('session_invalid');
    return { user, sessionId };
  };
}
