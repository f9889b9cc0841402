import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../database/database.ts';
import { RequestError } from '../../http/errors.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import { presentUser } from '../users/present-user.ts';
import { refreshSession } from './refresh-session.ts';
import type { RefreshClaims } from './refresh-token.ts';
import type { SessionCookies } from './session-cookies.ts';
import { deleteSession, findSignedInUser, type SignedInUser } from './sessions.queries.ts';
import type { TokenMint } from './tokens.ts';

export interface SessionDependencies {
  db: Database;
  mint: TokenMint;
  cookies: SessionCookies;
  clientAddress(request: FastifyRequest): string;
}

export function registerSessionRoutes(app: FastifyInstance, deps: SessionDependencies): void {
  const { db, mint, cookies, clientAddress } = deps;

  registerEndpoint(app, 'me', {
    async handle({ request }) {
      const { user } = await authenticate(deps, request);
      const { address, passport_id } = user;
      return answer(200, { ...presentUser(user), address, passport_id });
    },
  });

  registerEndpoint(app, 'refreshSession', {
    async handle({ body, request, reply }) {
      const claims = findRefreshClaims(deps, request, body?.refresh);
      if (claims === undefined) throw endedSession(cookies, reply);
      const refreshed = await refreshSession(db, claims, clientAddress(request));
      if (!refreshed.ok) throw endedSession(cookies, reply);
      const tokens = mint.issue(refreshed);
      cookies.set(reply, tokens);
      return answer(200, tokens);
    },
  });

  registerEndpoint(app, 'logout', {
    async handle({ body, request, reply }) {
      const sessionId = await findSessionToEnd(deps, request, body?.refresh);
      if (sessionId === undefined) throw endedSession(cookies, reply);
      await db.run(deleteSession, { id: sessionId });
      cookies.clear(reply);
      return answer(204, null);
    },
  });
}

/** Whose request this is, by its access token. Throws `session_invalid`, or `origin_forbidden` for a cookie from elsewhere. */
async function authenticate(
  { db, mint, cookies }: SessionDependencies,
  request: FastifyRequest,
): Promise<{ user: SignedInUser; sessionId: string }> {
  const token = cookies.findAccessToken(request);
  const claims = token === undefined ? undefined : mint.readAccess(token);
  if (claims === undefined) throw new RequestError('session_invalid');
  if (request.method !== 'GET' && request.headers.authorization === undefined) cookies.refuseForeignOrigin(request);
  const { sessionId, userId, issuedAt } = claims;
  const [user] = await db.run(findSignedInUser, { session_id: sessionId, user_id: userId, issued_at: issuedAt });
  if (user === undefined) throw new RequestError('session_invalid');
  return { user, sessionId };
}

/** The refresh token of a request, from its body or its cookie; undefined when there is none of ours. */
function findRefreshClaims(
  { mint, cookies }: SessionDependencies,
  request: FastifyRequest,
  given: string | undefined,
): RefreshClaims | undefined {
  const kept = cookies.findRefreshToken(request);
  if (given !== undefined && kept !== undefined && given !== kept) {
    throw new RequestError('validation_failed', { fields: { refresh: 'invalid' } });
  }
  if (given === undefined && kept !== undefined) cookies.refuseForeignOrigin(request);
  const token = given ?? kept;
  return token === undefined ? undefined : mint.readRefresh(token);
}

/** A session may be ended by its access token, or by its refresh token once the other has expired. */
async function findSessionToEnd(
  deps: SessionDependencies,
  request: FastifyRequest,
  refreshToken: string | undefined,
): Promise<string | undefined> {
  if (deps.cookies.findAccessToken(request) === undefined)
    return findRefreshClaims(deps, request, refreshToken)?.sessionId;
  return (await authenticate(deps, request)).sessionId;
}

/** The browser forgets the cookies of a session that is over. */
function endedSession(cookies: SessionCookies, reply: FastifyReply): RequestError {
  cookies.clear(reply);
  return new RequestError('session_invalid');
}
