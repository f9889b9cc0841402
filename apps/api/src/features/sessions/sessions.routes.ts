import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../database/database.ts';
import { RequestError } from '../../http/errors.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import type { InTurn } from '../../limits/in-turn.ts';
import { isUuid } from '../../uuid.ts';
import type { Origin } from '../events/events.ts';
import type { Authenticate } from './authenticate.ts';
import { refreshSession } from './refresh-session.ts';
import type { RefreshClaims } from './refresh-token.ts';
import type { SessionCookies } from './session-cookies.ts';
import { endSession, forgetSignedOut, listSessions, revokeOtherSessions, revokeSession } from './sessions.queries.ts';
import type { TokenMint } from './tokens.ts';

export interface SessionDependencies {
  db: Database;
  mint: TokenMint;
  cookies: SessionCookies;
  authenticate: Authenticate;
  inTurn: InTurn;
  findOrigin(request: FastifyRequest): Origin;
}

export function registerSessionRoutes(app: FastifyInstance, deps: SessionDependencies): void {
  const { db, mint, cookies, authenticate, inTurn, findOrigin } = deps;

  registerEndpoint(app, 'listSessions', {
    async handle({ request }) {
      const { user, sessionId } = await authenticate(request);
      const sessions = await db.run(listSessions, { user_id: user.id });
      return answer(
        200,
        sessions.map(({ created_at, last_used_at, ...session }) => ({
          ...session,
          created_at: created_at.toISOString(),
          last_used_at: last_used_at.toISOString(),
          is_current: session.id === sessionId,
        })),
      );
    },
  });

  registerEndpoint(app, 'endSession', {
    async handle({ params: { id }, request, reply }) {
      const { user, sessionId } = await authenticate(request);
      const [ended] = isUuid(id) ? await db.run(revokeSession, { id, user_id: user.id, ...findOrigin(request) }) : [];
      if (ended === undefined) throw new RequestError('not_found');
      if (id === sessionId) cookies.clear(reply);
      return answer(204, null);
    },
  });

  registerEndpoint(app, 'endOtherSessions', {
    async handle({ request }) {
      const { user, sessionId } = await authenticate(request);
      await db.run(revokeOtherSessions, { id: sessionId, user_id: user.id, ...findOrigin(request) });
      await db.run(forgetSignedOut, { id: sessionId, user_id: user.id });
      return answer(204, null);
    },
  });

  registerEndpoint(app, 'refreshSession', {
    async handle({ body, request, reply }) {
      const claims = findRefreshClaims(deps, request, body?.refresh);
      if (claims === undefined) throw endedSession(cookies, reply);
      const refreshed = await inTurn(claims.sessionId, () => refreshSession(db, claims, findOrigin(request)));
      request.aboutPhone = refreshed.phone;
      if (!refreshed.ok) {
        const { sessionId } = claims;
        if (refreshed.isReuse) request.log.warn({ sessionId }, 'A refresh token was reused: its session is ended');
        throw endedSession(cookies, reply);
      }
      const tokens = mint.issue(refreshed);
      cookies.set(reply, tokens, claims.sessionId);
      return answer(200, tokens);
    },
  });

  registerEndpoint(app, 'logout', {
    async handle({ body, request, reply }) {
      const sessionId = await findSessionToEnd(deps, request, body?.refresh);
      if (sessionId === undefined) throw endedSession(cookies, reply);
      const forgets = body?.forget ?? false;
      await db.run(endSession, { id: sessionId, reason: 'logout', forgets, ...findOrigin(request) });
      cookies.clear(reply);
      if (forgets) cookies.forget(reply);
      return answer(204, null);
    },
  });
}

/** The refresh token of a request, from its body or its cookie; undefined when it has none that we made. */
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

/** A session may be ended by its access token or, once that has expired, by its refresh token. */
async function findSessionToEnd(
  deps: SessionDependencies,
  request: FastifyRequest,
  refreshToken: string | undefined,
): Promise<string | undefined> {
  const found = deps.cookies.findAccessToken(request);
  const isValid = found !== undefined && deps.mint.readAccess(found.token) !== undefined;
  if (isValid) return (await deps.authenticate(request)).sessionId;
  return findRefreshClaims(deps, request, refreshToken)?.sessionId;
}

/** Clears the session cookies in the browser. */
function endedSession(cookies: SessionCookies, reply: FastifyReply): RequestError {
  cookies.clear(reply);
  return new RequestError('session_invalid');
}
